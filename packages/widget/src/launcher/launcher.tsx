import { Fragment, h, type JSX } from "preact";
import { LAUNCHER_CSS } from "./launcher-css.js";
import { DEFAULT_LAUNCHER_LABELS } from "./launcher-labels.js";
import { type LauncherProps, launcherAttributes } from "./launcher-props.js";

/** What stands in the launcher's shadow root, without its style. */
export function LauncherContent({ labels, fallbackHref }: Pick<LauncherProps, "labels" | "fallbackHref">) {
  const { launcher, fallback, loadFailed } = { ...DEFAULT_LAUNCHER_LABELS, ...labels };
  return (
    <Fragment>
      <button
        type="button"
        part="launcher"
        aria-label={launcher}
        aria-haspopup="dialog"
        aria-expanded="false"
      >
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M8 21v-4a9 7 0 1 1 4 1z" />
        </svg>
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="m6 9 6 6 6-6" />
        </svg>
      </button>
      <p role="alert" part="launcher-notice">
        {loadFailed}
      </p>
      {fallbackHref !== undefined && (
        <a part="launcher-fallback" href={fallbackHref}>
          {fallback}
        </a>
      )}
    </Fragment>
  );
}

/**
 * The launcher as the server writes it: `<chat-widget>` with a declarative shadow root and its style. It works
 * before any script has run, and nothing in it depends on the visitor. An inline chat has none: the server writes
 * the empty element, and the link for those without JavaScript.
 */
export function Launcher(props: LauncherProps): JSX.Element {
  if (props.layout === "inline") {
    const { fallback } = { ...DEFAULT_LAUNCHER_LABELS, ...props.labels };
    const link = props.fallbackHref !== undefined && (
      <noscript>
        <a href={props.fallbackHref}>{fallback}</a>
      </noscript>
    );
    return h("chat-widget", launcherAttributes(props), link);
  }
  // Written with h(), because JSX types know neither the element nor the attribute.
  const template = h(
    "template",
    { shadowrootmode: "open" },
    <style>{LAUNCHER_CSS}</style>,
    <LauncherContent labels={props.labels} fallbackHref={props.fallbackHref} />,
  );
  return h("chat-widget", launcherAttributes(props), template);
}
