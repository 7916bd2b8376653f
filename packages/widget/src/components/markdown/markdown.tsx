import type { PartOf } from "@chatisle/client/protocol";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import type { ImagePolicy } from "../../model/image-target.js";
import { MarkdownBlocks } from "../../model/markdown-blocks.js";
import { adoptStyle } from "../../skin/adopt-style.js";
import markdownCss from "../../skin/markdown.css?inline";
import type { InlineContext } from "./inline.js";
import { SECTION, Section, sectionsOf } from "./section.js";

export interface MarkdownProps {
  readonly text: string;
  readonly isStreaming: boolean;
  /** Compared by identity: pass the same array as long as it holds the same. */
  readonly sources: readonly PartOf<"source">[];
  readonly images: ImagePolicy;
}

/** Markdown as nodes. While it streams, only what has changed is read and rendered again. */
export function Markdown({ text, isStreaming, sources, images }: MarkdownProps) {
  const root = useRef<HTMLDivElement>(null);
  const reader = useMemo(() => new MarkdownBlocks(), []);
  const closed = useMemo<InlineContext>(() => ({ sources, images, isOpen: false }), [sources, images]);
  const open = useMemo<InlineContext>(() => ({ ...closed, isOpen: true }), [closed]);
  useLayoutEffect(() => adoptStyle(root.current, markdownCss), []);

  const blocks = reader.read(text, isStreaming).filter(({ type }) => type !== "space" && type !== "def");
  const last = isStreaming ? blocks.length - 1 : -1;
  return (
    <div part="text markdown" dir="auto" ref={root}>
      {sectionsOf(blocks).map((tokens, index) => (
        // A text grows at its end, so a block keeps its place.
        <Section key={index} tokens={tokens} last={last - index * SECTION} closed={closed} open={open} />
      ))}
    </div>
  );
}
