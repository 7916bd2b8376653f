import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { PanelOptions } from "../element/element-options.js";
import { mergeLabels } from "../labels.js";
import { type Wording, wordingOf } from "../model/wording.js";
import { widgetDefaults } from "./defaults.js";

/** The words of one chat, in the language of its launcher, else of the page, else of the browser. */
export class Words {
  readonly wording: ReadonlySignal<Wording>;
  readonly #pageLang = signal("");

  constructor(options: ReadonlySignal<PanelOptions>) {
    this.wording = computed(() => {
      const lang = options.value.lang || this.#pageLang.value || navigator.language;
      return wordingOf(mergeLabels(widgetDefaults().labels, options.value.labels), lang);
    });
  }

  /** Reads the page's language where a launcher stands. */
  follow(launcher: Element): void {
    this.#pageLang.value = launcher.closest<HTMLElement>("[lang]")?.lang ?? "";
  }
}
