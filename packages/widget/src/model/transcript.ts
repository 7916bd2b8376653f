import type { HistoryState, Message, ReplyState } from "@chatisle/client";

/** What is on screen at one moment: its parts belong together and change together. */
export interface Transcript {
  readonly messages: readonly Message[];
  readonly reply: ReplyState;
  readonly history: HistoryState;
}

/** What fills the middle of the panel. */
export type TranscriptView = "loading" | "failed" | "empty" | "messages";

/** A conversation is shown as soon as there is a message, whatever its history does. */
export function transcriptView({ messages, reply, history }: Transcript): TranscriptView {
  if (messages.length > 0 || reply.status !== "idle") return "messages";
  switch (history.status) {
    case "idle":
    case "loading":
      return "loading";
    case "failed":
      return "failed";
    default:
      return "empty";
  }
}

/** What stands above the oldest message. */
export type OlderPages =
  | { readonly status: "none" }
  | { readonly status: "available" }
  /** `isFirstPage`: nothing of the history was loaded yet. */
  | { readonly status: "failed"; readonly isFirstPage: boolean };

/** While a page loads, what was above the messages stays there: nothing jumps. */
export function olderPages(previous: OlderPages, history: HistoryState): OlderPages {
  switch (history.status) {
    case "loading":
      return previous;
    case "failed":
      return { status: "failed", isFirstPage: history.cursor === undefined };
    case "loaded":
      return { status: history.cursor === undefined ? "none" : "available" };
    default:
      return { status: "none" };
  }
}

/** Whether the three dots stand at the end: a reply is awaited, and no message of it is there yet. */
export function isAwaitingReply({ messages, reply }: Transcript): boolean {
  const last = messages.at(-1);
  return reply.status === "waiting" && !(last?.role === "assistant" && last.status === "pending");
}
