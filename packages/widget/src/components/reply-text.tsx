import { useEffect, useRef } from "preact/hooks";
import { hasMarkdown } from "../model/has-markdown.js";
import { lateModule } from "../model/late-module.js";
import type { MarkdownProps } from "./markdown/markdown.js";
import { MessageText } from "./message-text.js";

const markdown = lateModule(() => import("./markdown/markdown.js"));

/** Loads what renders markdown, before a reply comes that needs it. */
export const loadMarkdown = markdown.load;

/** The words of a reply. They are plain paragraphs until what renders markdown is there. */
export function ReplyText(props: MarkdownProps) {
  const { text, isStreaming } = props;
  const isMarkdown = useRef(false);
  // A text that has become markdown stays it.
  isMarkdown.current ||= hasMarkdown(text);
  useEffect(() => {
    if (isMarkdown.current) markdown.load();
  });
  const loaded = markdown.loaded.value;
  if (!loaded || !isMarkdown.current) return <MessageText text={text} isStreaming={isStreaming} />;
  return <loaded.Markdown {...props} />;
}
