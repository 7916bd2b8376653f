import type { ReadonlySignal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { DEFAULT_LABELS } from "../labels.js";
import type { Wording } from "../model/wording.js";

/** What every leaf of the panel may need. */
export interface PanelContext {
  readonly wording: ReadonlySignal<Wording>;
}

const Context = createContext<PanelContext | null>(null);

export const PanelProvider = Context.Provider;

/** The words to show. Reading them here renders the component again when they change. */
export function useWording(): Wording {
  return useContext(Context)?.wording.value ?? FALLBACK;
}

const FALLBACK: Wording = { labels: DEFAULT_LABELS, lang: "en", dir: "ltr" };
