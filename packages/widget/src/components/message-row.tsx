import { type Message, textOf } from "@chatisle/client";
import { useRef } from "preact/hooks";
import { sameList, sourcesOf } from "../model/source-parts.js";
import { MessageText } from "./message-text.js";
import { MessageTime } from "./message-time.js";
import { useWording } from "./panel-context.js";
import { ReplyText } from "./reply-text.js";
import { Sources } from "./sources.js";
import { Typing } from "./typing.js";

export interface MessageActions {
  onRetry(messageId: string): void;
  onEdit(messageId: string): void;
}

/**
 * One message. It reads a signal (the wording), so that it is rendered again only for that or for other props: a
 * message that is done costs nothing while the next one streams.
 *
 * @param props.isRun - Whether the message before is of the same speaker.
 */
export function MessageRow(props: { message: Message; isRun: boolean; actions: MessageActions }) {
  const { labels } = useWording();
  const { message, isRun, actions } = props;
  const isUser = message.role === "user";
  const text = textOf(message);
  const sources = useRef(sourcesOf(message));
  sources.current = sameList(sources.current, sourcesOf(message));
  return (
    <article
      part={`message message-${message.role} message-${message.status}${isRun ? " message-run" : ""}`}
      data-id={message.id}
    >
      <span part="hidden">{isUser ? labels.speakerVisitor : labels.speakerAssistant}</span>
      {text !== "" && (
        <div part={isUser ? "bubble" : "body"}>
          {isUser ? (
            <MessageText text={text} />
          ) : (
            <ReplyText
              text={text}
              isStreaming={message.status === "streaming"}
              sources={sources.current}
              images="own"
            />
          )}
        </div>
      )}
      {text === "" && !isUser && (message.status === "pending" || message.status === "streaming") && (
        <Typing />
      )}
      <Sources sources={sources.current} />
      <MessageStatusLine message={message} actions={actions} />
      <MessageTime at={message.createdAt} />
    </article>
  );
}

function MessageStatusLine({ message, actions }: { message: Message; actions: MessageActions }) {
  const { labels } = useWording();
  const isUser = message.role === "user";
  const retry = (
    <button type="button" part="link-button" onClick={() => actions.onRetry(message.id)}>
      {labels.retry}
    </button>
  );
  switch (message.status) {
    case "pending":
      return isUser ? <p part="meta meta-sending">{labels.sending}</p> : null;
    case "stopped":
      return <p part="meta">{labels.stopped}</p>;
    case "interrupted":
      return (
        <p part="meta meta-error">
          <span>{labels.interrupted}</span>
          {retry}
        </p>
      );
    case "error":
      return (
        <p part="meta meta-error">
          <span>
            {isUser && `${labels.notSent} `}
            {message.error && labels.failures[message.error.code]}
          </span>
          {retry}
          {isUser && (
            <button type="button" part="link-button" onClick={() => actions.onEdit(message.id)}>
              {labels.edit}
            </button>
          )}
        </p>
      );
    default:
      return null;
  }
}
