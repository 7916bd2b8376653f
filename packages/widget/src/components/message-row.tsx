import { type Message, textOf } from "@chatisle/client";
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { MessageActions } from "./message-actions.js";
import { MessageEditor } from "./message-editor.js";
import { MessageNote } from "./message-note.js";
import { MessageParts, OwnWords } from "./message-parts.js";
import type { MessageVerbs } from "./message-verbs.js";
import { useWording } from "./panel-context.js";
import { Piece } from "./render-functions.js";

export interface MessageRowProps {
  readonly message: Message;
  /** Whether the message before is of the same speaker. */
  readonly isRun: boolean;
  /** Whether the message after is of the same speaker: then there is no room for actions between the two. */
  readonly isContinued: boolean;
  /** Whether it is the newest message of its speaker, and no reply is arriving: only then can it be asked anew. */
  readonly isOpen: boolean;
  /** Whether it waits for the reply to an earlier message. */
  readonly isQueued: boolean;
  readonly verbs: MessageVerbs;
}

/**
 * One message. It reads a signal (the wording), so that it is rendered again only for that or for other props: a
 * message that is done costs nothing while the next one streams.
 */
export function MessageRow({ message, isRun, isContinued, isOpen, isQueued, verbs }: MessageRowProps) {
  const { labels } = useWording();
  const editing = useSignal<"idle" | "active" | "cancelled">("idle");
  const editButton = useRef<HTMLButtonElement>(null);
  const isUser = message.role === "user";

  // After the rendering that brings the button back.
  useLayoutEffect(() => {
    if (editing.value === "cancelled") editButton.current?.focus({ preventScroll: true });
  }, [editing.value]);

  return (
    <article
      part={`message message-${message.role} message-${message.status}${isRun ? " message-run" : ""}${isOpen ? " message-newest" : ""}`}
      data-id={message.id}
    >
      <span part="hidden">{isUser ? labels.speakerVisitor : labels.speakerAssistant}</span>
      {isUser && editing.value === "active" ? (
        <MessageEditor
          text={textOf(message)}
          onCancel={() => (editing.value = "cancelled")}
          onSave={(text) => {
            if (verbs.edit(message.id, text) !== null) editing.value = "idle";
          }}
        />
      ) : (
        <>
          <Piece name="message" of={{ message }}>
            {isUser ? <OwnWords message={message} /> : <MessageParts message={message} verbs={verbs} />}
          </Piece>
          <MessageNote message={message} isQueued={isQueued} verbs={verbs} />
          {!isContinued && (
            <MessageActions
              message={message}
              isOpen={isOpen}
              verbs={verbs}
              editButton={editButton}
              onEdit={() => (editing.value = "active")}
            />
          )}
        </>
      )}
    </article>
  );
}
