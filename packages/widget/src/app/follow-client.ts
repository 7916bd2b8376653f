import type { ChatClient } from "@chatisle/client";
import { computed, effect, type ReadonlySignal, type Signal, signal, untracked } from "@preact/signals";
import type { PanelOptions } from "../element/element-options.js";
import type { WidgetEvent } from "../element/widget-event.js";
import { type ChatMoment, eventsBetween } from "./chat-events.js";
import { badgedTitle } from "./title-badge.js";
import { createUnread } from "./unread.js";
import type { VisitMemory } from "./visit-memory.js";

export interface FollowClientOptions {
  readonly client: ChatClient;
  readonly isOpen: ReadonlySignal<boolean>;
  readonly options: ReadonlySignal<PanelOptions>;
  /** Gets the number of replies that the visitor has not seen. */
  readonly unread: Signal<number>;
  readonly memory: VisitMemory;
  readonly tell: (event: WidgetEvent) => void;
  /** Ends the following. */
  readonly stop: AbortSignal;
}

/** Takes what happens in a client out to the page: events, unread replies, the page's title, a sound. */
export function followClient(follow: FollowClientOptions): void {
  const { client, isOpen, options, memory, tell, stop } = follow;
  const isPageVisible = followVisibility(stop);
  const isSeen = computed(() => isOpen.value && isPageVisible.value);

  const unread = createUnread({ client, isSeen, memory });
  const stopCounting = effect(() => {
    const count = unread.count.value;
    if (count === follow.unread.peek()) return;
    follow.unread.value = count;
    untracked(() => tell({ type: "unread", count }));
  });

  const stopTitle = effect(() => {
    const isWanted = options.value.hasTitleBadge && !isPageVisible.value;
    const title = badgedTitle(document.title, isWanted ? unread.count.value : 0);
    if (title !== document.title) document.title = title;
  });

  const moment = computed<ChatMoment>(() => ({
    session: client.session.value.status,
    conversation: client.conversation.value,
    messages: client.messages.value,
    reply: client.reply.value,
  }));
  let before = moment.peek();
  const stopTelling = effect(() => {
    const after = moment.value;
    const events = eventsBetween(before, after);
    before = after;
    untracked(() => {
      for (const event of events) tell(event);
      const hasAnswer = events.some(({ type }) => type === "reply-end");
      if (hasAnswer && !isSeen.value && options.value.hasSound) void playSound();
    });
  });

  stop.addEventListener("abort", () => {
    unread.dispose();
    stopCounting();
    stopTitle();
    stopTelling();
  });
}

function followVisibility(stop: AbortSignal): ReadonlySignal<boolean> {
  const isVisible = signal(document.visibilityState === "visible");
  const update = () => {
    isVisible.value = document.visibilityState === "visible";
  };
  document.addEventListener("visibilitychange", update, { signal: stop });
  return isVisible;
}

/** Few sites want it, so it has a chunk of its own. A sound that cannot be loaded is not missed. */
function playSound(): Promise<void> {
  return import("./reply-sound.js").then(
    (sound) => sound.playReplySound(),
    () => {},
  );
}
