import { type Message, textOf } from "@chatisle/client";
import type { ComponentChildren, RefObject } from "preact";
import { CopyButton } from "./copy-button.js";
import { useIsPainted } from "./first-paint.js";
import { EditIcon, RegenerateIcon, ThumbDownIcon, ThumbUpIcon } from "./late-icons.js";
import { MessageTime } from "./message-time.js";
import type { MessageVerbs } from "./message-verbs.js";
import { useWording } from "./panel-context.js";

interface MessageActionsProps {
  readonly message: Message;
  readonly isOpen: boolean;
  readonly verbs: MessageVerbs;
  readonly editButton: RefObject<HTMLButtonElement>;
  onEdit(): void;
}

/** What can be done with a message that is done, and when it was written. */
export function MessageActions({ message, isOpen, verbs, editButton, onEdit }: MessageActionsProps) {
  const { labels } = useWording();
  const isPainted = useIsPainted();
  const { id, role, status } = message;
  const can = verbs.capabilities.value;
  const isOver = status === "done" || status === "stopped" || status === "interrupted";
  const hasText = textOf(message) !== "";
  if (!isPainted) return <div part="actions" />;
  return (
    <div part="actions">
      {isOver && hasText && <CopyButton text={() => textOf(message)} label={labels.copy} />}
      {isOver && role === "user" && isOpen && can.has("edit") && (
        <Action label={labels.editMessage} button={editButton} onClick={onEdit}>
          <EditIcon />
        </Action>
      )}
      {isOver && role === "assistant" && isOpen && can.has("regenerate") && (
        <Action label={labels.regenerate} onClick={() => verbs.regenerate(id)}>
          <RegenerateIcon />
        </Action>
      )}
      {isOver && role === "assistant" && hasText && can.has("feedback") && (
        <Rating message={message} verbs={verbs} />
      )}
      <MessageTime at={message.createdAt} />
    </div>
  );
}

function Rating({ message, verbs }: Pick<MessageActionsProps, "message" | "verbs">) {
  const { labels } = useWording();
  const rate = (value: 1 | -1) => void verbs.rate(message.id, message.rating === value ? 0 : value);
  return (
    <>
      <Action label={labels.goodReply} isPressed={message.rating === 1} onClick={() => rate(1)}>
        <ThumbUpIcon />
      </Action>
      <Action label={labels.badReply} isPressed={message.rating === -1} onClick={() => rate(-1)}>
        <ThumbDownIcon />
      </Action>
    </>
  );
}

function Action(props: {
  label: string;
  isPressed?: boolean;
  button?: RefObject<HTMLButtonElement>;
  onClick(): void;
  children: ComponentChildren;
}) {
  return (
    <button
      type="button"
      ref={props.button ?? null}
      part={`button action${props.isPressed ? " action-pressed" : ""}`}
      aria-label={props.label}
      aria-pressed={props.isPressed}
      title={props.label}
      onClick={props.onClick}
    >
      {props.children}
    </button>
  );
}
