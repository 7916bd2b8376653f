import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import type { PanelOptions } from "../element/element-options.js";
import { mergeLabels } from "../labels.js";
import { loadLocale } from "../locales/load-locale.js";
import type { LocaleOverrides } from "../locales/locale-labels.js";
import { type Wording, wordingOf } from "../model/wording.js";
import { widgetDefaults } from "./defaults.js";

/**
 * The words of one chat, in the language of its launcher, else of the page, else of the browser. English stands in
 * until another language is loaded, and where there is none.
 */
export class Words {
  readonly wording: ReadonlySignal<Wording>;
  readonly #pageLang = signal("");

  /** @param stop - Ends the following of the language. */
  constructor(options: ReadonlySignal<PanelOptions>, stop: AbortSignal) {
    const lang = computed(() => options.value.lang || this.#pageLang.value || navigator.language);
    const locale = signal<{ readonly lang: string; readonly labels: LocaleOverrides | undefined }>();
    const stopLoading = effect(() => {
      const wanted = lang.value;
      loadLocale(wanted).then(
        (labels) => {
          if (lang.peek() === wanted) locale.value = { lang: wanted, labels };
        },
        () => console.warn(`chatisle: the words for "${wanted}" could not be loaded; English stands in.`),
      );
    });
    stop.addEventListener("abort", stopLoading);
    this.wording = computed(() => {
      const words = locale.value?.lang === lang.value ? locale.value.labels : undefined;
      return wordingOf(mergeLabels(words, widgetDefaults().labels, options.value.labels), lang.value);
    });
  }

  /** Reads the page's language where a launcher stands. */
  follow(launcher: Element): void {
    this.#pageLang.value = launcher.closest<HTMLElement>("[lang]")?.lang ?? "";
  }
}
