import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import { type FakeBackend, fakeBackend, turns } from "./support/fake-backend.js";
import { closeChats, mountChat, openChat } from "./support/open-chat.js";

let backend: FakeBackend;
beforeEach(async () => {
  await page.viewport(900, 800);
  backend = fakeBackend();
});
afterEach(async () => {
  await closeChats();
  vi.unstubAllGlobals();
});

/** @returns Ends it. */
function eachFrame(look: () => void): () => void {
  let frame = requestAnimationFrame(function next() {
    look();
    frame = requestAnimationFrame(next);
  });
  return () => cancelAnimationFrame(frame);
}

/** Trouble is only mentioned when it lasts a few seconds. */
const LASTING = { timeout: 15_000 };

test("a click on the launcher opens the panel and puts the focus into the field", async () => {
  const { element } = mountChat();
  await userEvent.click(page.getByRole("button", { name: "Chat", exact: true }));
  await expect.element(page.getByRole("dialog", { name: "Chat" })).toBeVisible();
  const field = page.getByRole("textbox", { name: "Message" }).element();
  expect(document.querySelector("chatisle-panel")?.shadowRoot?.activeElement).toBe(field);
  expect(element.shadowRoot?.querySelector("button")?.getAttribute("aria-expanded")).toBe("true");
});

test("from the first frame on, the text field is where it stays and takes what is typed", async () => {
  mountChat();
  const places = new Set<number>();
  const focused = new Set<string | null | undefined>();
  const stop = eachFrame(() => {
    const root = document.querySelector("chatisle-panel")?.shadowRoot;
    const composer = root?.querySelector<HTMLElement>('[part~="composer"]');
    if (!composer?.offsetParent) return;
    places.add(composer.offsetTop);
    focused.add(root?.activeElement?.getAttribute("part"));
  });
  await userEvent.click(page.getByRole("button", { name: "Chat", exact: true }));
  await expect.element(page.getByText("How can we help?")).toBeVisible();
  await expect.poll(() => places.size).toBeGreaterThan(0);
  stop();
  expect([...places]).toHaveLength(1);
  expect([...focused]).toEqual(["input"]);
});

test("what opens is never on its way from no display: WebKit would lay it out as a block, its field half-way up", async () => {
  const { part } = await openChat();
  expect(getComputedStyle(part("panel")).transitionProperty).not.toContain("display");
});

test("Escape closes the panel and gives the focus back to the launcher", async () => {
  const { chat, launcher, part } = await openChat();
  await userEvent.keyboard("{Escape}");
  expect(chat.element.isOpen).toBe(false);
  expect(chat.element.shadowRoot?.activeElement).toBe(launcher);
  expect(launcher.getAttribute("aria-expanded")).toBe("false");
  await expect.element(part("panel")).not.toBeVisible();
});

test("Tab goes from the top of the panel to its end", async () => {
  const { root, part, field } = await openChat();
  await userEvent.type(field, "Hi");
  part("close").focus();
  const order = [];
  for (let stop = 0; stop < 4; stop++) {
    order.push(root.activeElement?.getAttribute("part")?.split(" ").at(-1));
    await userEvent.keyboard("{Tab}");
  }
  expect(order).toEqual(["close", "log", "input", "send-ready"]);
});

test("opening twice is opening once, and closing leaves the draft", async () => {
  const { chat, field } = await openChat();
  await userEvent.type(field, "Half a sent");
  await chat.open();
  await chat.close();
  await chat.open();
  expect(field.value).toBe("Half a sent");
  expect(document.querySelectorAll("chatisle-panel")).toHaveLength(1);
});

test("Enter sends once, and Shift and Enter makes a line", async () => {
  const { field } = await openChat();
  await userEvent.type(field, "One{Shift>}{Enter}{/Shift}two");
  await userEvent.keyboard("{Enter}{Enter}");
  await expect.poll(() => backend.received).toEqual(["One\ntwo"]);
  expect(field.value).toBe("");
});

test("Enter that ends an input method's composition sends nothing", async () => {
  const { field } = await openChat();
  await userEvent.type(field, "にほ");
  field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", isComposing: true, bubbles: true }));
  field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", keyCode: 229, bubbles: true }));
  expect(field.value).toBe("にほ");
  expect(backend.received).toEqual([]);
});

test("two clicks on Send are one message, and the focus stays in the field", async () => {
  const { field, root } = await openChat();
  await userEvent.type(field, "Hello");
  await userEvent.dblClick(page.getByRole("button", { name: "Send" }));
  await expect.poll(() => backend.received).toEqual(["Hello"]);
  expect(root.activeElement).toBe(field);
});

test("a reply is shown while it arrives, and said as a whole when it is there", async () => {
  const { field, log, part } = await openChat();
  await userEvent.type(field, "Why?{Enter}");
  await expect.poll(() => backend.received).toHaveLength(1);
  await expect.element(page.getByText("The assistant is writing")).toBeInTheDocument();
  backend.reply.write("First paragraph,\nsecond line.\n\n");
  backend.reply.write("Second paragraph.");
  await expect.poll(() => log.querySelectorAll('[part~="body"] p').length).toBe(2);
  expect(part("caret")).toBeInstanceOf(HTMLElement);
  backend.reply.end();
  await expect
    .element(page.getByText("Assistant: First paragraph, second line. Second paragraph."))
    .toBeInTheDocument();
  expect(log.querySelector('[part~="caret"]')).toBeNull();
});

test("markup in a message is text", async () => {
  const { field, log } = await openChat();
  await userEvent.type(field, "Hi{Enter}");
  await expect.poll(() => backend.received).toHaveLength(1);
  backend.reply.write("<img src=x onerror=alert(1)> <b>bold</b>");
  backend.reply.end();
  await expect
    .element(page.getByText("<img src=x onerror=alert(1)> <b>bold</b>", { exact: true }).first())
    .toBeVisible();
  expect(log.querySelector("img, b")).toBeNull();
});

test("Stop keeps what has arrived and gives the focus to the field", async () => {
  const { field, root } = await openChat();
  await userEvent.type(field, "Go on{Enter}");
  await expect.poll(() => backend.received).toHaveLength(1);
  backend.reply.write("Half an ans");
  await expect.element(page.getByText("Half an ans")).toBeVisible();
  await userEvent.click(page.getByRole("button", { name: "Stop the reply" }));
  await expect.element(page.getByText("Stopped", { exact: true })).toBeVisible();
  await expect.element(page.getByText("Half an ans", { exact: true })).toBeVisible();
  expect(root.activeElement).toBe(field);
});

test("a message that was refused says why, and Edit brings it back into the field", async () => {
  backend.sendStatus = 403;
  const { field, root } = await openChat();
  await userEvent.type(field, "Secret{Enter}");
  await expect
    .element(page.getByText("Not sent. This is not allowed here.", { exact: true }).first())
    .toBeVisible();
  await userEvent.click(page.getByRole("button", { name: "Edit" }));
  await expect.poll(() => field.value).toBe("Secret");
  expect(root.activeElement).toBe(field);
  await expect.poll(() => page.getByRole("button", { name: "Edit" }).query()).toBeNull();
});

test("Retry sends a refused message again", async () => {
  backend.sendStatus = 403;
  const { field } = await openChat();
  await userEvent.type(field, "Please{Enter}");
  await expect.element(page.getByRole("button", { name: "Retry" })).toBeVisible();
  backend.sendStatus = 200;
  await userEvent.click(page.getByRole("button", { name: "Retry" }));
  await expect.poll(() => backend.received).toEqual(["Please", "Please"]);
});

test("a history that cannot be loaded says so, and loads at a second try", async () => {
  backend.history = "failing";
  await openChat();
  await expect.element(page.getByText("Earlier messages could not be loaded.")).toBeVisible();
  backend.history = { messages: turns(1) };
  await userEvent.click(page.getByRole("log").getByRole("button", { name: "Retry" }));
  await expect.element(page.getByText("Question 1")).toBeVisible();
});

test("a chat out of reach keeps the field usable and offers to try again", async () => {
  backend.isOffline = true;
  const { field } = await openChat();
  await expect.element(page.getByText("The chat cannot be reached."), LASTING).toBeVisible();
  await expect.element(page.getByText("Not connected")).toBeVisible();
  await userEvent.type(field, "Still here");
  expect(field.value).toBe("Still here");
  const retry = page.getByRole("button", { name: "Retry" }).element() as HTMLElement;
  backend.isOffline = false;
  // At once: the chat looks again by itself, too, and then takes the button away.
  retry.click();
  await expect.element(page.getByText("Online")).toBeVisible();
});

test("a wrong base URL is told to the developer, in the panel and once on the console", async () => {
  const error = vi.spyOn(console, "error").mockImplementation(() => {});
  const chat = mountChat({ apiBaseUrl: "api.example.com" });
  await chat.open();
  await chat.close();
  await chat.open();
  await expect.element(page.getByText("This chat is not set up correctly")).toBeVisible();
  await expect
    .element(page.getByText('Write "https://api.example.com", or start a path with "/".'))
    .toBeVisible();
  expect(error.mock.calls).toEqual([[expect.stringContaining('"api.example.com" has no scheme')]]);
  error.mockRestore();
});

test("on a small screen the panel is modal, and Tab stays inside", async () => {
  await page.viewport(390, 780);
  const { root, part, field, host } = await openChat();
  expect(part("panel").getAttribute("aria-modal")).toBe("true");
  expect(host.getBoundingClientRect()).toMatchObject({ x: 0, y: 0, width: 390, height: 780 });
  await userEvent.keyboard("{Tab}{Tab}");
  expect(root.activeElement).toBe(part("close"));
  await userEvent.keyboard("{Shift>}{Tab}{/Shift}{Shift>}{Tab}{/Shift}");
  expect(root.activeElement).toBe(field);
});

test("the panel takes font and custom properties from where the launcher stands", async () => {
  document.body.style.setProperty("font-family", "Georgia");
  const style = document.createElement("style");
  style.textContent = "chat-widget { --chatisle-accent: rgb(0, 90, 200); }";
  document.head.append(style);
  const { part, field } = await openChat();
  await userEvent.type(field, "Hi");
  expect(getComputedStyle(part("panel")).fontFamily).toContain("Georgia");
  await expect.poll(() => getComputedStyle(part("send")).backgroundColor).toBe("rgb(0, 90, 200)");
  style.remove();
  document.body.style.removeProperty("font-family");
});

test("words and direction follow the launcher's attributes while the panel is open", async () => {
  const { chat, part } = await openChat();
  chat.element.setAttribute("lang", "he");
  chat.element.setAttribute("heading", "צ׳אט");
  chat.element.setAttribute("labels", JSON.stringify({ placeholder: "כתבו הודעה" }));
  await expect.element(page.getByRole("dialog", { name: "צ׳אט" })).toBeVisible();
  expect(part("panel")).toMatchObject({ lang: "he", dir: "rtl" });
  expect(part<HTMLTextAreaElement>("input").placeholder).toBe("כתבו הודעה");
});
