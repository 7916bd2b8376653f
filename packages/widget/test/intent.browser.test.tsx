import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import { type IntentTarget, listenForIntent } from "../src/intent.js";

let host: HTMLElement;
beforeEach(() => {
  // Not defined in this page: what stands in for the app must not be the app.
  host = document.createElement("chat-widget");
  host.attachShadow({ mode: "open" }).innerHTML = "<button>Chat</button>";
  document.body.append(host);
});
afterEach(async () => {
  // A pointer that rests where the next test puts its launcher is interest, too.
  await userEvent.hover(document.documentElement, { position: { x: 300, y: 300 } });
  host.remove();
  localStorage.clear();
  sessionStorage.clear();
});

const button = () => page.getByRole("button", { name: "Chat" });

/** A loader whose outcomes a test decides: it fails as often as asked, then gives the target. */
function loader(failures = 0) {
  const target = { open: vi.fn<IntentTarget["open"]>() };
  const load = vi.fn(async (attempt: number): Promise<IntentTarget> => {
    if (attempt < failures) throw new Error("The chunk is gone.");
    return target;
  });
  listenForIntent(load);
  return { target, load };
}

test("nothing is loaded before a visitor shows interest", () => {
  expect(loader().load).not.toHaveBeenCalled();
});

test("hovering loads, once, and does not open", async () => {
  const { load, target } = loader();
  await userEvent.hover(button());
  await userEvent.hover(button());
  expect(load).toHaveBeenCalledExactlyOnceWith(0);
  expect(target.open).not.toHaveBeenCalled();
});

test("focus by keyboard loads, and does not open", async () => {
  const { load, target } = loader();
  await userEvent.tab();
  expect(load).toHaveBeenCalledOnce();
  expect(target.open).not.toHaveBeenCalled();
});

test("a click loads and opens the launcher it was on", async () => {
  const { target } = loader();
  host.shadowRoot?.querySelector("button")?.click();
  await expect.poll(() => target.open.mock.calls).toEqual([[host]]);
});

test("two clicks while it loads only ask to open, never to toggle", async () => {
  const { target, load } = loader();
  host.shadowRoot?.querySelector("button")?.click();
  host.shadowRoot?.querySelector("button")?.click();
  await expect.poll(() => target.open.mock.calls).toEqual([[host], [host]]);
  expect(load).toHaveBeenCalledOnce();
});

test("a click whose load failed tries once more by itself, under another URL", async () => {
  const { target, load } = loader(1);
  host.shadowRoot?.querySelector("button")?.click();
  await expect.poll(() => target.open.mock.calls).toEqual([[host]]);
  expect(load.mock.calls).toEqual([[0], [1]]);
});

test("a click that could not load marks the launcher, and a later click tries again", async () => {
  const { target, load } = loader(2);
  host.shadowRoot?.querySelector("button")?.click();
  await expect.poll(() => host.hasAttribute("load-failed")).toBe(true);
  expect(target.open).not.toHaveBeenCalled();
  host.shadowRoot?.querySelector("button")?.click();
  await expect.poll(() => target.open.mock.calls).toEqual([[host]]);
  expect(load.mock.calls).toEqual([[0], [1], [2]]);
});

test.each<[string, () => void, number]>([
  ["was open on the page before", () => sessionStorage.setItem("chatisle:open", "default"), 1],
  ["was written in yesterday", () => localStorage.setItem("chatisle:active", String(Date.now() - 864e5)), 1],
  [
    "was last written in 8 days ago",
    () => localStorage.setItem("chatisle:active", String(Date.now() - 8 * 864e5)),
    0,
  ],
  ["was never used", () => {}, 0],
])("a chat that %s is loaded on idle or not, and never opened", (_what, remember, expected) => {
  remember();
  vi.stubGlobal("requestIdleCallback", (callback: () => void) => callback());
  const { load, target } = loader();
  vi.unstubAllGlobals();
  expect(load).toHaveBeenCalledTimes(expected);
  expect(target.open).not.toHaveBeenCalled();
});

test("interest in anything else loads nothing", async () => {
  const other = document.createElement("button");
  other.textContent = "Other";
  document.body.append(other);
  const { load } = loader();
  other.click();
  other.remove();
  expect(load).not.toHaveBeenCalled();
});
