import type { ReadonlySignal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { DEFAULT_PANEL_OPTIONS, type PanelOptions } from "../element/element-options.js";
import { DEFAULT_LABELS } from "../labels.js";
import type { Wording } from "../model/wording.js";

/** What every leaf of the panel may need. */
export interface PanelContext {
  readonly wording: ReadonlySignal<Wording>;
  readonly options: ReadonlySignal<PanelOptions>;
}

const Context = createContext<PanelContext | null>(null);

export const PanelProvider = Context.Provider;

/** The words to show. Reading them here renders the component again when they change. */
export function useWording(): Wording {
  return useContext(Context)?.wording.value ?? FALLBACK;
}

/** What the site says about the panel. Reading it here renders the component again when an attribute changes. */
export function usePanelOptions(): PanelOptions {
  return useContext(Context)?.options.value ?? DEFAULT_PANEL_OPTIONS;
}

const FALLBACK: Wording = { labels: DEFAULT_LABELS, lang: "en", dir: "ltr" };
