import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

/** A box that scrolls sideways what is too wide for it. It takes the focus only while there is something to scroll. */
export function Scroller(props: { part: string; label: string; children: ComponentChildren }) {
  const box = useRef<HTMLDivElement>(null);
  const isTooWide = useSignal(false);
  useLayoutEffect(() => {
    const element = box.current;
    const content = element?.firstElementChild;
    if (!element || !content) return;
    const measure = () => {
      isTooWide.value = element.scrollWidth > element.clientWidth;
    };
    const observer = new ResizeObserver(measure);
    // It is at least as wide as the box, so it changes with the box as long as it fits.
    observer.observe(content);
    return () => observer.disconnect();
  }, []);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups fields
    <div
      part={props.part}
      ref={box}
      role="group"
      aria-label={props.label}
      tabIndex={isTooWide.value ? 0 : undefined}
    >
      {props.children}
    </div>
  );
}
