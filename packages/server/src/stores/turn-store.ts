import type { ChatEvent } from "@chatisle/client/protocol";
import type { ConversationKey } from "./conversation-key.js";
import type { NewReply, StoredMessage } from "./store.js";

/** An event of a turn with its place in the conversation. */
export interface StoredEvent {
  /** Ascending within the conversation, also over turns and restarts. */
  readonly seq: number;
  readonly event: ChatEvent;
}

/** Who wants to write the reply to a message, and why. */
export interface TurnClaim {
  /** The id of the claiming process: random, another one after a restart. */
  readonly instance: string;
  /** How long the claim holds without {@link TurnStore.keepTurns}, in milliseconds. */
  readonly lease: number;
  /** How many turns may run and wait in this conversation, this one included. */
  readonly room: number;
  /**
   * The id of a wish for another reply than the one there is. A reply that was written for this very wish is the answer
   * to it; every other one is replaced. Absent: a reply that is there is the answer.
   */
  readonly wish?: string;
}

/**
 * What has become of a {@link TurnClaim}.
 *
 * - `settled`: the reply is there already.
 * - `joined`: the turn is being written, or waits, at some instance.
 * - `opened`: the turn is the claimer's to write, under a number that is higher than every one before in this
 *   conversation. `earlier` is the reply that it replaces; unless `isFirst`, others run before it.
 * - `full`: too many wait.
 */
export type TurnJoining =
  | { readonly status: "settled"; readonly reply: StoredMessage }
  | { readonly status: "joined"; readonly turn: number }
  | {
      readonly status: "opened";
      readonly turn: number;
      readonly earlier: StoredMessage | null;
      readonly isFirst: boolean;
    }
  | { readonly status: "full" };

/** `lost`: its instance has not kept its lease, and will not write any more. */
export type TurnStatus = "live" | "lost" | "ended";

/** A turn that runs or waits. */
export interface OpenTurn {
  readonly turn: number;
  /** The id of the visitor's message. */
  readonly messageId: string;
  readonly conversation: ConversationKey;
  readonly status: Exclude<TurnStatus, "ended">;
}

export interface TurnEnding {
  /** The last events, which nobody has appended yet. */
  readonly events: readonly StoredEvent[];
  /** Null: there was nothing to keep. */
  readonly reply: NewReply | null;
}

/** `stop`: somebody wants a turn to be stopped. `events`: there is more to read. */
export type TurnListener = (conversation: ConversationKey, change: "events" | "stop") => void;

/**
 * Keeps the turns that are being written, so that any instance can follow, stop and outlive them. Leases are measured by
 * the store's own clock: the instances' need not agree.
 */
export interface TurnStore {
  joinTurn(conversation: ConversationKey, messageId: string, claim: TurnClaim): Promise<TurnJoining>;
  /** The open turns of a conversation, in their order: the first one runs, the others wait. Without an id: of all. */
  openTurns(of: Pick<ConversationKey, "owner"> & Partial<ConversationKey>): Promise<readonly OpenTurn[]>;
  /** Keeps the leases of an instance's turns. Returns those that somebody wants to be stopped. */
  keepTurns(instance: string, lease: number): Promise<readonly OpenTurn[]>;
  /** Open turns whose lease is over, some of them when they are many. */
  lostTurns(): Promise<readonly OpenTurn[]>;
  /** Adds events to a turn. Nothing happens when it has ended or is gone. */
  appendEvents(conversation: ConversationKey, turn: number, events: readonly StoredEvent[]): Promise<void>;
  /**
   * The events of a turn with a higher `seq`.
   * @returns null when the store knows nothing of the turn: it ended a while ago, or its conversation is gone.
   */
  readTurn(
    conversation: ConversationKey,
    turn: number,
    after: number,
  ): Promise<{
    readonly messageId: string;
    readonly status: TurnStatus;
    readonly events: readonly StoredEvent[];
  } | null>;
  /**
   * Ends a turn and stores its reply, in the place of an earlier one. The turn of another instance only when it is lost.
   * @returns Whether it did. Otherwise somebody else has ended the turn, and nothing is stored.
   */
  endTurn(
    conversation: ConversationKey,
    turn: number,
    instance: string,
    ending: TurnEnding,
  ): Promise<boolean>;
  /** Asks for turns of a visitor to be stopped, by whichever instance runs them: all, or those that are named. */
  stopTurns(
    owner: string,
    which?: { readonly conversation?: string; readonly messageId?: string },
  ): Promise<void>;
  /**
   * Calls the listener soon after the turns of a conversation have changed, by whomever. A change may be told twice, or,
   * while the connection is away, not at all: whoever waits also looks from time to time.
   * @returns Ends it.
   */
  watchTurns(listener: TurnListener): () => void;
}
