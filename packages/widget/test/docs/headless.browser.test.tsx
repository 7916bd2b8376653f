import { cleanup, render } from "@testing-library/preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import { focused, nameOf } from "../support/by-keyboard.js";
import { type FakeBackend, fakeBackend, turns } from "../support/fake-backend.js";
import { ownLauncher } from "./own-launcher.js";
import { plainChat } from "./plain-chat.js";
import { SupportChat } from "./support-chat.js";

let backend: FakeBackend;
beforeEach(() => {
  backend = fakeBackend();
});
afterEach(() => {
  cleanup();
  document.body.replaceChildren();
  localStorage.clear();
  vi.unstubAllGlobals();
});

const field = () => page.getByRole("textbox", { name: "Your message" });
const button = (name: string) => page.getByRole("button", { name });

test("the guide's skin shows a question, the reply as it comes, its sources, and says it to who listens", async () => {
  render(<SupportChat baseUrl="/backend" />);
  await expect.element(page.getByText("Ask us anything.")).toBeVisible();
  await userEvent.fill(field(), "Where is my parcel?");
  await userEvent.click(button("Send"));
  await expect.poll(() => backend.received).toEqual(["Where is my parcel?"]);
  await expect.element(field()).toHaveValue("");
  backend.reply.write("It is **on its");
  await expect.element(button("Stop")).toBeVisible();
  backend.reply.write(" way**.");
  backend.reply.end();
  await expect.element(page.getByRole("strong")).toHaveTextContent("on its way");
  await expect.element(page.getByRole("status")).toHaveTextContent("Assistant: It is on its way.");
  await expect.element(button("Stop")).not.toBeInTheDocument();
});

test("the guide's skin stops a reply, and keeps what there is of it", async () => {
  render(<SupportChat baseUrl="/backend" />);
  await userEvent.fill(field(), "Tell me everything");
  await userEvent.click(button("Send"));
  await expect.poll(() => backend.received).toHaveLength(1);
  backend.reply.write("In the beginning");
  await expect.element(page.getByText("In the beginning")).toBeVisible();
  await userEvent.click(button("Stop"));
  await expect.element(page.getByText("Stopped", { exact: true })).toBeVisible();
  await expect.element(page.getByText("In the beginning")).toBeVisible();
});

test("the guide's skin loads earlier messages, and shows the sources of a reply", async () => {
  const source = { type: "source" as const, id: "1", url: "https://example.com/guide", title: "The guide" };
  backend.history = {
    messages: [{ role: "assistant", content: "As it says.", id: "s", parts: [source] }],
    next_cursor: "older",
  };
  backend.olderHistory = { messages: turns(1) };
  render(<SupportChat baseUrl="/backend" />);
  await expect.element(page.getByRole("link", { name: "The guide" })).toBeVisible();
  await userEvent.click(button("Earlier messages"));
  await expect.element(page.getByText("Question 1")).toBeVisible();
  await expect.element(button("Earlier messages")).not.toBeInTheDocument();
});

test("the guide's skin offers another attempt where a message has failed", async () => {
  backend.sendStatus = 400;
  render(<SupportChat baseUrl="/backend" />);
  await expect.element(page.getByText("Ask us anything.")).toBeVisible();
  await userEvent.fill(field(), "Hello");
  await userEvent.click(button("Send"));
  const again = button("That went wrong. Try again");
  await expect.element(again).toBeVisible();
  backend.sendStatus = 200;
  await userEvent.click(again);
  await expect.poll(() => backend.received).toEqual(["Hello", "Hello"]);
  backend.reply.write("Hello to you");
  backend.reply.end();
  await expect.element(page.getByText("Hello to you", { exact: true })).toBeVisible();
});

test("the guide's chat without a framework shows what is said, until it is ended", async () => {
  backend.history = { messages: turns(1) };
  const list = document.createElement("ol");
  const form = document.createElement("form");
  form.innerHTML = '<input name="message" aria-label="Your message" /><button>Send</button>';
  document.body.append(list, form);
  const end = plainChat("/backend", list, form);
  await expect.element(page.getByText("Question 1")).toBeVisible();
  await userEvent.fill(field(), "And now?");
  await userEvent.click(button("Send"));
  await expect.poll(() => backend.received).toEqual(["And now?"]);
  await expect.element(field()).toHaveValue("");
  backend.reply.write("Now, too.");
  backend.reply.end();
  await expect.element(page.getByText("Now, too.")).toBeVisible();
  end();
  const asked = vi.spyOn(globalThis, "fetch");
  dispatchEvent(new Event("online"));
  expect(asked).not.toHaveBeenCalled();
});

test("the guide's own launcher opens the chat, and has the focus again when it is closed", async () => {
  const button = document.createElement("button");
  button.textContent = "Talk to us";
  document.body.append(button);
  const chat = ownLauncher(button, "/backend");
  await userEvent.click(button);
  await expect.element(page.getByRole("dialog", { name: "Chat" })).toBeVisible();
  await expect.element(page.getByRole("button", { name: "Talk to us", expanded: true })).toBeVisible();
  await expect.poll(() => nameOf(focused())).toBe("Message");
  await userEvent.keyboard("{Escape}");
  await expect.element(page.getByRole("button", { name: "Talk to us", expanded: false })).toBeVisible();
  await expect.poll(() => document.activeElement).toBe(button);
  chat.dispose();
});
