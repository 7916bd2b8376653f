import { useEffect, useRef } from "preact/hooks";
import { hasMarkdown } from "../model/has-markdown.js";
import { lateModule } from "../model/late-module.js";
import type { MarkdownProps } from "./markdown/markdown.js";
import { MessageText } from "./message-text.js";

const markdown = lateModule(() => import("./markdown/markdown.js"));

/** The words of a reply. They are plain paragraphs until what renders markdown is there. */
export function ReplyText(props: MarkdownProps) {
  const { text, isStreaming } = props;
  const isMarkdown = useRef(false);
  // A text that has become markdown stays it.
  isMarkdown.current ||= hasMarkdown(text);
  const isWanted = isMarkdown.current;
  useEffect(() => {
    if (isWanted) markdown.load();
  }, [isWanted]);
  const loading = markdown.state.value;
  if (loading.status !== "loaded" || !isMarkdown.current)
    return <MessageText text={text} isStreaming={isStreaming} />;
  return <loading.module.Markdown {...props} />;
}
