import type { ReadonlySignal } from "@preact/signals";
import type { OlderPages } from "../model/transcript.js";
import { usePanelOptions, useWording } from "./panel-context.js";
import { Chips } from "./suggestions.js";

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
export function EmptyState({ onSend }: { onSend(text: string): void }) {
  const { labels } = useWording();
  const { prompts } = usePanelOptions();
  return (
    <div part="middle empty">
      <p part="greeting">{labels.greeting}</p>
      <p part="greeting-help">{labels.greetingHelp}</p>
      {prompts.length > 0 && <Chips label={labels.prompts} texts={prompts} onSend={onSend} />}
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
