import type { Clock } from "./clock.js";
import { type AdapterContext, ChatError, type Protocol, type SessionInfo } from "./protocol/index.js";
import type { Tabs } from "./tabs.js";

/** A renewal this young has renewed the session for every tab: they share its cookie. */
const YOUNG = 10_000;
/** How long a tab waits for the renewal of another, which is a little longer than its request can take. */
const PATIENCE = 16_000;

export interface RenewalOptions {
  readonly protocol: Protocol;
  readonly context: AdapterContext;
  readonly clock: Clock;
  readonly tabs: Tabs;
}

/**
 * Renews the session, once for all tabs of a browser: a backend that hands out each refresh token once takes two
 * tabs that come with the same one for thieves, and signs the visitor out.
 * @returns The session after the renewal, whoever made it.
 */
export type Renew = (abort: AbortSignal) => Promise<SessionInfo | null>;

export function createRenewal({ protocol, context, clock, tabs }: RenewalOptions): Renew {
  let renewedAt = Number.NEGATIVE_INFINITY;
  let wake = () => {};
  tabs.listen((message) => {
    if (message.type !== "renewal") return;
    if (message.isDone) renewedAt = clock.now();
    wake();
  });

  const read: Renew = async (abort) => (await protocol.session?.(context, abort)) ?? null;

  async function refresh(abort: AbortSignal): Promise<SessionInfo | null> {
    let isDone = false;
    try {
      const session = (await protocol.refresh?.(context, abort)) ?? null;
      isDone = true;
      return session;
    } catch (cause) {
      // A backend that does not know this way may still know the session.
      if (!(cause instanceof ChatError) || cause.isRetryable || cause.code === "auth") throw cause;
      return read(abort);
    } finally {
      tabs.tell({ type: "renewal", isDone });
    }
  }

  /** Until another tab has finished its renewal, or has had time enough to. */
  function wait(abort: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const cancelTimer = clock.after(PATIENCE, resolve);
      wake = () => {
        cancelTimer();
        resolve();
      };
      abort.addEventListener("abort", wake);
    });
  }

  return async function renew(abort) {
    // A token is each tab's own.
    if (context.credential.layer === "header") return refresh(abort);
    if (clock.now() - renewedAt < YOUNG) return read(abort);
    let session: SessionInfo | null = null;
    const isOurs = await tabs.alone("renewal", async () => {
      session = await refresh(abort);
    });
    if (isOurs) return session;
    await wait(abort);
    abort.throwIfAborted();
    return clock.now() - renewedAt < YOUNG ? read(abort) : refresh(abort);
  };
}
