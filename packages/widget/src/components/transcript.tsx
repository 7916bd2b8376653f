import type { ChatClient } from "@chatisle/client";
import { effect, useComputed, useSignal } from "@preact/signals";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { plural } from "../labels.js";
import type { Conversation } from "../model/conversation.js";
import { FOLLOWING, type FollowState, follow, newestReadable, unseenCount } from "../model/follow.js";
import { isAwaitingReply } from "../model/transcript.js";
import { AnchoredList } from "./anchored-list.js";
import { DownIcon } from "./icons.js";
import type { MessageActions } from "./message-row.js";
import { useWording } from "./panel-context.js";
import { EmptyState, HistoryFailed, Older, Skeleton } from "./transcript-states.js";
import { Typing } from "./typing.js";

interface TranscriptProps {
  readonly conversation: Conversation;
  readonly client: Pick<ChatClient, "reload" | "retry" | "takeBack" | "loadOlder">;
  /** After a failed message went back into the text field. */
  onEdit(): void;
}

/** The scrolling middle of the panel. It follows the end while the visitor is there, and holds still otherwise. */
export function Transcript({ conversation, client, onEdit }: TranscriptProps) {
  const { labels } = useWording();
  const log = useRef<HTMLDivElement>(null);
  const lastTop = useRef(0);
  const following = useSignal<FollowState>(FOLLOWING);
  const { transcript } = conversation;

  const actions = useMemo<MessageActions>(
    () => ({
      onRetry: (id) => void client.retry(id),
      onEdit(id) {
        client.takeBack(id);
        onEdit();
      },
    }),
    [client, onEdit],
  );

  const toEnd = () => {
    const element = log.current;
    if (!element) return;
    element.scrollTop = element.scrollHeight;
    // Its event comes a frame later, and by then the visitor may have scrolled from here.
    lastTop.current = element.scrollTop;
  };

  // Whatever changes a height keeps the end in sight: a delta, a late font, the keyboard of a phone.
  useLayoutEffect(() => {
    const element = log.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      if (following.peek().status === "following") toEnd();
    });
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    return () => observer.disconnect();
  }, []);

  // A visitor who has just written wants to see it.
  const newestOwn = useComputed(() => transcript.value.messages.findLast(({ role }) => role === "user")?.id);
  useLayoutEffect(
    () =>
      effect(() => {
        if (newestOwn.value !== undefined) following.value = FOLLOWING;
      }),
    [],
  );

  const onScroll = () => {
    const element = log.current;
    if (!element) return;
    const { scrollTop, scrollHeight, clientHeight } = element;
    following.value = follow(following.peek(), {
      type: "scrolled",
      distance: scrollHeight - scrollTop - clientHeight,
      isUpward: scrollTop < lastTop.current,
      newest: newestReadable(transcript.peek().messages),
    });
    element.toggleAttribute("data-scrolled", scrollTop > 0);
    lastTop.current = scrollTop;
  };

  const jump = () => {
    following.value = follow(following.peek(), { type: "end-wanted" });
    log.current?.scrollTo({ top: log.current.scrollHeight, behavior: "smooth" });
    log.current?.focus({ preventScroll: true });
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
          <TranscriptContent conversation={conversation} client={client} actions={actions} />
        </div>
      </div>
      <JumpPill conversation={conversation} following={following} onJump={jump} />
    </div>
  );
}

function TranscriptContent(
  props: Pick<TranscriptProps, "conversation" | "client"> & { actions: MessageActions },
) {
  const { conversation, client, actions } = props;
  const reload = () => void client.reload();
  switch (conversation.view.value) {
    case "loading":
      return <Skeleton />;
    case "failed":
      return <HistoryFailed onRetry={reload} />;
    case "empty":
      return <EmptyState />;
    case "messages":
      return (
        <>
          <AnchoredList
            messages={conversation.transcript.value.messages}
            actions={actions}
            top={
              <Older pages={conversation.older.value} onLoad={() => client.loadOlder()} onReload={reload} />
            }
          />
          {isAwaitingReply(conversation.transcript.value) && <Typing />}
        </>
      );
  }
}

function JumpPill(props: {
  conversation: Conversation;
  following: { readonly value: FollowState };
  onJump(): void;
}) {
  const { labels, lang } = useWording();
  const state = props.following.value;
  if (state.status === "following") return null;
  const unseen = unseenCount(state, props.conversation.transcript.value.messages);
  return (
    <button
      type="button"
      part="pill"
      aria-label={unseen === 0 ? labels.jumpToLatest : undefined}
      onClick={props.onJump}
    >
      <DownIcon />
      {unseen > 0 && plural(labels.newMessages, unseen, lang)}
    </button>
  );
}
