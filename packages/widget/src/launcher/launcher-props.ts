import type { ProtocolDescriptor } from "@chatisle/client";
import type { LabelOverrides } from "../labels.js";

/**
 * How the panel stands in the page. On a small screen every layout but `inline` covers it.
 *
 * - `popup`: over the page, above the launcher.
 * - `sidebar`: at the page's side, from top to bottom; the page makes room.
 * - `fullscreen`: over the whole page.
 * - `inline`: where the `<chat-widget>` stands, in the box that the site gives it. Always open, without a launcher.
 */
export type Layout = "popup" | "sidebar" | "fullscreen" | "inline";

/** What files a visitor may attach, where the backend takes any. */
export interface AttachmentLimits {
  /** As in the attribute of `<input type="file">`, such as `image/*,.pdf`. Default: every kind. */
  readonly accept?: string;
  /** Bytes of one file. Default: 10 MB. */
  readonly maxSize?: number;
  /** Files of one message. Default: 5. */
  readonly maxCount?: number;
}

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
  /** Where the draft and unsent messages are kept: over visits, over reloads, or not at all. Default: `local`. */
  readonly persist?: "local" | "session" | "none" | undefined;

  /** Title of the panel. Default: the `heading` label. */
  readonly heading?: string | undefined;
  /** Language of the panel, as a BCP 47 tag: decides its words, its direction and its dates. Default: the page's. */
  readonly lang?: string | undefined;
  /** Words that replace the defaults. */
  readonly labels?: LabelOverrides | undefined;

  /** Default: `popup`. */
  readonly layout?: Layout | undefined;
  /** Corner of the launcher and the panel, in the direction of the page. Default: `end`. */
  readonly side?: "start" | "end" | undefined;
  /** Default: `auto`, which follows the page, then the system. */
  readonly theme?: "auto" | "light" | "dark" | undefined;
  /**
   * Any CSS colour; what stands on it is computed to be readable. It reaches a launcher that the server has rendered
   * once the chat's code is loaded: to colour it from the first paint, set `--chatisle-accent` in the site's CSS.
   */
  readonly accent?: string | undefined;

  /** Address of a picture of whom visitors write to: it fills the launcher and stands in the panel's header. Default: none. */
  readonly avatar?: string | undefined;
  /**
   * Address of a picture that stands on the launcher in place of its icon, 28 pixels wide. For one that takes the
   * launcher's colour, put an element with `slot="icon"` into the `<chat-widget>`. Default: a speech bubble.
   */
  readonly icon?: string | undefined;
  /** A launcher of 48 pixels instead of 56. Default: false. */
  readonly compact?: boolean | undefined;
  /**
   * CSS pixels from the launcher to its side of the window. Not every browser places a launcher of the server's before
   * a script has run: `--chatisle-offset-x` in the site's CSS does. Default: 20.
   */
  readonly offsetX?: number | undefined;
  /** CSS pixels from the launcher to the bottom of the window, such as above a bar. As `offsetX`. Default: 20. */
  readonly offsetY?: number | undefined;
  /** Leaves the launcher out: the page opens the chat itself. Default: false. */
  readonly hidden?: boolean | undefined;
  /** Said in a bubble beside the launcher, once a visit, while the chat is closed. Default: nothing. */
  readonly greeting?: string | undefined;
  /** Whether a reply makes a short sound while the chat or its page is out of sight. Default: false. */
  readonly sound?: boolean | undefined;
  /** Whether the page's title counts unread messages while the page is out of sight. Default: false. */
  readonly titleBadge?: boolean | undefined;
  /** Where a link leads that stands in for the chat where JavaScript is off. Default: nothing is shown. */
  readonly fallbackHref?: string | undefined;

  /** Questions to start with, as buttons in the empty chat. Two to four short ones are best. Default: none. */
  readonly prompts?: readonly string[] | undefined;
  /** A small line under the text field, such as that answers may be wrong. Default: none. */
  readonly disclaimer?: string | undefined;
  /** Whether a visitor may dictate, where the browser can listen. Default: false. */
  readonly voice?: boolean | undefined;
  /** Whether code in replies is coloured by its language. What does so is loaded with the first code. Default: false. */
  readonly highlight?: boolean | undefined;
  /** `false`: no attachments, though the backend would take them. Default: the limits' own defaults. */
  readonly attachments?: AttachmentLimits | false | undefined;
  /**
   * Which images a reply shows: those of the site's own origin, or any over `https`. Others are links. An image of a
   * foreign server is loaded without the visitor's asking, and a model that was led astray could put what was said
   * into its address. Default: `own`.
   */
  readonly images?: "own" | "https" | undefined;
}

/** The attributes of `<chat-widget>`; undefined leaves one out. */
export type LauncherAttributes = Readonly<Record<string, string | undefined>>;

/** The attributes of `<chat-widget>` that say what the props say. */
export function launcherAttributes(props: LauncherProps): LauncherAttributes {
  return {
    "api-base-url": props.apiBaseUrl,
    "chat-key": props.chatKey,
    protocol: json(props.protocol),
    persist: props.persist,
    heading: props.heading,
    lang: props.lang,
    layout: props.layout,
    side: props.side,
    theme: props.theme,
    accent: props.accent,
    avatar: props.avatar,
    icon: props.icon,
    compact: flag(props.compact),
    "offset-x": props.offsetX?.toString(),
    "offset-y": props.offsetY?.toString(),
    hidden: flag(props.hidden),
    greeting: props.greeting,
    sound: flag(props.sound),
    "title-badge": flag(props.titleBadge),
    prompts: json(props.prompts),
    disclaimer: props.disclaimer,
    voice: flag(props.voice),
    highlight: flag(props.highlight),
    attachments: json(props.attachments),
    images: props.images,
    labels: json(props.labels),
  };
}

const json = (value: unknown) => (value === undefined ? undefined : JSON.stringify(value));

const flag = (value: boolean | undefined) => (value ? "" : undefined);
