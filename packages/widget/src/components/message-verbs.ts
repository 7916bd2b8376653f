import type { ChatClient } from "@chatisle/client";
import type { ReadonlySignal } from "@preact/signals";

/** What can be done with a message. A control is drawn only for a capability that the backend has. */
export interface MessageVerbs
  extends Pick<ChatClient, "capabilities" | "retry" | "edit" | "regenerate" | "rate" | "answer"> {
  /** Takes a failed message back into the text field. */
  takeBack(messageId: string): void;
  /** Whether what is sent now waits for the connection. */
  readonly isHeldUp: ReadonlySignal<boolean>;
}
