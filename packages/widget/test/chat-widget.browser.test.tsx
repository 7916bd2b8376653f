import { createRef, hydrate, render } from "preact";
import { renderToString } from "preact-render-to-string";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import { ChatWidget } from "../src/index.js";
import { Launcher } from "../src/launcher.js";
import { fakeBackend } from "./support/fake-backend.js";

let island: HTMLElement;
beforeEach(() => {
  fakeBackend();
  island = document.createElement("div");
  document.body.append(island);
});
afterEach(() => {
  island.querySelector("chat-widget")?.destroy?.();
  render(null, island);
  island.remove();
  sessionStorage.clear();
  vi.unstubAllGlobals();
});

const props = { chatKey: "island", apiBaseUrl: "/backend", heading: "Ask us", fallbackHref: "/contact" };

test("the browser takes over what the server has written, unchanged", () => {
  const error = vi.spyOn(console, "error");
  island.setHTMLUnsafe(renderToString(<Launcher {...props} />));
  const element = island.querySelector("chat-widget");
  const before = island.innerHTML;
  const content = element?.shadowRoot?.innerHTML;
  hydrate(<ChatWidget {...props} />, island);
  expect(island.querySelector("chat-widget")).toBe(element);
  expect(island.innerHTML).toBe(before);
  expect(element?.shadowRoot?.innerHTML).toBe(content);
  expect(error).not.toHaveBeenCalled();
});

test("without a server the launcher is built in the browser, to the same markup", () => {
  island.setHTMLUnsafe(renderToString(<Launcher {...props} />));
  const written = island.querySelector("chat-widget")?.shadowRoot;
  const expected = [...(written?.children ?? [])].filter((child) => child.localName !== "style");
  const built = document.createElement("div");
  document.body.append(built);
  render(<ChatWidget {...props} />, built);
  const root = built.querySelector("chat-widget")?.shadowRoot;
  expect(root?.innerHTML).toBe(expected.map((child) => child.outerHTML).join(""));
  render(null, built);
  built.remove();
});

test("the verbs on the ref load the chat and reach it", async () => {
  const ref = createRef<ChatWidget>();
  render(<ChatWidget ref={ref} {...props} />, island);
  await ref.current?.setDraft("From the page");
  await ref.current?.open();
  await expect.element(page.getByRole("dialog", { name: "Ask us" })).toBeVisible();
  await expect.element(page.getByRole("textbox", { name: "Message" })).toHaveValue("From the page");
  await ref.current?.close();
  expect(ref.current?.element?.isOpen).toBe(false);
});

test("mounting twice and changing props leaves one launcher that follows", async () => {
  render(<ChatWidget {...props} />, island);
  render(null, island);
  render(<ChatWidget {...props} />, island);
  render(<ChatWidget {...props} heading="Other" side="start" />, island);
  const launchers = island.querySelectorAll("chat-widget");
  expect(launchers).toHaveLength(1);
  expect(launchers[0]?.getAttribute("heading")).toBe("Other");
  expect(launchers[0]?.shadowRoot?.querySelectorAll("button")).toHaveLength(1);
});

test("a launcher that nobody has pressed stays closed when the browser takes over", async () => {
  island.setHTMLUnsafe(renderToString(<Launcher {...props} keepsPress />));
  hydrate(<ChatWidget {...props} />, island);
  await userEvent.click(page.getByRole("button", { name: "Chat" }));
  await expect.element(page.getByRole("dialog", { name: "Ask us" })).toBeVisible();
});
