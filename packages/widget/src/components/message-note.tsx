import type { Message } from "@chatisle/client";
import type { Labels } from "../labels.js";
import type { BannerState } from "../model/banner.js";
import { spaceAfter } from "../model/space-after.js";
import type { MessageVerbs } from "./message-verbs.js";
import { useWording } from "./panel-context.js";

interface MessageNoteProps {
  readonly message: Message;
  readonly isQueued: boolean;
  readonly verbs: MessageVerbs;
}

/** When a message goes that something holds up. */
const SENT_LATER = {
  offline: "sentLater",
  unavailable: "sentLater",
  refused: "sentLater",
  throttled: "sentAfterWait",
  "sign-in": "sentOnceContinued",
  expired: "sentOnceContinued",
  cookies: "sentLater",
} as const satisfies Record<Exclude<BannerState["kind"], "none">, keyof Labels>;

/** What has become of a message, and the way on where it has failed. */
export function MessageNote({ message, isQueued, verbs }: MessageNoteProps) {
  const { labels } = useWording();
  const isUser = message.role === "user";
  const code = message.error?.code;
  // That the browser keeps no cookies is said above: signing in again would not help.
  const isSaid = code === "auth" && verbs.trouble.value === "cookies";
  const why = code && !isSaid && labels.failures[code];
  const retry = (
    <button type="button" part="link-button" onClick={() => void verbs.retry(message.id)}>
      {labels.retry}
    </button>
  );
  switch (message.status) {
    case "pending":
      return isUser ? <SendingNote isQueued={isQueued} trouble={verbs.trouble} /> : null;
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
            {isUser && labels.notSent + spaceAfter(labels.notSent)}
            {why}
          </span>
          <span>
            {retry}
            {isUser && (
              <button type="button" part="link-button" onClick={() => verbs.takeBack(message.id)}>
                {labels.edit}
              </button>
            )}
          </span>
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
  trouble,
}: Pick<MessageNoteProps, "isQueued"> & Pick<MessageVerbs, "trouble">) {
  const { labels } = useWording();
  const { value: kind } = trouble;
  if (kind !== "none") return <p part="meta">{labels[SENT_LATER[kind]]}</p>;
  return isQueued ? <p part="meta">{labels.queued}</p> : <p part="meta meta-sending">{labels.sending}</p>;
}
