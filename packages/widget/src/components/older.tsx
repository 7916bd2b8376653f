import type { ReadonlySignal } from "@preact/signals";
import type { OlderPages } from "../model/transcript.js";
import { useWording } from "./panel-context.js";
import { HistoryFailedCard } from "./transcript-states.js";

/** The way to older messages, above the oldest one shown. */
export function Older(props: {
  pages: OlderPages;
  isLoading: ReadonlySignal<boolean>;
  onLoad(): void;
  onReload(): void;
}) {
  const { labels } = useWording();
  const isLoading = props.isLoading.value;
  switch (props.pages.status) {
    case "none":
      return null;
    case "failed":
      return <HistoryFailedCard onRetry={props.pages.isFirstPage ? props.onReload : props.onLoad} />;
    case "available":
      return (
        // Not disabled while it loads: that would drop the focus.
        <button type="button" part="chip older" aria-busy={isLoading} onClick={props.onLoad}>
          {isLoading ? labels.loadingOlder : labels.loadOlder}
        </button>
      );
  }
}

/** The way to newer messages, which have left the page while older ones came. */
export function Newer({ onLoad }: { onLoad(): void }) {
  const { labels } = useWording();
  return (
    <button type="button" part="chip newer" onClick={onLoad}>
      {labels.loadNewer}
    </button>
  );
}
