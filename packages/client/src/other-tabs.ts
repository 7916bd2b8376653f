import { effect } from "@preact/signals-core";
import type { History } from "./history.js";
import type { LiveTranscript } from "./live-transcript.js";
import type { LocalTranscript } from "./local-transcript.js";
import type { Queue } from "./queue.js";
import type { Tabs } from "./tabs.js";

export interface OtherTabsOptions {
  readonly tabs: Tabs;
  readonly live: LiveTranscript;
  readonly queue: Queue;
  readonly history: History;
  /** What this browser keeps of the conversation; null where the backend does. */
  readonly kept: LocalTranscript | null;
  readonly readHistory: () => Promise<unknown>;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** Shows what is said in other tabs, and tells them which messages this one has in hand. */
export function attendToOtherTabs(options: OtherTabsOptions): void {
  const { tabs, live, queue, history, kept, readHistory, signal } = options;
  /** Something was said elsewhere that a page of history would show, and a turn that runs here holds up. */
  let isBehind = false;

  async function catchUp(): Promise<void> {
    if (history.state.peek().status === "loaded") await readHistory();
    isBehind = live.turn.peek() !== null;
  }

  const stopWatching = effect(() => {
    if (live.turn.value === null && isBehind) void catchUp();
  });
  const stopListening = tabs.listen((message) => {
    if (message.type === "said") {
      if (live.turn.peek() !== null) isBehind = kept === null;
      else if (kept !== null) live.show(kept.read());
      else void catchUp();
    } else if (message.type === "whose") {
      const held = new Set([live.turn.peek()?.id, ...queue.messages.peek().map(({ id }) => id)]);
      const ids = message.ids.filter((id) => held.has(id));
      if (ids.length > 0) tabs.tell({ type: "mine", ids });
    }
  });
  signal.addEventListener("abort", () => {
    stopWatching();
    stopListening();
  });
}
