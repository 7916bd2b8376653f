import type { ChatClient } from "@chatisle/client";
import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import type { Labels } from "../labels.js";
import { type Announcement, announcement, joinAnnouncements } from "./announcement.js";
import { browserFrames, type Frames, frameBatched } from "./frame-batched.js";
import {
  type OlderPages,
  olderPages,
  type Transcript,
  type TranscriptView,
  transcriptView,
} from "./transcript.js";

/** A client's conversation as the panel shows it. */
export interface Conversation {
  readonly transcript: ReadonlySignal<Transcript>;
  readonly view: ReadonlySignal<TranscriptView>;
  readonly older: ReadonlySignal<OlderPages>;
  readonly isReplying: ReadonlySignal<boolean>;
  readonly announcement: ReadonlySignal<Announcement>;
  dispose(): void;
}

export function createConversation(
  client: ChatClient,
  labels: ReadonlySignal<Labels>,
  frames: Frames = browserFrames,
): Conversation {
  const current = computed<Transcript>(() => ({
    messages: client.messages.value,
    reply: client.reply.value,
    history: client.history.value,
  }));
  const batched = frameBatched(() => current.value, frames);
  const transcript = batched.signal;

  const said = signal<Announcement>({});
  let before = current.peek();
  /** What is said with the next frame. A quick reply begins and ends before it. */
  let due: Announcement | null = null;
  const stopListening = effect(() => {
    const after = current.value;
    const next = announcement(before, after, labels.peek());
    before = after;
    if (next) due = due ? joinAnnouncements(due, next, labels.peek()) : next;
  });
  const stopAnnouncing = effect(() => {
    if (transcript.value && due) said.value = due;
    due = null;
  });

  let previous: OlderPages = { status: "none" };
  const older = computed(() => {
    previous = olderPages(previous, transcript.value.history);
    return previous;
  });

  return {
    transcript,
    view: computed(() => transcriptView(transcript.value)),
    older,
    // Read from the client, not once per frame: a button that lags behind is pressed twice.
    isReplying: computed(() => client.reply.value.status !== "idle"),
    announcement: said,
    dispose() {
      stopListening();
      stopAnnouncing();
      batched.dispose();
    },
  };
}
