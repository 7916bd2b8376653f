import { batch, type ReadonlySignal, signal } from "@preact/signals-core";
import type { ReplyState } from "./chat-client.js";
import type { OpenQuestion } from "./open-question.js";
import type { ChatEvent, ChatFailure, Message } from "./protocol/index.js";
import { createTurnRunner, type RunningTurn, type TurnOutcome } from "./running-turn.js";
import type { Tabs } from "./tabs.js";

/** A turn to be run, and where it stands in the transcript. */
export interface TurnPlan {
  readonly turn: RunningTurn;
  /** Messages from this place on leave the transcript; they come back when the backend does not accept the turn. */
  readonly place: number;
  readonly events: (abort: AbortSignal) => AsyncIterable<ChatEvent>;
  /** Called in one batch with the turn's beginning. */
  readonly onStart?: () => void;
  readonly onAccepted?: () => void;
  /** What to do about a turn that was not accepted, in one batch with its end. */
  readonly onRefused?: (failure: ChatFailure | null) => Promise<() => void>;
}

/** What was said and what is being said. One turn runs at a time. */
export interface LiveTranscript {
  /** What was said, without the running turn. */
  readonly settled: ReadonlySignal<readonly Message[]>;
  readonly turn: ReadonlySignal<RunningTurn | null>;
  readonly reply: ReadonlySignal<ReplyState>;
  /** Counts what may change the backend's history: a page of it is as old as the count when it was asked for. */
  readonly changes: () => number;
  /** Where the last reply broke off, for a backend from which it can be followed further. */
  readonly resumeToken: () => string | undefined;
  show(messages: readonly Message[]): void;
  /** Changes the message with this id, where it is there. */
  change(id: string, to: (message: Message) => Message): void;
  /** Null: the conversation was left before the turn ended, which says nothing about what the backend has. */
  run(plan: TurnPlan): Promise<TurnOutcome | null>;
  stop(): void;
  /** Lets go of the running turn, whose connection went with its page. Resolves once no turn runs. */
  abandon(): Promise<void>;
}

/** @param disposal - Aborts whatever runs. */
export function createLiveTranscript(
  tabs: Tabs,
  openQuestion: OpenQuestion,
  disposal: AbortSignal,
): LiveTranscript {
  const turns = createTurnRunner(disposal);
  const settled = signal<readonly Message[]>([]);
  let changes = 0;
  let ended: Promise<unknown> = Promise.resolve();

  async function follow({
    turn,
    place,
    events,
    onStart,
    onAccepted,
    onRefused,
  }: TurnPlan): Promise<TurnOutcome | null> {
    const replaced = settled.peek().slice(place);
    openQuestion.note();
    // In one batch, so that no message is at any moment nowhere.
    const ending = batch(() => {
      onStart?.();
      settled.value = settled.peek().slice(0, place);
      return turns.run(turn, events, onAccepted);
    });
    const outcome = await ending;
    changes += 1;
    if (disposal.aborted) return null;
    openQuestion.settle(outcome.failure);
    const undo = outcome.isAccepted ? undefined : await onRefused?.(outcome.failure);
    batch(() => {
      settled.value = [...settled.peek(), ...(outcome.isAccepted ? outcome.messages : replaced)];
      undo?.();
      turns.conclude();
    });
    if (outcome.isAccepted) tabs.tell({ type: "said" });
    return outcome;
  }

  return {
    settled,
    turn: turns.turn,
    reply: turns.state,
    changes: () => changes,
    resumeToken: turns.resumeToken,
    stop: turns.stop,
    async abandon() {
      turns.abandon();
      await ended;
    },
    show(messages) {
      settled.value = messages;
    },
    change(id, to) {
      settled.value = settled.peek().map((message) => (message.id === id ? to(message) : message));
    },
    run(plan) {
      const running = follow(plan);
      ended = running;
      return running;
    },
  };
}
