import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { highlight } from "../../model/highlight.js";
import { adoptStyle } from "../../skin/adopt-style.js";
import css from "../../skin/highlighted-code.css?inline";

/** Code in colours. Code of an unknown language is as it was written. */
export function HighlightedCode({ text, language }: { text: string; language: string }) {
  const root = useRef<HTMLElement>(null);
  useLayoutEffect(() => adoptStyle(root.current, css), []);
  const pieces = useMemo(() => highlight(text, language) ?? [text], [text, language]);
  return (
    <code ref={root}>
      {pieces.map((piece, index) =>
        typeof piece === "string" ? (
          piece
        ) : (
          <span key={index} part={`code-${piece.kind}`}>
            {piece.text}
          </span>
        ),
      )}
    </code>
  );
}
