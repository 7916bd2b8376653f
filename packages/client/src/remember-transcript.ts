import { effect, untracked } from "@preact/signals-core";
import type { Clock } from "./clock.js";
import type { LiveTranscript } from "./live-transcript.js";
import type { LocalTranscript } from "./local-transcript.js";
import type { Message } from "./protocol/index.js";

/** How long a reply that arrives may be ahead of what is kept of it, in milliseconds. */
const LAG = 1_000;

/**
 * Shows what is kept of a conversation, and keeps it in the visitor's browser as it goes on.
 * @param signal - Ends it; nothing is written from then on, because the visitor may have signed out.
 */
export function rememberTranscript(
  live: LiveTranscript,
  kept: LocalTranscript,
  clock: Clock,
  signal: AbortSignal,
): void {
  let cancel: (() => void) | undefined;
  live.show(kept.read());

  function write(): void {
    cancel?.();
    cancel = undefined;
    kept.write(saidSoFar(live));
  }

  const stop = effect(() => {
    const isArriving = live.turn.value !== null;
    void live.settled.value;
    if (isArriving) cancel ??= clock.after(LAG, write);
    else untracked(write);
  });
  signal.addEventListener("abort", () => {
    cancel?.();
    stop();
  });
}

/** A question that the backend has not accepted yet is on record with the unsent messages. */
function saidSoFar({ settled, turn }: LiveTranscript): readonly Message[] {
  const running = turn.peek();
  if (running === null || running.question?.status === "pending") return settled.peek();
  const asked = running.question === null ? [] : [running.question];
  const replies = running.reply.messages.filter(({ parts }) => parts.length > 0);
  return [...settled.peek(), ...asked, ...replies];
}
