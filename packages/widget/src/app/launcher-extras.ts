import { computed, effect, type ReadonlySignal } from "@preact/signals";
import { readPanelOptions } from "../element/element-options.js";
import { plural } from "../labels.js";
import type { Wording } from "../model/wording.js";
import { paintLauncher } from "./launcher-view.js";

export interface LauncherExtrasOptions {
  readonly isOpen: ReadonlySignal<boolean>;
  readonly unread: ReadonlySignal<number>;
  /** Undefined as long as there is nothing to say. */
  readonly greeting: ReadonlySignal<string | undefined>;
  readonly wording: ReadonlySignal<Wording>;
  onOpen(): void;
  onDismiss(): void;
}

/**
 * Adds to a launcher what only the loaded chat can know: how many replies wait, and a greeting. What shows them is
 * loaded when there is something to show.
 * @returns Takes it away again.
 */
export function addLauncherExtras(launcher: HTMLElement, options: LauncherExtrasOptions): () => void {
  const root = launcher.shadowRoot;
  // An inline chat has no launcher.
  if (!root?.querySelector("button")) return () => {};
  const { isOpen, unread, greeting, wording } = options;
  const stopPainting = effect(() => {
    const { labels, lang } = wording.value;
    // One that leads to the same chat as others may have a name of its own.
    const own = readPanelOptions(launcher).labels?.launcher ?? labels.launcher;
    const waiting = unread.value === 0 ? "" : `, ${plural(labels.newMessages, unread.value, lang)}`;
    paintLauncher(launcher, isOpen.value, own + waiting);
  });

  const hasNotes = computed(() => !isOpen.value && (unread.value > 0 || greeting.value !== undefined));
  let removeNotes: (() => void) | undefined;
  let isGone = false;
  const stopNotes = effect(() => {
    if (!hasNotes.value || removeNotes) return;
    removeNotes = () => {};
    import("./launcher-notes.js").then(
      ({ showLauncherNotes }) => {
        if (!isGone) removeNotes = showLauncherNotes(root, options);
      },
      () => {
        // The launcher's name tells the count all the same; the next change tries again.
        removeNotes = undefined;
      },
    );
  });
  return () => {
    isGone = true;
    stopPainting();
    stopNotes();
    removeNotes?.();
  };
}
