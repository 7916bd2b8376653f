import { type ComponentChildren, Fragment, h, type JSX } from "preact";
import { EarlyPress, KEEPS_PRESS } from "./early-press.js";
import { LAUNCHER_CSS, LAUNCHER_OPTIONS_CSS } from "./launcher-css.js";
import { DEFAULT_LAUNCHER_LABELS } from "./launcher-labels.js";
import { type LauncherProps, launcherAttributes } from "./launcher-props.js";

/** What the launcher's shadow root depends on. */
export interface LauncherContentProps
  extends Pick<LauncherProps, "labels" | "fallbackHref" | "icon" | "avatar"> {
  /** Whether the page can put an icon of its own into the `<chat-widget>`. */
  readonly hasIconSlot: boolean;
  /** Whether a press is kept until a script asks for it. Default: no, because there is one from the start. */
  readonly keepsPress?: boolean | undefined;
}

/** What stands in the launcher's shadow root, without its style. */
export function LauncherContent(props: LauncherContentProps) {
  const { labels, fallbackHref, icon, avatar, hasIconSlot, keepsPress } = props;
  const { launcher, fallback, loadFailed } = { ...DEFAULT_LAUNCHER_LABELS, ...labels };
  const picture = <Picture icon={icon} avatar={avatar} />;
  return (
    <Fragment>
      <button
        type="button"
        part="launcher"
        aria-label={launcher}
        aria-haspopup="dialog"
        aria-expanded="false"
        {...(keepsPress && KEEPS_PRESS)}
      >
        {hasIconSlot ? <slot name="icon">{picture}</slot> : picture}
        <Icon path="m6 9 6 6 6-6" />
      </button>
      {keepsPress && <EarlyPress />}
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

/** What a closed launcher shows. Its button has a name, so that no picture needs one. */
function Picture({ icon, avatar }: Pick<LauncherProps, "icon" | "avatar">) {
  if (icon !== undefined) return <img part="launcher-icon" src={icon} alt="" />;
  if (avatar !== undefined) return <img part="launcher-avatar" src={avatar} alt="" />;
  return <Icon path="M8 21v-4a9 7 0 1 1 4 1z" />;
}

function Icon({ path }: { path: string }) {
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: whatever stands in a button is presentational
    <svg viewBox="0 0 24 24">
      <path d={path} />
    </svg>
  );
}

/** Props of {@link Launcher}. */
export interface ServerLauncherProps extends LauncherProps, Pick<LauncherContentProps, "keepsPress"> {
  /** What stands in the `<chat-widget>` itself: an element with `slot="icon"` is shown in place of the icon. */
  readonly children?: ComponentChildren;
}

/**
 * The launcher as the server writes it: `<chat-widget>` with a declarative shadow root and its style. It works
 * before any script has run, and nothing in it depends on the visitor. An inline chat has none: the server writes
 * the empty element, and the link for those without JavaScript.
 */
export function Launcher({ children, keepsPress, ...props }: ServerLauncherProps): JSX.Element {
  const { labels, fallbackHref, icon, avatar } = props;
  if (props.layout === "inline") {
    const { fallback } = { ...DEFAULT_LAUNCHER_LABELS, ...labels };
    const link = fallbackHref !== undefined && (
      <noscript>
        <a href={fallbackHref}>{fallback}</a>
      </noscript>
    );
    return h("chat-widget", launcherAttributes(props), link);
  }
  const hasIconSlot = children !== undefined;
  // Written with h(), because JSX types know neither the element nor the attribute.
  const template = h(
    "template",
    { shadowrootmode: "open" },
    <style>{LAUNCHER_CSS}</style>,
    (hasIconSlot || hasOwnLook(props)) && <style>{LAUNCHER_OPTIONS_CSS}</style>,
    <LauncherContent {...{ labels, fallbackHref, icon, avatar, hasIconSlot, keepsPress }} />,
  );
  return h("chat-widget", launcherAttributes(props), template, children);
}

/** Whether anything is set that only the second style knows. */
const hasOwnLook = ({ icon, avatar, compact, offsetX, offsetY }: LauncherProps) =>
  [icon, avatar, offsetX, offsetY].some((value) => value !== undefined) || compact === true;
