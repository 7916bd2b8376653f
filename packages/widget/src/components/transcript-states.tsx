import { usePanelOptions, useWording } from "./panel-context.js";
import { Piece } from "./render-functions.js";
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
    <Piece name="empty" of={{ send: onSend }}>
      <div part="middle empty">
        <p part="greeting">{labels.greeting}</p>
        <p part="greeting-help">{labels.greetingHelp}</p>
        {prompts.length > 0 && <Chips label={labels.prompts} texts={prompts} onSend={onSend} />}
      </div>
    </Piece>
  );
}

/** In place of a history that could not be loaded. A message can be written all the same. */
export function HistoryFailed({ onRetry }: { onRetry(): void }) {
  return (
    <Piece name="error" of={{ problem: "history", retry: onRetry }}>
      <div part="middle">
        <HistoryFailedCard onRetry={onRetry} />
      </div>
    </Piece>
  );
}

/** The same above the messages that are there. */
export function HistoryFailedCard({ onRetry }: { onRetry(): void }) {
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
