import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { useWording } from "../panel-context.js";

/** Takes files that are dropped anywhere on the panel, and shows that while they are over it. */
export function DropZone({ onFiles }: { onFiles(files: readonly File[]): void }) {
  const { labels } = useWording();
  const anchor = useRef<HTMLSpanElement>(null);
  const isOver = useSignal(false);
  const take = useRef(onFiles);
  take.current = onFiles;
  useLayoutEffect(() => {
    const panel = anchor.current?.closest<HTMLElement>("[part~='panel']");
    if (!panel) return;
    const stop = new AbortController();
    const options = { signal: stop.signal };
    // Entering an element comes before leaving the one around it.
    let depth = 0;
    const onFilesOnly = (handle: (event: DragEvent) => void) => (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      // Otherwise the browser would leave the page for the file.
      event.preventDefault();
      handle(event);
      isOver.value = depth > 0;
    };
    panel.addEventListener(
      "dragenter",
      onFilesOnly(() => depth++),
      options,
    );
    panel.addEventListener(
      "dragleave",
      onFilesOnly(() => depth--),
      options,
    );
    panel.addEventListener(
      "dragover",
      onFilesOnly(() => {}),
      options,
    );
    panel.addEventListener(
      "drop",
      onFilesOnly((event) => {
        depth = 0;
        take.current([...(event.dataTransfer?.files ?? [])]);
      }),
      options,
    );
    return () => stop.abort();
  }, []);
  return (
    <span ref={anchor} part={`drop-zone${isOver.value ? " drop-zone-over" : ""}`} aria-hidden="true">
      {labels.dropFiles}
    </span>
  );
}
