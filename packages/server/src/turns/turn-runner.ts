import { type ConversationKey, keyText } from "../stores/conversation-key.js";
import type { StoredMessage } from "../stores/store.js";
import { endedTurn } from "./ended-turn.js";
import { followTurn } from "./followed-turn.js";
import { createInterruption } from "./interruption.js";
import { endLostTurn } from "./lost-turn.js";
import { createOwnTurns, type OwnTurn } from "./own-turns.js";
import { runTurn, type TurnDependencies } from "./run-turn.js";
import type { Turn } from "./turn.js";
import { createTurnChanges } from "./turn-changes.js";
import { createTurnLeases, LEASE_MS } from "./turn-leases.js";
import { createTurnLog } from "./turn-log.js";
import { turnOfSequence } from "./turn-sequence.js";

/** Which turns of a visitor: all, those of a conversation, or the one that answers a message. */
export type TurnSelection = Pick<ConversationKey, "owner"> & {
  readonly id?: string;
  readonly messageId?: string;
};

/**
 * Runs turns independently of the requests that ask for them: one at a time within a conversation, in the order they
 * came, over all instances that share the store.
 */
export interface TurnRunner {
  /**
   * Starts a turn for a stored message, joins the one there is, or repeats the reply there is.
   * @param wish - The id of a wish for another reply than the one there is.
   * @returns null when too many are waiting in this conversation.
   */
  join(conversation: ConversationKey, message: StoredMessage, wish?: string): Promise<Turn | null>;
  /** The turn that runs now. */
  running(conversation: ConversationKey): Promise<Turn | null>;
  /**
   * The turn that an event's sequence number is of, while it runs and for a while after; without one the turn that runs.
   * @returns null when there is nothing after that event any more.
   */
  follow(conversation: ConversationKey, after: number): Promise<Turn | null>;
  /** Whether a further turn would be accepted, as far as this instance knows. */
  hasRoom(conversation: ConversationKey): boolean;
  /** Ends turns and keeps their text, at whichever instance they run. */
  stop(selection: TurnSelection): Promise<void>;
  /** The same, and waits until their replies are stored. */
  stopAll(selection: Omit<TurnSelection, "messageId">): Promise<void>;
  /** How many turns this instance writes. */
  count(): number;
  /** Resolves when this instance writes no turn any more. */
  idle(): Promise<void>;
  /** Interrupts every turn of this instance and waits until all are stored. */
  close(): Promise<void>;
}

/** One that runs and eight that wait: more than a person can type, less than a script can pile up. */
const ROOM = 9;
/** How long a stop at another instance is waited for. */
const STOP_PATIENCE_MS = 5_000;

export function createTurnRunner(dependencies: TurnDependencies): TurnRunner {
  const { store, schedule, onError, newId } = dependencies;
  const instance = newId();
  const own = createOwnTurns();
  const followed = new Map<string, Turn>();
  const closing = new AbortController();
  const endLost = (conversation: ConversationKey, turn: number) =>
    endLostTurn({ conversation, turn }, instance, dependencies);
  const leases = createTurnLeases({
    store,
    instance,
    schedule,
    isNeeded: () => own.count() > 0,
    stop: ({ conversation, turn }) => own.find(conversation, turn)?.interruption.interrupt("stopped"),
    endLost: ({ conversation, turn }) => endLost(conversation, turn),
    onError,
  });
  const changes = createTurnChanges(store, schedule, (conversation) => {
    if (own.of(conversation).length > 0) leases.look();
  });

  function begin(
    conversation: ConversationKey,
    message: StoredMessage,
    opened: { readonly turn: number; readonly earlier: StoredMessage | null; readonly isFirst: boolean },
  ): OwnTurn {
    const { turn, earlier, isFirst } = opened;
    const log = createTurnLog();
    const interruption = createInterruption();
    const outcome = runTurn(
      {
        conversation,
        message,
        turn,
        earlier,
        log,
        interruption,
        isNext: async () => {
          if (!isFirst) await untilFirst(conversation, turn, interruption.signal);
        },
        end: (ending) => leases.end(conversation, turn, ending),
      },
      dependencies,
    ).finally(() => {
      own.remove(begun);
      leases.rest();
    });
    const begun: OwnTurn = {
      id: message.id,
      conversation,
      turn,
      isRepeated: false,
      read: log.read,
      outcome,
      interruption,
    };
    own.add(begun);
    leases.begin();
    return begun;
  }

  /** Waits until every turn before has ended, or until the signal fires. */
  async function untilFirst(conversation: ConversationKey, turn: number, signal: AbortSignal): Promise<void> {
    const watch = changes.watch(conversation);
    signal.addEventListener("abort", watch.close);
    try {
      while (!signal.aborted) {
        const [first] = await store.openTurns(conversation);
        if (first === undefined || first.turn >= turn) return;
        if (first.status === "lost") await endLost(conversation, first.turn);
        else await watch.next();
      }
    } finally {
      signal.removeEventListener("abort", watch.close);
      watch.close();
    }
  }

  /** A turn that runs here or elsewhere, as one more reader of it. */
  function joined(conversation: ConversationKey, turn: number, messageId: string): Turn {
    const mine = own.find(conversation, turn);
    if (mine !== undefined) return { ...mine, isRepeated: true };
    const key = `${keyText(conversation)}\n${turn}`;
    const known = followed.get(key);
    if (known !== undefined) return known;
    const options = { store, watch: changes.watch, endLost, onError, signal: closing.signal };
    const begun = followTurn(conversation, turn, messageId, options);
    followed.set(key, begun);
    begun.outcome.finally(() => followed.delete(key));
    return begun;
  }

  function interrupt({ owner, id, messageId }: TurnSelection): readonly OwnTurn[] {
    const turns = own
      .all()
      .filter(
        (turn) =>
          turn.conversation.owner === owner &&
          (id === undefined || turn.conversation.id === id) &&
          (messageId === undefined || turn.id === messageId),
      );
    for (const { interruption } of turns) interruption.interrupt("stopped");
    return turns;
  }

  async function stop(selection: TurnSelection): Promise<readonly OwnTurn[]> {
    const { owner, id, messageId } = selection;
    const turns = interrupt(selection);
    await store.stopTurns(owner, {
      ...(id !== undefined && { conversation: id }),
      ...(messageId !== undefined && { messageId }),
    });
    return turns;
  }

  /** Waits for turns at other instances, but not for ever. */
  async function untilStopped({ owner, id }: TurnSelection): Promise<void> {
    let cancel = () => {};
    const patience = new Promise<"over">((resolve) => {
      cancel = schedule(STOP_PATIENCE_MS, () => resolve("over"));
    });
    try {
      for (;;) {
        const [open] = await store.openTurns({ owner, ...(id !== undefined && { id }) });
        if (open === undefined) return;
        const { outcome } = joined(open.conversation, open.turn, open.messageId);
        if ((await Promise.race([outcome, patience])) === "over") return;
      }
    } finally {
      cancel();
    }
  }

  /** Whether a turn's instance is gone; if so, the turn has ended now. */
  async function isLost(conversation: ConversationKey, turn: number): Promise<boolean> {
    if (own.find(conversation, turn) !== undefined) return false;
    const open = (await store.openTurns(conversation)).find((other) => other.turn === turn);
    if (open?.status !== "lost") return false;
    await endLost(conversation, turn);
    return true;
  }

  async function join(
    conversation: ConversationKey,
    message: StoredMessage,
    wish?: string,
  ): Promise<Turn | null> {
    const claim = { instance, lease: LEASE_MS, room: ROOM, ...(wish !== undefined && { wish }) };
    const joining = await store.joinTurn(conversation, message.id, claim);
    switch (joining.status) {
      case "settled":
        return endedTurn(message.id, joining.reply);
      case "joined":
        return (await isLost(conversation, joining.turn))
          ? join(conversation, message, wish)
          : joined(conversation, joining.turn, message.id);
      case "opened":
        return begin(conversation, message, joining);
      case "full":
        return null;
    }
  }

  async function running(conversation: ConversationKey): Promise<Turn | null> {
    const [first] = await store.openTurns(conversation);
    return first === undefined ? null : joined(conversation, first.turn, first.messageId);
  }

  return {
    join,
    running,
    async follow(conversation, after) {
      const turn = turnOfSequence(after);
      if (turn === 0) return running(conversation);
      const found = await store.readTurn(conversation, turn, after);
      if (found === null || (found.status === "ended" && found.events.length === 0)) return null;
      return joined(conversation, turn, found.messageId);
    },
    hasRoom: (conversation) => own.of(conversation).length < ROOM,
    async stop(selection) {
      await stop(selection);
    },
    async stopAll(selection) {
      const turns = await stop(selection);
      await Promise.all(turns.map(({ outcome }) => outcome));
      await untilStopped(selection);
    },
    count: own.count,
    async idle() {
      while (own.count() > 0) await Promise.all(own.all().map(({ outcome }) => outcome));
    },
    async close() {
      const turns = own.all();
      for (const { interruption } of turns) interruption.interrupt("closed");
      await Promise.all(turns.map(({ outcome }) => outcome));
      closing.abort();
      leases.close();
      changes.close();
      await Promise.all([...followed.values()].map(({ outcome }) => outcome));
    },
  };
}
