import type { Clock } from "./clock.js";
import { isRecord } from "./transport/is-record.js";

/** What a page's tabs tell each other. Never a token, never a message's text. */
export type TabMessage =
  /** The backend answered well just now: who was about to ask need not. */
  | { readonly type: "healthy" }
  /** The transcript at the backend has changed. */
  | { readonly type: "said" }
  /** Who sends these messages already? */
  | { readonly type: "whose"; readonly ids: readonly string[] }
  | { readonly type: "mine"; readonly ids: readonly string[] };

export interface Tabs {
  tell(message: TabMessage): void;
  /** @returns Stops listening. */
  listen(run: (message: TabMessage) => void): () => void;
  /**
   * Which of these messages no live tab has in hand. While one tab asks, no other gets any, so that two tabs that
   * start together do not both send what an earlier page left behind.
   */
  unclaimed(ids: readonly string[], adopt: (ids: ReadonlySet<string>) => void): Promise<ReadonlySet<string>>;
  close(): void;
}

/** How long the other tabs may take to answer; measured, they take 4 ms. */
const ANSWER_TIME = 250;

/** The tabs of one browser that talk to the same backend, or none where the browser has no channel. */
export function openTabs(name: string, clock: Clock): Tabs {
  const listeners = new Set<(message: TabMessage) => void>();
  let channel = openChannel(name);
  channel?.addEventListener("message", ({ data }) => {
    if (isTabMessage(data)) for (const run of listeners) run(data);
  });

  return {
    tell: (message) => channel?.postMessage(message),
    listen(run) {
      listeners.add(run);
      return () => void listeners.delete(run);
    },
    async unclaimed(ids, adopt) {
      const free = new Set(ids);
      if (channel === null || ids.length === 0) {
        adopt(free);
        return free;
      }
      let adopted: ReadonlySet<string> = new Set();
      await alone(name, async () => {
        const listen = (message: TabMessage) => {
          if (message.type === "mine") for (const id of message.ids) free.delete(id);
        };
        listeners.add(listen);
        channel?.postMessage({ type: "whose", ids } satisfies TabMessage);
        await new Promise<void>((resolve) => clock.after(ANSWER_TIME, resolve));
        listeners.delete(listen);
        adopted = free;
        adopt(adopted);
      });
      return adopted;
    },
    close() {
      listeners.clear();
      channel?.close();
      // A closed channel throws at whoever still has something to tell.
      channel = null;
    },
  };
}

/** Null on a server, whose requests have nothing to tell each other, and in browsers without it. */
function openChannel(name: string): BroadcastChannel | null {
  return "document" in globalThis && "BroadcastChannel" in globalThis ? new BroadcastChannel(name) : null;
}

/** Runs something unless another tab is at it. Where the browser has no locks, pages of http, everybody may. */
async function alone(name: string, run: () => Promise<void>): Promise<void> {
  const { locks } = navigator;
  if (locks === undefined) await run();
  else await locks.request(name, { ifAvailable: true }, async (lock) => lock && run());
}

/** Another tab may run another version of this code. */
function isTabMessage(data: unknown): data is TabMessage {
  if (!isRecord(data)) return false;
  if (data.type === "healthy" || data.type === "said") return true;
  return (
    (data.type === "whose" || data.type === "mine") &&
    Array.isArray(data.ids) &&
    data.ids.every((id) => typeof id === "string")
  );
}
