import { textOf } from "@chatisle/client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import { configure } from "../src/app.js";
import { type FakeBackend, fakeBackend, turns } from "./support/fake-backend.js";
import { closeChats, openChat } from "./support/open-chat.js";

let backend: FakeBackend;
beforeEach(async () => {
  await page.viewport(900, 800);
  backend = fakeBackend();
});
afterEach(async () => {
  await closeChats();
  configure({});
  vi.unstubAllGlobals();
});

test("a site's header stands in for the panel's, closes it, and leaves the dialog its name", async () => {
  configure({
    render: {
      header: ({ status, close }) => (
        <header>
          <b>We are {status?.value}</b>
          <button type="button" onClick={close}>
            Away with it
          </button>
        </header>
      ),
    },
  });
  const { chat, root } = await openChat({ heading: "Ask us" });
  await expect.element(page.getByRole("dialog", { name: "Ask us" })).toBeVisible();
  await expect.element(page.getByText("We are online")).toBeVisible();
  expect(root.querySelector('[part="header"]')).toBeNull();
  await userEvent.click(page.getByRole("button", { name: "Away with it" }));
  expect(chat.element.isOpen).toBe(false);
});

test("a site draws the messages it wants to, puts others into its own frame, and all keep their actions", async () => {
  backend = fakeBackend(turns(1));
  configure({
    render: {
      message: ({ message, children }) =>
        message.role === "user" ? <p>You asked: {textOf(message)}</p> : <div part="framed">{children}</div>,
    },
  });
  const { part } = await openChat();
  await expect.element(page.getByText("You asked: Question 1")).toBeVisible();
  await expect.poll(() => part("framed").textContent).toContain("Answer 1");
  expect(part("message-assistant").querySelector('[part~="actions"]')).not.toBeNull();
});

test("a site's empty state and composer send, and the message is the conversation's", async () => {
  configure({
    render: {
      empty: ({ send }) => (
        <button type="button" onClick={() => send("Where is my parcel?")}>
          Parcels
        </button>
      ),
      composer: ({ send }) => (
        <button type="button" part="input" onClick={() => send("Thanks")}>
          Say thanks
        </button>
      ),
    },
  });
  const { chat, root } = await openChat();
  await userEvent.click(page.getByRole("button", { name: "Parcels" }));
  await expect.element(page.getByText("Where is my parcel?")).toBeVisible();
  await expect.poll(() => backend.received).toEqual(["Where is my parcel?"]);
  backend.reply.write("On its way.");
  backend.reply.end();
  await userEvent.click(page.getByRole("button", { name: "Say thanks" }));
  await expect.poll(() => backend.received).toEqual(["Where is my parcel?", "Thanks"]);
  await chat.focus();
  expect(root.activeElement?.textContent).toBe("Say thanks");
});

test("a site says in its own words that the history is missing, and tries again", async () => {
  backend.history = "failing";
  configure({
    render: {
      error: ({ problem, retry }) => (
        <button type="button" onClick={retry}>
          No {problem}: once more
        </button>
      ),
    },
  });
  await openChat();
  const button = page.getByRole("button", { name: "No history: once more" });
  await expect.element(button, { timeout: 15_000 }).toBeVisible();
  backend.history = { messages: turns(1) };
  await userEvent.click(button);
  await expect.element(page.getByText("Question 1")).toBeVisible();
});

test("a site's sign-in stands over the conversation though the backend sends no codes", async () => {
  backend.answers["POST /chat"] = () =>
    Response.json({ code: "expired", detail: "The session is over." }, { status: 401 });
  configure({
    render: {
      signIn: ({ close }) => (
        <button type="button" onClick={close}>
          With the shop's account
        </button>
      ),
    },
  });
  const { chat, root } = await openChat();
  await expect.element(page.getByText("Online")).toBeVisible();
  chat.element.send("Hello");
  await userEvent.click(page.getByRole("button", { name: "Continue" }));
  const own = page.getByRole("button", { name: "With the shop's account" });
  await expect.element(own).toBeVisible();
  await userEvent.click(own);
  await expect.poll(() => root.querySelector('[part="sheet"]')).toBeNull();
});
