import { useSignal } from "@preact/signals";
import type { OlderPages } from "../model/transcript.js";
import { useWording } from "./panel-context.js";

/** Two short lines and three long ones where messages will be. It shows itself only if loading takes a moment. */
export function Skeleton() {
  const { labels } = useWording();
  return (
    <div part="skeleton" role="status">
      <span part="hidden">{labels.historyLoading}</span>
      <i data-side="end" />
      <i />
      <i />
      <i data-side="end" />
      <i />
    </div>
  );
}

/** Before the first message. */
export function EmptyState() {
  const { labels } = useWording();
  return (
    <div part="middle empty">
      <p part="greeting">{labels.greeting}</p>
      <p part="greeting-help">{labels.greetingHelp}</p>
    </div>
  );
}

/** In place of a history that could not be loaded. A message can be written all the same. */
export function HistoryFailed({ onRetry }: { onRetry(): void }) {
  return (
    <div part="middle">
      <HistoryFailedCard onRetry={onRetry} />
    </div>
  );
}

function HistoryFailedCard({ onRetry }: { onRetry(): void }) {
  const { labels } = useWording();
  return (
    <div part="card">
      <p>{labels.historyFailed}</p>
      <button type="button" part="chip" onClick={onRetry}>
        {labels.retry}
      </button>
    </div>
  );
}

/** The way to older messages, above the oldest one shown. */
export function Older(props: { pages: OlderPages; onLoad(): Promise<void>; onReload(): void }) {
  const { labels } = useWording();
  const isLoading = useSignal(false);
  const load = async () => {
    if (isLoading.value) return;
    isLoading.value = true;
    await props.onLoad();
    isLoading.value = false;
  };
  switch (props.pages.status) {
    case "none":
      return null;
    case "failed":
      return <HistoryFailedCard onRetry={props.pages.isFirstPage ? props.onReload : load} />;
    case "available":
      return (
        // Not disabled while it loads: that would drop the focus.
        <button type="button" part="chip older" aria-busy={isLoading.value} onClick={load}>
          {isLoading.value ? labels.loadingOlder : labels.loadOlder}
        </button>
      );
  }
}
