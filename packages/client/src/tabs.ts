import type { Clock } from "./clock.js";
import { isRecord } from "./transport/is-record.js";

/** What a page's tabs tell each other. Never a token, never a message's text. */
export type TabMessage =
  /** The backend answered well just now: who was about to ask need not. */
  | { readonly type: "healthy" }
  /** This tab has renewed the session that all share, or could not. */
  | { readonly type: "renewal"; readonly isDone: boolean }
  /** The visitor is somebody else now: the backend tells who. */
  | { readonly type: "signed-in" }
  /** Nothing of the visitor may stay on screen. */
  | { readonly type: "signed-out" }
  /** Everything the visitor has said is deleted. */
  | { readonly type: "deleted" }
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
  /** Runs something unless another tab is at it. @returns Whether it ran. */
  alone(task: string, run: () => Promise<void>): Promise<boolean>;
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
    alone: (task, run) => alone(`${name}:${task}`, run),
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

/**
 * Runs something unless another tab is at it. Where the browser has no locks, pages of http, everybody may.
 * @returns Whether it ran.
 */
async function alone(name: string, run: () => Promise<void>): Promise<boolean> {
  const { locks } = navigator;
  if (locks === undefined) {
    await run();
    return true;
  }
  return locks.request(name, { ifAvailable: true }, async (lock) => {
    if (lock !== null) await run();
    return lock !== null;
  });
}

const BARE: ReadonlySet<unknown> = new Set(["healthy", "said", "signed-in", "signed-out", "deleted"]);

/** Another tab may run another version of this code. */
function isTabMessage(data: unknown): data is TabMessage {
  if (!isRecord(data)) return false;
  if (BARE.has(data.type)) return true;
  if (data.type === "renewal") return typeof data.isDone === "boolean";
  return (
    (data.type === "whose" || data.type === "mine") &&
    Array.isArray(data.ids) &&
    data.ids.every((id) => typeof id === "string")
  );
}
