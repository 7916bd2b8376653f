import { longText } from "./long-text.js";

/** A message's text as paragraphs, which an empty line separates. Other line breaks stay as they are. */
export function MessageText({ text, isStreaming = false }: { text: string; isStreaming?: boolean }) {
  const paragraphs = text.trim().split(/\n[^\S\n]*\n\s*/);
  return (
    <div part="text">
      {paragraphs.map((paragraph, index) => (
        // A stream only adds to the end, so a paragraph keeps its place.
        <p key={index}>
          {longText(paragraph)}
          {isStreaming && index === paragraphs.length - 1 && <span part="caret" />}
        </p>
      ))}
    </div>
  );
}
