import type { ChatClient } from "@chatisle/client";
import { type ReadonlySignal, type Signal, useComputed, useSignalEffect } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { plural } from "../labels.js";
import type { BannerState } from "../model/banner.js";
import type { Conversation } from "../model/conversation.js";
import { unseenCount } from "../model/follow.js";
import { lateModule } from "../model/late-module.js";
import { DownIcon } from "./icons.js";
import type { MessageLogProps } from "./message-log.js";
import type { MessageVerbs } from "./message-verbs.js";
import { useWording } from "./panel-context.js";
import { showMessage } from "./show-message.js";
import { EmptyState, HistoryFailed, Skeleton } from "./transcript-states.js";
import { type Following, useFollow } from "./use-follow.js";
import { useMessageWindow } from "./use-message-window.js";

/** A visitor who has not written yet, and may never write, needs none of what renders messages. */
const messageLog = lateModule(() => import("./message-log.js"));

/** Nearer than this to the first or the last message in the page, in CSS pixels, further ones are fetched. */
const NEAR = 120;

interface TranscriptProps {
  readonly conversation: Conversation;
  readonly client: ChatClient;
  /** What keeps messages from being sent now. */
  readonly trouble: ReadonlySignal<BannerState["kind"]>;
  /** The id of a message that is to be shown; taken out once it is. */
  readonly found: Signal<string | undefined>;
  onSend(text: string): void;
  /** After a failed message went back into the text field. */
  onTakeBack(): void;
}

/** The scrolling middle of the panel. */
export function Transcript({ conversation, client, trouble, found, onSend, onTakeBack }: TranscriptProps) {
  const { labels } = useWording();
  const { transcript } = conversation;
  const pages = useMessageWindow(transcript, conversation.older, client.loadOlder);
  const following = useFollow(transcript, client, () => pages.window.peek().last === undefined);
  const { log, room, state } = following;

  // Who is at the end, or asks something, has the newest messages before the eyes.
  useSignalEffect(() => {
    if (state.value.status !== "released") pages.reset();
  });

  useSignalEffect(() => {
    const id = found.value;
    if (id === undefined) return;
    found.value = undefined;
    following.release();
    pages.show(id);
    // It is in the page, and nothing covers it, with the next frame.
    requestAnimationFrame(() => log.current && showMessage(log.current, id));
  });

  const shown = useRef(client.conversation.peek());
  useSignalEffect(() => {
    const id = client.conversation.value;
    // A conversation gets its id with its first message, which stays where it is.
    if (shown.current !== "" && id !== shown.current) following.restart();
    shown.current = id;
  });

  const verbs = useMemo<MessageVerbs>(
    () => ({
      capabilities: client.capabilities,
      trouble,
      retry: client.retry,
      edit: client.edit,
      regenerate: client.regenerate,
      rate: client.rate,
      answer: client.answer,
      takeBack(id) {
        client.takeBack(id);
        onTakeBack();
      },
    }),
    [client, trouble, onTakeBack],
  );

  const onScroll = () => {
    following.onScroll();
    const element = log.current;
    if (!element || state.peek().status !== "released") return;
    if (element.scrollTop < NEAR) {
      // What failed is tried again when the visitor says so.
      if (conversation.older.peek().status !== "failed") void pages.older();
    }
    if (element.scrollHeight - element.scrollTop - element.clientHeight < NEAR) pages.newer();
  };

  return (
    <div part="transcript">
      <div
        part="log"
        role="log"
        aria-live="off"
        aria-label={labels.transcript}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        ref={log}
        onScroll={onScroll}
      >
        <div part="log-content">
          <TranscriptContent
            conversation={conversation}
            client={client}
            verbs={verbs}
            pages={pages}
            onSend={onSend}
          />
        </div>
        <div ref={room} />
      </div>
      <JumpPill conversation={conversation} following={following} />
    </div>
  );
}

function TranscriptContent(props: MessageLogProps) {
  const { conversation, client, onSend } = props;
  const view = conversation.view.value;
  const hasDraft = useComputed(() => client.draft.value !== "");
  useEffect(() => {
    if (view === "messages" || hasDraft.value) messageLog.load();
  }, [view, hasDraft.value]);
  const reload = () => void client.reload();
  switch (view) {
    case "loading":
      return <Skeleton />;
    case "failed":
      return <HistoryFailed onRetry={reload} />;
    case "empty":
      return <EmptyState onSend={onSend} />;
    case "messages":
      return <Messages {...props} />;
  }
}

/** Until what renders messages is there, it looks as if they were loading: they are. */
function Messages(props: MessageLogProps) {
  const loading = messageLog.state.value;
  if (loading.status === "loaded") return <loading.module.MessageLog {...props} />;
  return loading.status === "failed" ? <HistoryFailed onRetry={messageLog.load} /> : <Skeleton />;
}

/** The way back to the end, with the number of messages that came meanwhile. */
function JumpPill({ conversation, following }: { conversation: Conversation; following: Following }) {
  const { labels, lang } = useWording();
  const state = following.state.value;
  if (state.status === "following" || following.isEndInSight.value) return null;
  const unseen = unseenCount(state, conversation.transcript.value.messages);
  return (
    <button
      type="button"
      part="pill"
      aria-label={unseen === 0 ? labels.jumpToLatest : undefined}
      onClick={following.toEnd}
    >
      <DownIcon />
      {unseen > 0 && plural(labels.newMessages, unseen, lang)}
    </button>
  );
}
