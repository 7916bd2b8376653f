import type { ProtocolDescriptor } from "@chatisle/client";
import type { LabelOverrides } from "../labels.js";
import { OFFSET_ATTRIBUTES } from "../launcher/launcher-offset.js";
import type { AttachmentLimits, LauncherProps, Layout } from "../launcher/launcher-props.js";
import { type JsonAttribute, parseJsonAttribute } from "./json-attribute.js";

/** The chat a launcher belongs to when its `chat-key` names none. */
export const DEFAULT_KEY = "default";

/** The attributes of `<chat-widget>` that may change while a chat is open. */
export const LIVE_ATTRIBUTES = [
  "heading",
  "lang",
  "layout",
  "side",
  "theme",
  "accent",
  "avatar",
  "compact",
  ...OFFSET_ATTRIBUTES,
  "greeting",
  "sound",
  "title-badge",
  "prompts",
  "disclaimer",
  "voice",
  "highlight",
  "attachments",
  "images",
  "labels",
] as const;

/** What a `<chat-widget>` says about its panel, with the defaults filled in. */
export interface PanelOptions
  extends Pick<LauncherProps, "heading" | "lang" | "accent" | "avatar" | "icon" | "greeting" | "disclaimer"> {
  readonly layout: Layout;
  readonly side: "start" | "end";
  readonly theme: "auto" | "light" | "dark";
  readonly isCompact: boolean;
  readonly hasSound: boolean;
  readonly hasTitleBadge: boolean;
  readonly prompts: readonly string[];
  readonly hasVoice: boolean;
  readonly hasHighlight: boolean;
  /** Undefined: the site wants none. */
  readonly attachments: Required<AttachmentLimits> | undefined;
  readonly images: "own" | "https";
  readonly labels: LabelOverrides | undefined;
  /** Attributes that cannot be read, for the developer of the site. They count as left out. */
  readonly faults: readonly string[];
}

const ATTACHMENT_LIMITS: Required<AttachmentLimits> = { accept: "", maxSize: 10_000_000, maxCount: 5 };

/** What holds for a `<chat-widget>` without attributes. */
export const DEFAULT_PANEL_OPTIONS: PanelOptions = {
  layout: "popup",
  side: "end",
  theme: "auto",
  isCompact: false,
  hasSound: false,
  hasTitleBadge: false,
  prompts: [],
  hasVoice: false,
  hasHighlight: false,
  attachments: ATTACHMENT_LIMITS,
  images: "own",
  labels: undefined,
  faults: [],
};

/** The live attributes of a launcher in one text: as long as it is the same, so are the options. */
export function optionsText(host: Element): string {
  return JSON.stringify(LIVE_ATTRIBUTES.map((name) => host.getAttribute(name)));
}

/** Reads the options of the panel from the attributes of a launcher. */
export function readPanelOptions(host: Element): PanelOptions {
  const faults: string[] = [];
  const text = (name: string) => host.getAttribute(name) ?? undefined;
  const oneOf = <Value extends string>(name: string, allowed: readonly [Value, ...Value[]]): Value =>
    allowed.find((value) => value === host.getAttribute(name)) ?? allowed[0];
  const json = (name: string): unknown => {
    const parsed = parseJsonAttribute(name, text(name));
    if (!parsed.ok) faults.push(`${parsed.problem} ${parsed.fix}`);
    return parsed.ok ? parsed.value : undefined;
  };
  const prompts = json("prompts");
  const attachments = json("attachments");
  for (const name of OFFSET_ATTRIBUTES) {
    if (Number.isNaN(Number(text(name) ?? 0))) {
      faults.push(
        `The attribute "${name}" of <chat-widget> is not a number. Write CSS pixels, such as ${name}="24".`,
      );
    }
  }
  return {
    heading: text("heading"),
    lang: text("lang"),
    accent: text("accent"),
    avatar: text("avatar"),
    icon: text("icon"),
    greeting: text("greeting"),
    disclaimer: text("disclaimer"),
    layout: oneOf("layout", ["popup", "sidebar", "fullscreen", "inline"]),
    side: oneOf("side", ["end", "start"]),
    theme: oneOf("theme", ["auto", "light", "dark"]),
    isCompact: host.hasAttribute("compact"),
    hasSound: host.hasAttribute("sound"),
    hasTitleBadge: host.hasAttribute("title-badge"),
    prompts: Array.isArray(prompts) ? prompts.filter((prompt) => typeof prompt === "string") : [],
    hasVoice: host.hasAttribute("voice"),
    hasHighlight: host.hasAttribute("highlight"),
    attachments: attachments === false ? undefined : { ...ATTACHMENT_LIMITS, ...(attachments as object) },
    images: oneOf("images", ["own", "https"]),
    labels: json("labels") as LabelOverrides | undefined,
    faults,
  };
}

/** Reads the protocol from the attributes of a launcher. */
export function readProtocol(host: Element): JsonAttribute<ProtocolDescriptor> {
  return parseJsonAttribute(
    "protocol",
    host.getAttribute("protocol") ?? undefined,
  ) as JsonAttribute<ProtocolDescriptor>;
}

/** Where a chat keeps what a reload must not lose. Undefined leaves it to the page's defaults. */
export function readPersist(host: Element): LauncherProps["persist"] {
  const value = host.getAttribute("persist");
  return value === "local" || value === "session" || value === "none" ? value : undefined;
}

/** The conversation a launcher belongs to. */
export function readKey(host: Element): string {
  return host.getAttribute("chat-key") || DEFAULT_KEY;
}
