import type { ReadonlySignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { STATUS_LABELS } from "../model/banner.js";
import type { StatusLine } from "../model/trouble.js";
import { CloseIcon } from "./icons.js";
import { usePanelOptions, useWording } from "./panel-context.js";
import { Piece } from "./render-functions.js";

/** The id of the title, which names the panel. Unique within the panel's shadow root. */
export const TITLE_ID = "title";

export interface HeaderProps {
  readonly status: ReadonlySignal<StatusLine> | undefined;
  /** Buttons before the one that closes the panel. */
  readonly children?: ComponentChildren;
  /** Absent where the panel is a part of the page. */
  readonly onClose?: (() => void) | undefined;
}

export function Header({ status, children, onClose }: HeaderProps) {
  const { labels } = useWording();
  const { heading, avatar } = usePanelOptions();
  return (
    <Piece name="header" of={{ status, close: onClose }}>
      <header part="header">
        {avatar !== undefined && <img part="avatar" src={avatar} alt="" />}
        <div part="heading">
          <h2 part="title" id={TITLE_ID} dir="auto">
            {heading ?? labels.heading}
          </h2>
          {status && <Status status={status} />}
        </div>
        {children}
        {onClose && (
          <button type="button" part="button close" aria-label={labels.close} onClick={onClose}>
            <CloseIcon />
          </button>
        )}
      </header>
    </Piece>
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
