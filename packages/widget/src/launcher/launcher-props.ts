import type { ProtocolDescriptor } from "@chatisle/client";
import type { LabelOverrides } from "../labels.js";

/** How a chat is set up where its launcher stands. All of it is public: never put a secret here. */
export interface LauncherProps {
  /**
   * Where the backend stands: an absolute `http(s)` URL or a path on the page's own origin. Default: the page's
   * `<meta name="chatisle:api-base-url">`, then what `configure()` was given, then `/api`.
   */
  readonly apiBaseUrl?: string | undefined;
  /** Launchers with the same key share one conversation and one panel. Default: `default`. */
  readonly chatKey?: string | undefined;
  /** How the backend's protocol differs from the default one. */
  readonly protocol?: ProtocolDescriptor | undefined;
  /** Title of the panel. Default: the `heading` label. */
  readonly heading?: string | undefined;
  /** Language of the panel, as a BCP 47 tag: decides its direction and its dates. Default: the page's. */
  readonly lang?: string | undefined;
  /** Corner of the launcher and the panel, in the direction of the page. Default: `end`. */
  readonly side?: "start" | "end" | undefined;
  /** Default: `auto`, which follows the page, then the system. */
  readonly theme?: "auto" | "light" | "dark" | undefined;
  /** Words that replace the defaults. */
  readonly labels?: LabelOverrides | undefined;
  /** Where a link leads that stands in for the chat where JavaScript is off. Default: nothing is shown. */
  readonly fallbackHref?: string | undefined;
}

/** The attributes of `<chat-widget>`; undefined leaves one out. */
export type LauncherAttributes = Readonly<Record<string, string | undefined>>;

/** The attributes of `<chat-widget>` that say what the props say. */
export function launcherAttributes(props: LauncherProps): LauncherAttributes {
  return {
    "api-base-url": props.apiBaseUrl,
    "chat-key": props.chatKey,
    protocol: props.protocol && JSON.stringify(props.protocol),
    heading: props.heading,
    lang: props.lang,
    side: props.side,
    theme: props.theme,
    labels: props.labels && JSON.stringify(props.labels),
  };
}
