import type { Message } from "@chatisle/client";
import type { MessageVerbs } from "./message-verbs.js";
import { useWording } from "./panel-context.js";

interface MessageNoteProps {
  readonly message: Message;
  readonly isQueued: boolean;
  readonly verbs: MessageVerbs;
}

/** What has become of a message, and the way on where it has failed. */
export function MessageNote({ message, isQueued, verbs }: MessageNoteProps) {
  const { labels } = useWording();
  const isUser = message.role === "user";
  const why = message.error && labels.failures[message.error.code];
  const retry = (
    <button type="button" part="link-button" onClick={() => void verbs.retry(message.id)}>
      {labels.retry}
    </button>
  );
  switch (message.status) {
    case "pending":
      return isUser ? <SendingNote isQueued={isQueued} isHeldUp={verbs.isHeldUp} /> : null;
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
            {why}
          </span>
          {retry}
          {isUser && (
            <button type="button" part="link-button" onClick={() => verbs.takeBack(message.id)}>
              {labels.edit}
            </button>
          )}
        </p>
      );
    case "done":
      // The reply is whole; what was asked of it then was not done.
      return why ? <p part="meta meta-error">{why}</p> : null;
    case "streaming":
      return null;
  }
}

function SendingNote({
  isQueued,
  isHeldUp,
}: Pick<MessageNoteProps, "isQueued"> & Pick<MessageVerbs, "isHeldUp">) {
  const { labels } = useWording();
  if (isHeldUp.value) return <p part="meta">{labels.sentLater}</p>;
  return isQueued ? <p part="meta">{labels.queued}</p> : <p part="meta meta-sending">{labels.sending}</p>;
}
