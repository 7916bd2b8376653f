import type { Clock } from "./clock.js";
import type { LiveTranscript } from "./live-transcript.js";
import { pause } from "./pause.js";
import { type Message, MISSING_EVENTS } from "./protocol/index.js";
import type { Resumption } from "./resume-reply.js";
import { recoveryDelay } from "./session-schedule.js";

/** How often a reply is looked for by itself, until it is the visitor's to decide. */
export const MAX_ATTEMPTS = 6;

export interface FollowOptions {
  readonly live: LiveTranscript;
  /** Follows a reply further. */
  readonly resume: (cut: Message) => Promise<Resumption>;
  /** Finds out whether the history has the whole. */
  readonly readHistory: () => Promise<unknown>;
  /** Whether nothing is known to be wrong with the connection. */
  readonly isWell: () => boolean;
  readonly clock: Clock;
  readonly random: () => number;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/**
 * Goes on with the last reply when it was cut: where the backend can say more, it is followed further, and else the
 * history may have the whole of it by now. Spread in time, because whatever cut it has cut the replies of others, too.
 */
export async function followCutReply(options: FollowOptions): Promise<void> {
  const { live, resume, readHistory, isWell, clock, random, signal } = options;
  let delay = 0;
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const cut = live.settled.peek().at(-1);
    if (cut?.status !== "interrupted") return;
    // Nothing is wrong with the connection where events are missing, so there is nothing to wait for.
    const isAtOnce = attempt === 1 && cut.error?.reason === MISSING_EVENTS;
    delay = isAtOnce ? 0 : recoveryDelay(attempt, delay, random);
    await pause(clock, delay, signal);
    // The visitor may have gone on meanwhile.
    if (signal.aborted || live.turn.peek() !== null || live.settled.peek().at(-1) !== cut) return;
    if ((await resume(cut)) !== "followed" && isWell()) await readHistory();
  }
}
