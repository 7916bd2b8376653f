import { batch, computed, type ReadonlySignal, signal } from "@preact/signals-core";
import type { Clock } from "./clock.js";
import type { History } from "./history.js";
import type { LiveTranscript } from "./live-transcript.js";
import { loadReplies } from "./load-replies.js";
import type { OpenQuestion } from "./open-question.js";
import type { PageLife } from "./page-life.js";
import type { AdapterContext, Capability, Message, Protocol } from "./protocol/index.js";
import type { Queue } from "./queue.js";
import type { Resumption } from "./resume-reply.js";
import type { Session } from "./session.js";
import { isOpen, isWell, sessionOf } from "./session-state.js";
import { interruptedByLeaving, mergeHistory } from "./transcript.js";

export interface CatchUpOptions {
  readonly protocol: Protocol;
  readonly context: AdapterContext;
  /** The id of the conversation, once there is one. */
  readonly conversation: () => string | undefined;
  /** Whether the conversation begins now, so that the backend knows nothing of it. */
  readonly isNew: boolean;
  readonly clock: Clock;
  readonly random: () => number;
  readonly signal: AbortSignal;
  readonly session: Session;
  readonly queue: Queue;
  readonly live: LiveTranscript;
  readonly history: History;
  readonly openQuestion: OpenQuestion;
  readonly page: PageLife;
  readonly supports: (capability: Capability) => boolean;
  /** Whether the backend stores messages under the ids they are sent with. */
  readonly keepsIds: () => boolean;
  /** Sends what the visitor wrote while a reply was followed. */
  readonly drain: () => Promise<void>;
}

/** Finds out at the backend what became of what was said. */
export interface CatchUp {
  /** Reads the newest page, settles what it shows to have arrived, and follows a reply that still runs. */
  load(): Promise<void>;
  /** Whether the last load could not tell what became of things, because the session was not known yet. */
  isDue(): boolean;
  /** @returns Whether the history was read. */
  readHistory(): Promise<boolean>;
  /**
   * Follows a reply that runs at the backend: from its start, or, where the backend has told one, from the place at
   * which `cut` broke off.
   */
  resume(cut?: Message): Promise<Resumption>;
  /** Goes on with the last reply when it was cut. */
  follow(): Promise<void>;
  /** The question whose reply is awaited, which may come to the history and nowhere else; null: none is. */
  readonly awaited: ReadonlySignal<Message | null>;
  stopAwaiting(): void;
}

export function createCatchUp(options: CatchUpOptions): CatchUp {
  const { protocol, signal: disposal, session, queue, live, history, supports } = options;
  const underWay = () => live.turn.peek()?.id;
  let isDue = false;
  /** The last question, as long as its reply is awaited. */
  const awaited = signal<ReadonlySignal<Message | null> | null>(null);

  /** What the backend keeps and resumes is in its session answer: before that, a history says too little. */
  function canJudge(): boolean {
    const state = session.state.peek();
    return isOpen(state) || sessionOf(state) !== null;
  }

  async function resume(cut?: Message): Promise<Resumption> {
    if (protocol.resume === undefined || !supports("resume")) return "unknown";
    const loaded = await loadReplies();
    return loaded.ok ? loaded.value.resumeReply(cut, { ...options, resume: protocol.resume }) : "unknown";
  }

  async function readHistory(): Promise<boolean> {
    const asOf = live.changes();
    const page = await history.readNewest();
    if (page === null || disposal.aborted) return false;
    // The running turn is in the transcript already, and perhaps on the page, too.
    if (live.turn.peek() !== null) return true;
    // What was sent since the page was asked for may be missing on it.
    if (asOf !== live.changes()) return readHistory();
    batch(() => {
      if (canJudge()) queue.settleArrived(page, underWay());
      live.show(mergeHistory(live.settled.peek(), page));
    });
    return true;
  }

  /** What both ways to a reply that is not there yet need. */
  const means = { ...options, awaited, readHistory, isWell: () => isWell(session.state.peek()) };

  /** The same, and sends what the visitor wrote meanwhile. */
  async function goOn(cut?: Message): Promise<Resumption> {
    const resumption = await resume(cut);
    void options.drain();
    return resumption;
  }

  async function follow(): Promise<void> {
    const loaded = await loadReplies();
    if (!loaded.ok) return;
    await loaded.value.followCutReply({ ...means, resume: goOn });
  }

  /** Looks for the reply to the last question, which nobody has told of. */
  async function seekReply(): Promise<void> {
    if (history.state.peek().status !== "loaded") return;
    const loaded = await loadReplies();
    if (!loaded.ok) return;
    await loaded.value.awaitReply({
      ...means,
      async look() {
        if ((await goOn()) === "followed") void follow();
        else await readHistory();
      },
    });
  }

  return {
    async load() {
      await queue.adopt(underWay());
      // Nothing was said yet, so the backend has nothing to tell.
      if (options.isNew && live.settled.peek().length === 0) return;
      const isBlind = !canJudge();
      isDue = isBlind;
      await readHistory();
      if (isBlind) return;
      const last = live.settled.peek().at(-1);
      const abandoned = last?.status === "streaming" ? last : undefined;
      const resumption = await resume(abandoned);
      // It may have been cut once more.
      if (resumption === "followed") return void follow();
      const isUnanswered = last?.role === "user" || abandoned !== undefined;
      // A reply that ended between the two requests was in neither answer: then the history has it now.
      if (isUnanswered && resumption === "none") await readHistory();
      if (abandoned !== undefined) {
        live.change(abandoned.id, interruptedByLeaving);
        void follow();
        return;
      }
      const isAwaited = isUnanswered || queue.messages.peek().length > 0;
      if (isAwaited && resumption === "unknown") void seekReply();
    },
    isDue: () => isDue,
    readHistory,
    resume,
    follow,
    awaited: computed(() => awaited.value?.value ?? null),
    stopAwaiting() {
      awaited.value = null;
    },
  };
}
