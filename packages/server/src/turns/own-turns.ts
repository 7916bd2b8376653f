import { type ConversationKey, keyText } from "../stores/conversation-key.js";
import type { Interruption } from "./interruption.js";
import type { Turn } from "./turn.js";

/** A turn that this instance writes. */
export interface OwnTurn extends Turn {
  readonly conversation: ConversationKey;
  readonly turn: number;
  readonly interruption: Interruption;
}

/** The turns that this instance writes, or will write when those before have ended. */
export interface OwnTurns {
  add(turn: OwnTurn): void;
  remove(turn: OwnTurn): void;
  of(conversation: ConversationKey): readonly OwnTurn[];
  find(conversation: ConversationKey, turn: number): OwnTurn | undefined;
  all(): readonly OwnTurn[];
  count(): number;
}

export function createOwnTurns(): OwnTurns {
  const turns = new Map<string, readonly OwnTurn[]>();
  let count = 0;
  const of = (conversation: ConversationKey) => turns.get(keyText(conversation)) ?? [];
  return {
    add(turn) {
      count += 1;
      turns.set(keyText(turn.conversation), [...of(turn.conversation), turn]);
    },
    remove(turn) {
      count -= 1;
      const rest = of(turn.conversation).filter((own) => own !== turn);
      if (rest.length > 0) turns.set(keyText(turn.conversation), rest);
      else turns.delete(keyText(turn.conversation));
    },
    of,
    find: (conversation, turn) => of(conversation).find((own) => own.turn === turn),
    all: () => [...turns.values()].flat(),
    count: () => count,
  };
}
