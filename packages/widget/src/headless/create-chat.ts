import { type ChatClient, type ChatClientOptions, createChatClient } from "@chatisle/client";
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { browserClock } from "../app/browser-clock.js";
import { followOnline } from "../app/online.js";
import { type LabelOverrides, mergeLabels } from "../labels.js";
import type { Announcement } from "../model/announcement.js";
import type { BannerState } from "../model/banner.js";
import { createConnection } from "../model/connection.js";
import { createConversation } from "../model/conversation.js";
import type { OlderPages, TranscriptView } from "../model/transcript.js";
import type { StatusLine } from "../model/trouble.js";
import { wordingOf } from "../model/wording.js";

export interface ChatOptions extends ChatClientOptions {
  /** BCP 47, for the words about time and number. Default: the page's language, then English. */
  readonly lang?: string;
  /** Words that replace the English ones. */
  readonly labels?: LabelOverrides;
}

/** A chat without a skin: what there is to show, as signals, and on the client what a visitor can do. */
export interface Chat {
  /** Everything a visitor can do: `send`, `stop`, `retry`, `loadOlder`, `signIn` … */
  readonly client: ChatClient;
  /** Oldest to newest. It changes at most once a frame, however fast a reply arrives. */
  readonly messages: ReadonlySignal<ChatClient["messages"]["value"]>;
  /** What belongs in the place of the messages: these, or that they load, that they cannot be loaded, that there are none. */
  readonly view: ReadonlySignal<TranscriptView>;
  /** What stands above the oldest message. */
  readonly older: ReadonlySignal<OlderPages>;
  readonly isReplying: ReadonlySignal<boolean>;
  /** The connection in one word. */
  readonly status: ReadonlySignal<StatusLine>;
  /** What a visitor is told when something is wrong, in words, and the way on. */
  readonly trouble: ReadonlySignal<BannerState>;
  /** What is to be said to visitors who listen: the texts of two live regions. */
  readonly announcement: ReadonlySignal<Announcement>;
  dispose(): void;
}

/**
 * Starts a chat without a skin. In a browser only.
 * @throws {@link ChatError} `invalid` for an unusable base URL or protocol.
 */
export function createChat({ lang, labels, ...options }: ChatOptions): Chat {
  const client = createChatClient(options);
  const stop = new AbortController();
  const wording = signal(wordingOf(mergeLabels(labels), lang ?? (document.documentElement.lang || "en")));
  const conversation = createConversation(
    client,
    computed(() => wording.value.labels),
  );
  const connection = createConnection({
    client,
    isOnline: followOnline(stop.signal),
    hasCookies: navigator.cookieEnabled,
    wording,
    clock: browserClock,
  });
  void client.start();
  return {
    client,
    messages: computed(() => conversation.transcript.value.messages),
    view: conversation.view,
    older: conversation.older,
    isReplying: conversation.isReplying,
    status: connection.status,
    trouble: connection.banner,
    announcement: conversation.announcement,
    dispose() {
      stop.abort();
      conversation.dispose();
      connection.dispose();
      client.dispose();
    },
  };
}
