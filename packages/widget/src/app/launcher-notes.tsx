import { render } from "preact";
import { adoptStyle } from "../skin/adopt-style.js";
import css from "../skin/launcher-notes.css?inline";
import type { LauncherExtrasOptions } from "./launcher-extras.js";

/**
 * Shows in the root of a launcher how many replies wait, and a greeting.
 * @returns Takes both away again.
 */
export function showLauncherNotes(root: ShadowRoot, options: LauncherExtrasOptions): () => void {
  const mount = document.createElement("div");
  root.append(mount);
  adoptStyle(mount, css);
  render(<Notes {...options} />, mount);
  return () => {
    render(null, mount);
    mount.remove();
  };
}

function Notes(props: LauncherExtrasOptions) {
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
