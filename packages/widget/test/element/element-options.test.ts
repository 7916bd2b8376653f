import { expect, test } from "vitest";
import { DEFAULT_PANEL_OPTIONS, optionsText, readPanelOptions } from "../../src/element/element-options.js";
import { type LauncherProps, launcherAttributes } from "../../src/launcher/launcher-props.js";

/** What is read of an element: its attributes. */
function element(attributes: Readonly<Record<string, string | undefined>>): Element {
  const own = { getAttribute: (name: string) => attributes[name] ?? null };
  return { ...own, hasAttribute: (name: string) => attributes[name] !== undefined } as Element;
}

const optionsOf = (props: LauncherProps) => readPanelOptions(element(launcherAttributes(props)));

test("an element without attributes has the defaults", () => {
  expect(optionsOf({})).toEqual(DEFAULT_PANEL_OPTIONS);
});

test("what a prop says arrives through its attribute", () => {
  expect(
    optionsOf({
      heading: "Ask us",
      layout: "sidebar",
      side: "start",
      theme: "dark",
      accent: "#0b5fff",
      avatar: "/ada.jpg",
      icon: "/lamp.svg",
      compact: true,
      greeting: "Hi!",
      sound: true,
      titleBadge: true,
      prompts: ["Prices", "Delivery"],
      disclaimer: "May be wrong.",
      voice: true,
      highlight: true,
      attachments: { maxCount: 1 },
      images: "https",
      labels: { send: "Go" },
    }),
  ).toEqual({
    ...DEFAULT_PANEL_OPTIONS,
    heading: "Ask us",
    layout: "sidebar",
    side: "start",
    theme: "dark",
    accent: "#0b5fff",
    avatar: "/ada.jpg",
    icon: "/lamp.svg",
    isCompact: true,
    greeting: "Hi!",
    hasSound: true,
    hasTitleBadge: true,
    prompts: ["Prices", "Delivery"],
    disclaimer: "May be wrong.",
    hasVoice: true,
    hasHighlight: true,
    attachments: { accept: "", maxSize: 10_000_000, maxCount: 1 },
    images: "https",
    labels: { send: "Go" },
  });
});

test("attachments can be switched off", () => {
  expect(optionsOf({ attachments: false }).attachments).toBeUndefined();
});

test("a word that an attribute does not know counts as its default", () => {
  expect(readPanelOptions(element({ side: "left", theme: "blue", layout: "" }))).toMatchObject({
    side: "end",
    theme: "auto",
    layout: "popup",
  });
});

test.each(["", "{send:1}", '"text"', "[]", "null"])(
  "labels that are %j are refused with the way to write them",
  (text) => {
    const { labels, faults } = readPanelOptions(element({ labels: text }));
    expect(labels).toBeUndefined();
    expect(faults).toEqual([expect.stringMatching(/"labels" of <chat-widget> .+ Write a JSON object/)]);
  },
);

test("prompts have to be a list", () => {
  const { prompts, faults } = readPanelOptions(element({ prompts: "Prices" }));
  expect(prompts).toEqual([]);
  expect(faults).toEqual([expect.stringContaining("Write a JSON list")]);
});

test("the options are the same as long as their attributes are", () => {
  const text = optionsText(element({ heading: "One", greeting: "Hi" }));
  expect(optionsText(element({ heading: "One", greeting: "Hi" }))).toBe(text);
  expect(optionsText(element({ heading: "Hi", greeting: "One" }))).not.toBe(text);
});
