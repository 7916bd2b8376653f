import type { ChatFailure } from "./failure.js";
import type { Message, Part } from "./message.js";

/** Why a turn ended well. `input` asks the visitor for something; `stopped` is the visitor's own doing. */
export type FinishReason = "stop" | "length" | "filter" | "tool" | "input" | "stopped" | "other";

/**
 * The language every backend is translated into: nine verbs.
 *
 * `message` names the bubble an event belongs to; without it, the current one. Exactly one of `finish` and
 * `error` ends a turn, and the first error wins over a later `finish`.
 */
export type ChatEvent = {
  readonly message?: string;
} /** A reply begins. `replay` empties the bubble first: the stream repeats it from the start. */ & (
  | { readonly type: "start"; readonly id?: string; readonly replay?: boolean }
  /** Text for a part, which is opened when unseen. `done` closes it. */
  | {
      readonly type: "delta";
      readonly kind: "text" | "reasoning";
      readonly id?: string;
      readonly text: string;
      readonly done?: boolean;
    }
  /** Upserts a part; `append` adds to the named field instead of replacing it. */
  | { readonly type: "part"; readonly part: Part; readonly append?: "inputText" }
  /** A mark to roll back to. */
  | { readonly type: "step" }
  | { readonly type: "reset"; readonly to: "step" | "message" }
  /** Ids and tokens to remember; `token` is where to resume from. */
  | {
      readonly type: "meta";
      readonly conversation?: string;
      readonly token?: string;
      readonly meta?: Readonly<Record<string, unknown>>;
    }
  /** A snapshot of the transcript, pushed by the server. */
  | { readonly type: "history"; readonly messages: readonly Message[] }
  | { readonly type: "finish"; readonly reason: FinishReason }
  | { readonly type: "error"; readonly error: ChatFailure }
);
