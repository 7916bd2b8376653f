import type { ChatClient, ConversationSummary } from "@chatisle/client";
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { relativeTime } from "../model/relative-time.js";
import { adoptStyle } from "../skin/adopt-style.js";
import css from "../skin/conversation-list.css?inline";
import { RemoveIcon } from "./late-icons.js";
import { useWording } from "./panel-context.js";

export interface ConversationListProps {
  readonly client: Pick<
    ChatClient,
    | "conversation"
    | "conversations"
    | "loadConversations"
    | "loadMoreConversations"
    | "openConversation"
    | "removeConversation"
  >;
  /** After a conversation was chosen. */
  onOpen(): void;
}

/** The visitor's conversations, the latest first. */
export function ConversationList({ client, onOpen }: ConversationListProps) {
  const { labels } = useWording();
  const list = useRef<HTMLDivElement>(null);
  const state = client.conversations.value;

  useEffect(() => {
    adoptStyle(list.current, css);
    void client.loadConversations();
  }, [client]);

  const items = "items" in state ? state.items : [];
  const open = (id: string) => {
    void client.openConversation(id);
    onOpen();
  };
  return (
    <div part="conversations" ref={list}>
      <ul part="conversation-list" aria-busy={state.status === "loading"}>
        {items.map((item) => (
          <Row
            key={item.id}
            item={item}
            isCurrent={item.id === client.conversation.value}
            onOpen={() => open(item.id)}
            onRemove={() => void client.removeConversation(item.id)}
          />
        ))}
      </ul>
      {state.status === "loaded" && items.length === 0 && <p part="notice">{labels.noConversations}</p>}
      {state.status === "loading" && items.length === 0 && (
        <p part="notice" role="status">
          {labels.loadingOlder}
        </p>
      )}
      {state.status === "failed" && (
        <div part="card" role="alert">
          <p>{labels.failures[state.failure.code]}</p>
          <button type="button" part="chip" onClick={() => void client.loadConversations()}>
            {labels.retry}
          </button>
        </div>
      )}
      {state.status === "loaded" && state.next !== undefined && (
        <button type="button" part="chip older" onClick={() => void client.loadMoreConversations()}>
          {labels.moreConversations}
        </button>
      )}
    </div>
  );
}

function Row(props: { item: ConversationSummary; isCurrent: boolean; onOpen(): void; onRemove(): void }) {
  const { labels, lang } = useWording();
  const isAsking = useSignal(false);
  const { title, updatedAt } = props.item;
  const name = title || labels.untitledConversation;
  const date = new Date(updatedAt ?? "");
  const isDated = !Number.isNaN(date.getTime());
  return (
    <li part={`conversation${props.isCurrent ? " conversation-current" : ""}`}>
      <button
        type="button"
        part="conversation-open"
        aria-current={props.isCurrent || undefined}
        onClick={props.onOpen}
      >
        <span part="conversation-title" dir="auto">
          {name}
        </span>
        {isDated && (
          <time part="conversation-time" dateTime={date.toISOString()}>
            {relativeTime(date.getTime(), Date.now(), lang)}
          </time>
        )}
      </button>
      {isAsking.value ? (
        // What is deleted is gone: once more, on purpose.
        <button
          type="button"
          part="link-button conversation-confirm"
          ref={(button) => button?.focus()}
          onBlur={() => {
            isAsking.value = false;
          }}
          onClick={props.onRemove}
        >
          {labels.removeConversation}
        </button>
      ) : (
        <button
          type="button"
          part="button conversation-remove"
          aria-label={`${labels.removeConversation}: ${name}`}
          onClick={() => {
            isAsking.value = true;
          }}
        >
          <RemoveIcon />
        </button>
      )}
    </li>
  );
}
