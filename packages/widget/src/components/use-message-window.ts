import type { ChatClient } from "@chatisle/client";
import { type ReadonlySignal, useSignal } from "@preact/signals";
import {
  LATEST,
  type MessageWindow,
  rangeOf,
  withMessage,
  withNewer,
  withOlder,
} from "../model/message-window.js";
import type { OlderPages, Transcript } from "../model/transcript.js";

/** The part of the conversation that is in the page, and the ways to its other parts. */
export interface WindowControl {
  readonly window: ReadonlySignal<MessageWindow>;
  readonly isLoading: ReadonlySignal<boolean>;
  /** Brings older messages into the page: those at hand, then those the backend has. */
  older(): Promise<void>;
  newer(): void;
  /** Brings a message into the page. */
  show(id: string): void;
  /** Back to the newest messages. */
  reset(): void;
}

export function useMessageWindow(
  transcript: ReadonlySignal<Transcript>,
  older: ReadonlySignal<OlderPages>,
  loadOlder: ChatClient["loadOlder"],
): WindowControl {
  const window = useSignal<MessageWindow>(LATEST);
  const isLoading = useSignal(false);
  const widen = () => {
    window.value = withOlder(window.peek(), transcript.peek().messages);
  };
  return {
    window,
    isLoading,
    async older() {
      if (isLoading.peek()) return;
      if (rangeOf(window.peek(), transcript.peek().messages).from > 0) return widen();
      if (older.peek().status === "none") return;
      isLoading.value = true;
      await loadOlder();
      // What was loaded is on screen with the next frame.
      requestAnimationFrame(() => {
        isLoading.value = false;
        widen();
      });
    },
    newer() {
      if (window.peek().last === undefined) return;
      window.value = withNewer(window.peek(), transcript.peek().messages);
    },
    show(id) {
      window.value = withMessage(window.peek(), transcript.peek().messages, id);
    },
    reset() {
      window.value = LATEST;
    },
  };
}
