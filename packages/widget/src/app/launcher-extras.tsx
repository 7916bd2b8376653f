import { effect, type ReadonlySignal } from "@preact/signals";
import { render } from "preact";
import { plural } from "../labels.js";
import type { Wording } from "../model/wording.js";
import { adoptStyle } from "../skin/adopt-style.js";
import css from "../skin/launcher-extras.css?inline";
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
 * Adds to a launcher what only the loaded chat can know: how many replies wait, and a greeting.
 * @returns Takes it away again.
 */
export function addLauncherExtras(launcher: HTMLElement, options: LauncherExtrasOptions): () => void {
  const root = launcher.shadowRoot;
  // An inline chat has no launcher.
  if (!root?.querySelector("button")) return () => {};
  const mount = document.createElement("div");
  root.append(mount);
  adoptStyle(mount, css);
  const stopPainting = effect(() => paintLauncher(launcher, options.isOpen.value, nameOf(options)));
  render(<Extras {...options} />, mount);
  return () => {
    stopPainting();
    render(null, mount);
    mount.remove();
  };
}

function nameOf({ unread, wording }: LauncherExtrasOptions): string {
  const { labels, lang } = wording.value;
  if (unread.value === 0) return labels.launcher;
  return `${labels.launcher}, ${plural(labels.newMessages, unread.value, lang)}`;
}

function Extras(props: LauncherExtrasOptions) {
  return (
    <>
      <Badge unread={props.unread} isOpen={props.isOpen} />
      <Greeting {...props} />
    </>
  );
}

function Badge({ unread, isOpen }: Pick<LauncherExtrasOptions, "unread" | "isOpen">) {
  const count = unread.value;
  if (count === 0 || isOpen.value) return null;
  return (
    // The launcher's name says it.
    <span part="launcher-badge" aria-hidden="true">
      {count > 99 ? "99+" : count}
    </span>
  );
}

function Greeting({ greeting, isOpen, wording, onOpen, onDismiss }: LauncherExtrasOptions) {
  const text = greeting.value;
  const { labels, lang, dir } = wording.value;
  if (text === undefined || isOpen.value) return null;
  return (
    <div part="launcher-greeting" role="status" lang={lang} dir={dir}>
      <button type="button" part="launcher-greeting-text" onClick={onOpen}>
        {text}
      </button>
      <button type="button" part="launcher-greeting-dismiss" aria-label={labels.dismiss} onClick={onDismiss}>
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="m7 7 10 10M17 7 7 17" />
        </svg>
      </button>
    </div>
  );
}
