import { computed, type ReadonlySignal, type Signal } from "@preact/signals-core";
import type { Clock } from "./clock.js";
import { MAX_ATTEMPTS } from "./follow-cut-reply.js";
import type { LiveTranscript } from "./live-transcript.js";
import type { OpenQuestion } from "./open-question.js";
import type { PageLife } from "./page-life.js";
import { pause } from "./pause.js";
import type { Message } from "./protocol/index.js";
import type { Queue } from "./queue.js";
import { recoveryDelay } from "./session-schedule.js";

/** How long ago a question may have been asked whose reply is awaited, in milliseconds. Hardly any takes longer. */
const LATELY = 5 * 60_000;

export interface AwaitOptions {
  readonly live: LiveTranscript;
  readonly queue: Queue;
  readonly openQuestion: OpenQuestion;
  /** Set while a reply is awaited, to its question, or to null once that is answered or no longer the last one. */
  readonly awaited: Signal<ReadonlySignal<Message | null> | null>;
  /** Finds out whether the reply is there by now. */
  readonly look: () => Promise<unknown>;
  /** Whether nothing is known to be wrong with the connection. */
  readonly isWell: () => boolean;
  readonly page: Pick<PageLife, "isVisible" | "isOnline" | "listen">;
  readonly clock: Clock;
  readonly random: () => number;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/**
 * Looks for the reply to the last question, if that was asked lately: nothing else will ever tell of a reply whose page
 * was left. A few times and ever later, while the page is in sight; spread in time, because whatever made this page come
 * back may have brought others back, too.
 */
export async function awaitReply(options: AwaitOptions): Promise<void> {
  const { live, queue, openQuestion, awaited, look, isWell, page, clock, random, signal } = options;
  /** Also one of which the history says nothing, or nothing yet. */
  const question = computed(() => {
    const [waiting] = queue.messages.value;
    const last = waiting === undefined ? live.settled.value.at(-1) : waiting;
    const isAsked = waiting === undefined || queue.isDoubtful(waiting);
    return live.turn.value === null && last?.role === "user" && isAsked ? last : null;
  });

  // The backend's clock, which may have written the date, need not agree with this one.
  const wasAskedLately = [openQuestion.askedAt(), Date.parse(question.peek()?.createdAt ?? "")].some(
    (at) => Math.abs(clock.now() - at) < LATELY,
  );
  if (awaited.peek() !== null || !wasAskedLately) return;
  awaited.value = question;
  const isAwaited = () => awaited.peek() === question && question.peek() !== null;

  let delay = 0;
  for (let attempt = 1; attempt <= MAX_ATTEMPTS && isAwaited(); attempt++) {
    delay = recoveryDelay(attempt, delay, random);
    do {
      await sight(page, signal);
      await pause(clock, delay, signal);
    } while (!isInSight(page) && !signal.aborted);
    if (signal.aborted) return;
    if (isAwaited() && isWell()) await look();
  }
  if (awaited.peek() === question) awaited.value = null;
}

const isInSight = (page: Pick<PageLife, "isVisible" | "isOnline">) => page.isVisible() && page.isOnline();

/** Resolves as soon as the page is in sight and the device has a network, and when the signal fires. */
function sight(page: AwaitOptions["page"], signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const stopListening = page.listen(look);
    signal.addEventListener("abort", conclude, { once: true });
    function look() {
      if (isInSight(page)) conclude();
    }
    function conclude() {
      stopListening();
      signal.removeEventListener("abort", conclude);
      resolve();
    }
    look();
  });
}
