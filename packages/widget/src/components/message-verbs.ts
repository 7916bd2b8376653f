import type { ChatClient } from "@chatisle/client";
import type { ReadonlySignal } from "@preact/signals";
import type { BannerState } from "../model/banner.js";

/** What can be done with a message. A control is drawn only for a capability that the backend has. */
export interface MessageVerbs
  extends Pick<ChatClient, "capabilities" | "retry" | "edit" | "regenerate" | "rate" | "answer"> {
  /** Takes a failed message back into the text field. */
  takeBack(messageId: string): void;
  /** What keeps messages from being sent now. */
  readonly trouble: ReadonlySignal<BannerState["kind"]>;
}
