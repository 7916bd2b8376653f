import type { Message } from "@chatisle/client";
import type { Capability, Part } from "@chatisle/client/protocol";
import { signal } from "@preact/signals";
import axe from "axe-core";
import { h, render } from "preact";
import { afterEach, expect, test } from "vitest";
import { page } from "vitest/browser";
import { MessageRow } from "../../../src/components/message-row.js";
import { PanelProvider } from "../../../src/components/panel-context.js";
import { DEFAULT_PANEL_OPTIONS } from "../../../src/element/element-options.js";
import { DEFAULT_LABELS } from "../../../src/labels.js";
import { wordingOf } from "../../../src/model/wording.js";
import panelCss from "../../../src/skin/panel.css?inline";

const hosts: HTMLElement[] = [];
afterEach(() => {
  for (const host of hosts.splice(0)) host.remove();
});

const PARTS: readonly Part[] = [
  { type: "reasoning", id: "r", text: "I look it up.", done: true },
  {
    type: "tool",
    id: "t",
    title: "Search the orders",
    state: "done",
    input: { id: 17 },
    output: { state: "sent" },
  },
  { type: "tool", id: "u", title: "Ask the carrier", state: "error", error: "timeout" },
  { type: "text", id: "0", text: "It left on Tuesday." },
  { type: "tool", id: "v", title: "Call the carrier", state: "approval", approvalId: "a" },
  { type: "file", id: "f", url: "https://files.example/label.pdf", name: "label.pdf" },
];

/** One message in the panel's skin. */
function showInPanel(theme: "light" | "dark", message: Message): HTMLElement {
  const host = document.createElement("chatisle-panel");
  hosts.push(host);
  document.documentElement.append(host);
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(panelCss);
  root.adoptedStyleSheets = [sheet];
  const verbs = {
    capabilities: signal<ReadonlySet<Capability>>(new Set()),
    trouble: signal("none" as const),
    retry: async () => {},
    takeBack() {},
    edit: () => null,
    regenerate() {},
    rate: async () => ({ ok: true, value: undefined }) as const,
    answer() {},
  };
  const row = h(MessageRow, {
    message,
    isRun: false,
    isContinued: false,
    isOpen: true,
    isQueued: false,
    verbs,
  });
  const panel = h(
    "section",
    { part: `panel panel-open panel-${theme}`, role: "dialog", "aria-label": "Chat" },
    row,
  );
  const context = {
    wording: signal(wordingOf(DEFAULT_LABELS, "en")),
    options: signal(DEFAULT_PANEL_OPTIONS),
  };
  render(h(PanelProvider, { value: context, children: panel }), root);
  return host;
}

const message: Message = { id: "1", role: "assistant", status: "done", parts: PARTS };

test.each(["light", "dark"] as const)(
  "axe finds nothing to object to in tools and files, %s",
  async (theme) => {
    const host = showInPanel(theme, message);
    await expect.element(page.getByText("Search the orders")).toBeVisible();
    for (const details of host.shadowRoot?.querySelectorAll("details") ?? []) details.open = true;
    const { violations } = await axe.run(host, { rules: { region: { enabled: false } } });
    expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
  },
);

test("what a tool was given and what it gave can be read by those who open it", async () => {
  showInPanel("light", message);
  await expect.element(page.getByText("Search the orders")).toBeVisible();
  expect(page.getByText('"state": "sent"', { exact: false }).element()).not.toBeVisible();
  await page.getByText("Search the orders").click();
  await expect.element(page.getByText('"state": "sent"', { exact: false })).toBeVisible();
});

test.each([
  ["ltr", "none"],
  ["rtl", "180deg"],
])("an arrow points along the line of a closed step, and down from an open one: %s", async (dir, along) => {
  const host = showInPanel("light", message);
  host.dir = dir;
  await expect.element(page.getByText("Search the orders")).toBeVisible();
  const details = host.shadowRoot?.querySelector("details") as HTMLDetailsElement;
  const rotation = () => {
    const arrow = details.querySelector("svg") as SVGElement;
    for (const animation of arrow.getAnimations()) animation.finish();
    return getComputedStyle(arrow).rotate;
  };
  expect(rotation()).toBe(along);
  details.open = true;
  expect(rotation()).toBe("90deg");
});
