import type { ProtocolDescriptor } from "@chatisle/client";
import type { LabelOverrides } from "../labels.js";
import type { LauncherProps } from "../launcher/launcher-props.js";

/** The chat a launcher belongs to when its `chat-key` names none. */
export const DEFAULT_KEY = "default";

/** The attributes of `<chat-widget>` that may change while a chat is open. */
export const LIVE_ATTRIBUTES = ["heading", "lang", "side", "theme", "labels"] as const;

/** What an attribute that holds JSON turned out to be. */
export type JsonAttribute<Value> =
  | { readonly ok: true; readonly value: Value | undefined }
  | { readonly ok: false; readonly problem: string; readonly fix: string };

/** What a `<chat-widget>` says about the look and the words of its panel. */
export type PanelOptions = Pick<LauncherProps, "heading" | "lang" | "side" | "theme"> & {
  /** JSON, as it stands in the attribute. */
  readonly labels: string | undefined;
};

/** Whether two launchers, or one at two times, want the same panel. */
export function isSamePanel(one: PanelOptions, other: PanelOptions): boolean {
  return LIVE_ATTRIBUTES.every((name) => one[name] === other[name]);
}

/** Reads the options of the panel from the attributes of a launcher. */
export function readPanelOptions(host: Element): PanelOptions {
  const side = host.getAttribute("side");
  const theme = host.getAttribute("theme");
  return {
    heading: host.getAttribute("heading") ?? undefined,
    lang: host.getAttribute("lang") ?? undefined,
    side: side === "start" ? side : "end",
    theme: theme === "light" || theme === "dark" ? theme : "auto",
    labels: host.getAttribute("labels") ?? undefined,
  };
}

/** Reads the protocol from the attributes of a launcher. */
export function readProtocol(host: Element): JsonAttribute<ProtocolDescriptor> {
  return parseJsonAttribute("protocol", host.getAttribute("protocol") ?? undefined);
}

/** Reads the labels of a launcher. */
export function parseLabels(text: string | undefined): JsonAttribute<LabelOverrides> {
  return parseJsonAttribute("labels", text);
}

/** The conversation a launcher belongs to. */
export function readKey(host: Element): string {
  return host.getAttribute("chat-key") || DEFAULT_KEY;
}

function parseJsonAttribute<Value extends object>(
  name: string,
  text: string | undefined,
): JsonAttribute<Value> {
  if (text === undefined) return { ok: true, value: undefined };
  const refuse = (problem: string): JsonAttribute<Value> => ({
    ok: false,
    problem: `The attribute "${name}" of <chat-widget> ${problem}.`,
    fix: `Write a JSON object in it, such as ${name}='{"…":"…"}', or leave the attribute out.`,
  });
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? { ok: true, value: value as Value }
      : refuse("is not a JSON object");
  } catch (error) {
    return refuse(`is not JSON (${error instanceof Error ? error.message : error})`);
  }
}
