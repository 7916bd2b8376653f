import type { ChatClientOptions } from "@chatisle/client";
import type { Signal } from "@preact/signals";

/** How large the visitor has made the panel, and where that is remembered. */
export interface PanelSize {
  /** Of a sidebar, in CSS pixels; undefined: as the site has it. */
  readonly width: Signal<number | undefined>;
  /** Of a popup. */
  readonly isExpanded: Signal<boolean>;
  readonly key: string;
  /** Default: `local`. */
  readonly persist: ChatClientOptions["persist"];
}
