import { computed, type ReadonlySignal, signal } from "@preact/signals-core";
import type { ReplyBubbles } from "./begun-reply.js";
import type { ReplyState } from "./chat-client.js";
import { loadReplies } from "./load-replies.js";
import type { ChatEvent, ChatFailure, Message } from "./protocol/index.js";
import { STOP_REASON } from "./stop-reason.js";

/** One question and its reply, while the reply arrives. */
export interface RunningTurn {
  readonly id: string;
  /** Null when the reply to a question that is in the transcript already is followed. */
  readonly question: Message | null;
  readonly reply: ReplyBubbles;
}

/** How a turn ended. */
export interface TurnOutcome {
  /** Whether the backend showed, by any sign of a reply, that it has the question. */
  readonly isAccepted: boolean;
  readonly failure: ChatFailure | null;
  /** The question, if there is one, and the reply's bubbles. */
  readonly messages: readonly Message[];
}

/** Runs one turn at a time. */
export interface TurnRunner {
  readonly turn: ReadonlySignal<RunningTurn | null>;
  readonly state: ReadonlySignal<ReplyState>;
  /** Where the last reply broke off, for a backend from which it can be followed further. */
  readonly resumeToken: () => string | undefined;
  /**
   * Follows a turn's events to their end. The turn stays until `conclude` is called, so that its messages move into
   * the transcript without a moment in which they are nowhere.
   */
  run(
    turn: RunningTurn,
    events: (abort: AbortSignal) => AsyncIterable<ChatEvent>,
    onAccepted?: () => void,
  ): Promise<TurnOutcome>;
  conclude(): void;
  /** Ends the running turn; its text so far is kept. */
  stop(): void;
  /** Lets go of the running turn, whose connection went with its page: what it was stays as it is. */
  abandon(): void;
}

/** @param disposal - Aborts whatever runs. */
export function createTurnRunner(disposal: AbortSignal): TurnRunner {
  const turn = signal<RunningTurn | null>(null);
  let abort = new AbortController();
  let resumeToken: string | undefined;

  const state = computed<ReplyState>(() => {
    const running = turn.value;
    if (running === null) return { status: "idle" };
    const bubble = running.reply.messages.at(-1);
    return bubble === undefined || bubble.status === "pending"
      ? { status: "waiting", turnId: running.id }
      : { status: "streaming", turnId: running.id, messageId: bubble.id };
  });

  return {
    turn,
    state,
    resumeToken: () => resumeToken,
    async run(begun, events, onAccepted) {
      let running = begun;
      let isAccepted = false;
      let failure: ChatFailure | null = null;
      turn.value = running;
      abort = new AbortController();
      const loaded = await loadReplies();
      // A reply that could not be read is not asked for.
      if (!loaded.ok) return { isAccepted, failure: loaded.failure, messages: [] };
      const { applyEvent } = loaded.value;
      for await (const event of events(AbortSignal.any([abort.signal, disposal]))) {
        // The page is going: this end says nothing about what the backend has.
        if (disposal.aborted) break;
        if (abort.signal.reason === ABANDONED || (event.type === "error" && event.error.code === "aborted")) {
          failure = ABANDONED;
          break;
        }
        if (event.type === "error") {
          failure = event.error;
          // Nothing came: that is for the question to say, not for an empty reply.
          if (!isAccepted) continue;
        }
        if (!isAccepted) {
          isAccepted = true;
          onAccepted?.();
          if (running.question !== null)
            running = { ...running, question: { ...running.question, status: "done" } };
        }
        if (event.type === "start") resumeToken = undefined;
        if (event.type === "meta") resumeToken = event.token ?? resumeToken;
        running = { ...running, reply: applyEvent(running.reply, event) };
        turn.value = running;
      }
      const asked = running.question === null ? [] : [running.question];
      return { isAccepted, failure, messages: [...asked, ...running.reply.messages] };
    },
    conclude() {
      turn.value = null;
    },
    stop: () => abort.abort(STOP_REASON),
    abandon: () => abort.abort(ABANDONED),
  };
}

const ABANDONED: ChatFailure = {
  code: "aborted",
  message: "The page was left before the reply was complete.",
  isRetryable: true,
};
