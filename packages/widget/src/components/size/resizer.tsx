import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { PanelSize } from "../../app/panel-size.js";
import { MAX_WIDTH, MIN_WIDTH, widthAfterKey, widthWithin } from "../../model/sidebar-width.js";
import { adoptStyle } from "../../skin/adopt-style.js";
import css from "../../skin/resizer.css?inline";
import { useWording } from "../panel-context.js";

/** Moves the inner edge of a sidebar, with a pointer or with keys. */
export function Resizer({ size }: { size: PanelSize }) {
  const { labels } = useWording();
  const edge = useRef<HTMLDivElement>(null);
  const drag = useRef<{ readonly x: number; readonly width: number } | undefined>(undefined);
  const [width, setWidth] = useState(0);

  useLayoutEffect(() => adoptStyle(edge.current, css), []);

  useEffect(() => {
    const panel = edge.current?.parentElement;
    if (!panel) return;
    // The site decides about the width, too, and may change its mind.
    const observer = new ResizeObserver(() => setWidth(panel.offsetWidth));
    observer.observe(panel);
    return () => observer.disconnect();
  }, []);

  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that moves cannot be an <hr>
    <div
      part="resizer"
      role="separator"
      ref={edge}
      tabIndex={0}
      aria-label={labels.resize}
      aria-orientation="vertical"
      aria-valuemin={MIN_WIDTH}
      aria-valuemax={MAX_WIDTH}
      aria-valuenow={width}
      onDblClick={() => {
        size.width.value = undefined;
      }}
      onKeyDown={(event) => {
        const next = widthAfterKey(event.key, panelWidth(event.currentTarget), outward(event.currentTarget));
        if (next === undefined) return;
        event.preventDefault();
        size.width.value = next;
      }}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        // So that it goes on over the frames of other pages, too.
        event.currentTarget.setPointerCapture(event.pointerId);
        drag.current = { x: event.clientX, width: panelWidth(event.currentTarget) };
      }}
      onPointerMove={(event) => {
        if (!drag.current) return;
        const way = (event.clientX - drag.current.x) * outward(event.currentTarget);
        if (way !== 0) size.width.value = widthWithin(drag.current.width + way);
      }}
      onLostPointerCapture={() => {
        drag.current = undefined;
      }}
    />
  );
}

const panelWidth = (edge: HTMLElement) => edge.parentElement?.offsetWidth ?? 0;

/** Where the edge stands says where it goes when the panel gets wider. */
const outward = (edge: HTMLElement) => (edge.offsetLeft < panelWidth(edge) / 2 ? -1 : 1);
