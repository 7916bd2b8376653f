import type { ChatClient } from "@chatisle/client";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Conversation } from "../model/conversation.js";
import { rangeOf } from "../model/message-window.js";
import { isAwaitingReply } from "../model/transcript.js";
import { adoptStyle } from "../skin/adopt-style.js";
import messageLogCss from "../skin/message-log.css?inline";
import { AnchoredList } from "./anchored-list.js";
import { FirstPaintProvider, useFirstPaint } from "./first-paint.js";
import type { MessageVerbs } from "./message-verbs.js";
import { Newer, Older } from "./older.js";
import { Suggestions } from "./suggestions.js";
import { Typing } from "./typing.js";
import type { WindowControl } from "./use-message-window.js";

export interface MessageLogProps {
  readonly conversation: Conversation;
  readonly client: Pick<ChatClient, "reload" | "suggestions" | "draft">;
  readonly verbs: MessageVerbs;
  readonly pages: WindowControl;
  onSend(text: string): void;
}

/** The messages that are in the page, and the ways to those before and after them. */
export function MessageLog({ conversation, client, verbs, pages, onSend }: MessageLogProps) {
  const root = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => adoptStyle(root.current, messageLogCss), []);
  const isPainted = useFirstPaint();
  const transcript = conversation.transcript.value;
  const range = rangeOf(pages.window.value, transcript.messages);
  return (
    <div part="message-log" ref={root}>
      <FirstPaintProvider value={isPainted}>
        <AnchoredList
          transcript={transcript}
          range={range}
          verbs={verbs}
          top={
            <Older
              pages={range.from > 0 ? { status: "available" } : conversation.older.value}
              isLoading={pages.isLoading}
              onLoad={() => void pages.older()}
              onReload={() => void client.reload()}
            />
          }
        />
      </FirstPaintProvider>
      {range.to < transcript.messages.length && <Newer onLoad={pages.newer} />}
      {isAwaitingReply(transcript) && <Typing />}
      <Suggestions suggestions={client.suggestions} isReplying={conversation.isReplying} onSend={onSend} />
    </div>
  );
}
