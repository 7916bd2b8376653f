import { BackendError } from "../backend-error.js";
import { keyText } from "./conversation-key.js";
import {
  conversationsOf,
  type MemoryConversation,
  type MemoryState,
  type MemoryTurn,
  putReply,
} from "./memory-state.js";
import type { OpenTurn, TurnListener, TurnStatus, TurnStore } from "./turn-store.js";

/** How long the events of a turn are kept after its end, for those who are still reading. */
const KEEP_EVENTS_MS = 60_000;

/** The part of the store in memory that keeps turns. */
export function memoryTurns(state: MemoryState, now: () => number): TurnStore {
  const listeners = new Set<TurnListener>();
  const tell: TurnListener = (conversation, change) => {
    for (const listener of listeners) listener(conversation, change);
  };
  const statusOf = ({ endedAt, expiresAt }: MemoryTurn): TurnStatus => {
    if (endedAt !== null) return "ended";
    return expiresAt > now() ? "live" : "lost";
  };

  function openTurns(
    conversations: Iterable<MemoryConversation>,
    isWanted: (turn: MemoryTurn) => boolean = () => true,
  ): readonly OpenTurn[] {
    return [...conversations].flatMap(({ owner, id, turns }) =>
      [...turns].flatMap(([number, turn]) => {
        const status = statusOf(turn);
        if (status === "ended" || !isWanted(turn)) return [];
        return [{ turn: number, messageId: turn.messageId, conversation: { owner, id }, status }];
      }),
    );
  }

  return {
    async joinTurn(key, messageId, { instance, lease, room, wish }) {
      const conversation = state.conversations.get(keyText(key));
      if (conversation === undefined) {
        throw new BackendError("store", "The conversation is not stored. Add a message to it first.");
      }
      for (const [number, { endedAt }] of conversation.turns) {
        if (endedAt !== null && endedAt < now() - KEEP_EVENTS_MS) conversation.turns.delete(number);
      }
      const open = openTurns([conversation]);
      const same = open.find((turn) => turn.messageId === messageId);
      if (same !== undefined) return { status: "joined", turn: same.turn };
      const earlier = conversation.messages.find(({ message }) => message.replyTo === messageId);
      const isWanted = wish === undefined || earlier?.wish === wish;
      if (earlier !== undefined && earlier.message.status !== "interrupted" && isWanted) {
        return { status: "settled", reply: earlier.message };
      }
      if (open.length >= room) return { status: "full" };
      conversation.lastTurn += 1;
      conversation.turns.set(conversation.lastTurn, {
        messageId,
        ...(wish !== undefined && { wish }),
        instance,
        expiresAt: now() + lease,
        isStopped: false,
        endedAt: null,
        events: [],
      });
      return {
        status: "opened",
        turn: conversation.lastTurn,
        earlier: earlier?.message ?? null,
        isFirst: open.length === 0,
      };
    },
    openTurns: async (of) => openTurns(conversationsOf(state, of)),
    async keepTurns(instance, lease) {
      for (const { turns } of state.conversations.values()) {
        for (const turn of turns.values()) if (turn.instance === instance) turn.expiresAt = now() + lease;
      }
      return openTurns(state.conversations.values(), (turn) => turn.instance === instance && turn.isStopped);
    },
    lostTurns: async () => openTurns(state.conversations.values(), (turn) => statusOf(turn) === "lost"),
    async appendEvents(key, number, events) {
      const turn = state.conversations.get(keyText(key))?.turns.get(number);
      const last = turn?.events.at(-1)?.seq ?? 0;
      if (turn?.endedAt === null) turn.events.push(...events.filter(({ seq }) => seq > last));
      tell(key, "events");
    },
    async readTurn(key, number, after) {
      const turn = state.conversations.get(keyText(key))?.turns.get(number);
      if (turn === undefined) return null;
      const events = turn.events.filter(({ seq }) => seq > after);
      return { messageId: turn.messageId, status: statusOf(turn), events };
    },
    async endTurn(key, number, instance, { events, reply }) {
      const conversation = state.conversations.get(keyText(key));
      const turn = conversation?.turns.get(number);
      if (conversation === undefined || turn === undefined || turn.endedAt !== null) return false;
      if (turn.instance !== instance && statusOf(turn) !== "lost") return false;
      turn.events.push(...events);
      turn.endedAt = now();
      if (reply !== null) putReply(conversation, turn, reply);
      tell(key, "events");
      return true;
    },
    async stopTurns(owner, { conversation: id, messageId } = {}) {
      for (const conversation of conversationsOf(state, { owner, ...(id !== undefined && { id }) })) {
        for (const turn of conversation.turns.values()) {
          if (messageId === undefined || turn.messageId === messageId) turn.isStopped = true;
        }
        tell({ owner, id: conversation.id }, "stop");
      }
    },
    watchTurns(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
