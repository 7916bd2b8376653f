import type { ChatFailure, FinishReason, Part } from "@chatisle/client/protocol";
import type { TurnLog } from "./turn-log.js";

/** A turn that somebody may follow. Following it, or ceasing to, does not change it. */
export interface Turn {
  /** The id of the visitor's message. */
  readonly id: string;
  /** Whether this is not the first answer to the message: it joins a running turn, or repeats a stored reply. */
  readonly isRepeated: boolean;
  readonly read: TurnLog["read"];
  /** Resolves when the turn has ended and its reply is stored. Never rejects. */
  readonly outcome: Promise<TurnOutcome>;
}

/** A reply as it is sent: its text, and the parts beyond. */
export interface ReplyBody {
  readonly id: string;
  readonly text: string;
  readonly parts: readonly Part[];
}

export type TurnOutcome =
  | { readonly status: "replied"; readonly reply: ReplyBody; readonly reason: FinishReason }
  | { readonly status: "failed"; readonly failure: ChatFailure };
