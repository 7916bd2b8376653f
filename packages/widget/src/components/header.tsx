import type { ReadonlySignal } from "@preact/signals";
import { STATUS_LABELS, type StatusLine } from "../model/connection.js";
import { CloseIcon } from "./icons.js";
import { useWording } from "./panel-context.js";

/** The id of the title, which names the dialog. Unique within the panel's shadow root. */
export const TITLE_ID = "title";

export function Header(props: {
  title: string | undefined;
  status: ReadonlySignal<StatusLine> | undefined;
  onClose(): void;
}) {
  const { labels } = useWording();
  return (
    <header part="header">
      <div part="heading">
        <h2 part="title" id={TITLE_ID}>
          {props.title ?? labels.heading}
        </h2>
        {props.status && <Status status={props.status} />}
      </div>
      <button type="button" part="button close" aria-label={labels.close} onClick={props.onClose}>
        <CloseIcon />
      </button>
    </header>
  );
}

function Status({ status }: { status: ReadonlySignal<StatusLine> }) {
  const { labels } = useWording();
  return (
    <p part={`status status-${status.value}`} role="status">
      {labels[STATUS_LABELS[status.value]]}
    </p>
  );
}
