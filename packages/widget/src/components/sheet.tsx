import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { BackIcon } from "./icons.js";
import { useWording } from "./panel-context.js";

/** Something that stands over the conversation for a while. The conversation stays as it is beneath. */
export function Sheet(props: { title: string; onClose(): void; children: ComponentChildren }) {
  const { labels } = useWording();
  const sheet = useRef<HTMLElement>(null);

  // What it holds may want the focus for itself, and may have it already.
  useLayoutEffect(() => {
    if (!sheet.current?.matches(":focus-within")) sheet.current?.focus({ preventScroll: true });
  }, []);

  return (
    <section
      part="sheet"
      ref={sheet}
      aria-labelledby="sheet-title"
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.isComposing) return;
        // One thing at a time: the panel stays open.
        event.stopPropagation();
        props.onClose();
      }}
    >
      <div part="sheet-header">
        <button type="button" part="button back" aria-label={labels.back} onClick={props.onClose}>
          <BackIcon />
        </button>
        <h3 part="sheet-title" id="sheet-title">
          {props.title}
        </h3>
      </div>
      {props.children}
    </section>
  );
}
