import type { ReadonlySignal } from "@preact/signals";
import { useWording } from "./panel-context.js";

/** What the backend suggests to say next. */
export function Suggestions(props: {
  suggestions: ReadonlySignal<readonly string[]>;
  isReplying: ReadonlySignal<boolean>;
  onSend(text: string): void;
}) {
  const { labels } = useWording();
  if (props.suggestions.value.length === 0 || props.isReplying.value) return null;
  return <Chips label={labels.suggestions} texts={props.suggestions.value} onSend={props.onSend} />;
}

/** Texts that are sent when they are pressed. */
export function Chips(props: { label: string; texts: readonly string[]; onSend(text: string): void }) {
  return (
    <ul part="chips" aria-label={props.label}>
      {props.texts.map((text) => (
        <li key={text}>
          <button type="button" part="chip" onClick={() => props.onSend(text)}>
            {text}
          </button>
        </li>
      ))}
    </ul>
  );
}
