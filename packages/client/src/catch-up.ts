import { batch } from "@preact/signals-core";
import { emptyReply, reopenedReply } from "./begun-reply.js";
import type { Clock } from "./clock.js";
import type { History } from "./history.js";
import type { LiveTranscript } from "./live-transcript.js";
import { loadReplies } from "./load-replies.js";
import type { AdapterContext, Capability, Message, Protocol } from "./protocol/index.js";
import type { Queue } from "./queue.js";
import type { Session } from "./session.js";
import { isWell } from "./session-state.js";
import { toldAnew } from "./told-anew.js";
import { interruptedByLeaving, mergeHistory, placeOf } from "./transcript.js";

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
  /** @returns Whether the history was read. */
  readHistory(): Promise<boolean>;
  /**
   * Follows a reply that runs at the backend: from its start, or, where the backend has told one, from the place at
   * which `cut` broke off.
   * @returns Whether there was one.
   */
  resume(cut?: Message): Promise<boolean>;
  /** Goes on with the last reply when it was cut. */
  follow(): Promise<void>;
}

export function createCatchUp(options: CatchUpOptions): CatchUp {
  const { protocol, context, clock, signal: disposal, session, queue, live, history, supports } = options;
  const underWay = () => live.turn.peek()?.id;

  async function resume(cut?: Message): Promise<boolean> {
    if (protocol.resume === undefined || !supports("resume") || live.turn.peek() !== null) return false;
    const { resume } = protocol;
    const shown = live.settled.peek();
    const conversation = options.conversation();
    const token = cut === undefined ? undefined : live.resumeToken();
    const question = shown.findLast(({ role }) => role === "user");
    const outcome = await live.run({
      turn: {
        id: question?.id ?? context.newId(),
        question: null,
        reply:
          cut === undefined
            ? emptyReply(context.newId(), new Date(clock.now()).toISOString())
            : reopenedReply(cut),
      },
      place: placeOf(shown, cut?.id),
      events(signal) {
        const events = resume(context, {
          ...(conversation !== undefined && { conversation }),
          ...(token !== undefined && { token }),
          signal,
        });
        return cut === undefined || token !== undefined ? events : toldAnew(events);
      },
    });
    return outcome?.isAccepted === true;
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
      queue.settleArrived(page, underWay());
      live.show(mergeHistory(live.settled.peek(), page));
    });
    return true;
  }

  async function follow(): Promise<void> {
    const loaded = await loadReplies();
    if (!loaded.ok) return;
    await loaded.value.followCutReply({
      ...options,
      async resume(cut) {
        const hasMore = await resume(cut);
        void options.drain();
        return hasMore;
      },
      readHistory,
      isWell: () => isWell(session.state.peek()),
    });
  }

  return {
    async load() {
      const adopted = await queue.adopt(underWay());
      // Nothing was said yet, so the backend has nothing to tell.
      if (options.isNew && live.settled.peek().length === 0) return;
      await readHistory();
      if (!options.keepsIds()) queue.doubt(adopted);
      const last = live.settled.peek().at(-1);
      const abandoned = last?.status === "streaming" ? last : undefined;
      if (await resume(abandoned)) return;
      // A reply that ended between the two requests was in neither answer: then the history has it now.
      if ((last?.role === "user" || abandoned !== undefined) && supports("resume")) await readHistory();
      if (abandoned === undefined) return;
      live.change(abandoned.id, interruptedByLeaving);
      void follow();
    },
    readHistory,
    resume,
    follow,
  };
}
