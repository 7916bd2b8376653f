import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import { answerFileDialogs } from "./support/answer-file-dialogs.js";
import { focused, nameOf, tabBackTo, tabTo } from "./support/by-keyboard.js";
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

const focusedName = () => nameOf(focused());

test("a visitor opens the chat, asks a starter question, stops the reply and closes the chat again", async () => {
  const { element } = mountChat({ prompts: ["Where is my order?"] });
  await tabTo("Chat");
  await userEvent.keyboard("{Enter}");
  await expect.poll(focusedName).toBe("Message");
  await tabBackTo("Where is my order?");
  await userEvent.keyboard("{Enter}");
  await expect.poll(() => backend.received).toEqual(["Where is my order?"]);
  await expect.poll(focusedName).toBe("Message");
  backend.reply.write("It is on");
  await expect.element(page.getByText("It is on", { exact: true })).toBeVisible();
  await tabTo("Stop the reply");
  await userEvent.keyboard(" ");
  await expect.element(page.getByText("Stopped", { exact: true })).toBeVisible();
  expect(focusedName()).toBe("Message");
  await userEvent.keyboard("And now?{Enter}");
  await expect.poll(() => backend.received).toHaveLength(2);
  await tabBackTo("Close chat");
  await userEvent.keyboard("{Enter}");
  expect(element.isOpen).toBe(false);
  expect(focusedName()).toBe("Chat");
});

test("every action of a reply and of the own message is reached, and none loses the focus", async () => {
  backend.capabilities = ["edit", "regenerate", "feedback", "upload"];
  backend.answers["POST /chat/feedback"] = () => new Response(null, { status: 204 });
  backend.history = { messages: turns(1) };
  const { root } = await openChat();
  await expect.element(page.getByRole("button", { name: "Attach files" })).toBeVisible();
  await tabBackTo("Attach files");
  await tabBackTo("Bad reply");
  await tabBackTo("Good reply");
  await userEvent.keyboard(" ");
  await expect.poll(() => focused().ariaPressed).toBe("true");
  expect(focusedName()).toBe("Good reply");
  await tabBackTo("Copy");
  await tabBackTo("Edit message");
  await userEvent.keyboard("{Enter}");
  await expect.poll(() => focused().localName).toBe("textarea");
  expect(focusedName()).toBe("Edit message");
  await userEvent.keyboard("{Escape}");
  await expect.poll(() => focused().localName).toBe("button");
  expect(focusedName()).toBe("Edit message");
  await userEvent.keyboard("{Enter}");
  await expect.poll(() => focused().localName).toBe("textarea");
  await userEvent.keyboard(" really{Enter}");
  await expect.poll(() => backend.received).toEqual(["Question 1 really"]);
  await expect.poll(() => root.activeElement).not.toBeNull();
  backend.reply.write("Another answer");
  backend.reply.end();
  await expect.element(page.getByRole("button", { name: "Ask again" })).toBeVisible();
  (root.querySelector('[part~="input"]') as HTMLElement).focus();
  await tabBackTo("Ask again");
  await userEvent.keyboard("{Enter}");
  await expect.poll(() => backend.received).toHaveLength(2);
  await expect.poll(() => root.activeElement).not.toBeNull();
});

test("citations, sources, links, tables and older messages are reached", async () => {
  backend.history = {
    messages: [
      ...turns(3),
      {
        role: "assistant",
        content: `As it says [1].\n\n${"| long heading ".repeat(30)}|\n${"|---".repeat(30)}|\n`,
        id: "s",
        parts: [{ type: "source", id: "1", url: "https://example.com/guide", title: "The guide" }],
      },
    ],
    next_cursor: "older",
  };
  backend.olderHistory = { messages: turns(2, 100) };
  const { root } = await openChat();
  await expect.element(page.getByRole("button", { name: "Source 1" })).toBeInTheDocument();
  await tabBackTo("The guide");
  await tabBackTo("Table");
  await tabBackTo("Source 1");
  await userEvent.keyboard("{Enter}");
  await expect.poll(() => focused().part.contains("source")).toBe(true);
  // Going up to the oldest message loads those before it, as scrolling does.
  await tabBackTo("Conversation");
  await userEvent.keyboard("{Home}");
  await expect.element(page.getByText("Question 100")).toBeInTheDocument();
  expect(root.activeElement?.getAttribute("part")).toBe("log");
});

test("the keys go on to scroll when the button for earlier messages has gone, with or without them", async () => {
  const pages = new Map([
    [null, { messages: turns(12, 30), next_cursor: "middle" }],
    ["middle", { messages: turns(12, 15), next_cursor: "oldest" }],
    ["oldest", { messages: turns(12) }],
  ]);
  let isBroken = true;
  backend.answers["GET /api/chat/history"] = (request) => {
    const cursor = new URL(request.url).searchParams.get("cursor");
    if (cursor !== null && isBroken) return new Response(null, { status: 404 });
    return Response.json(pages.get(cursor));
  };
  const { log, root } = await openChat();
  const press = async (name: string) => {
    await expect.element(page.getByRole("button", { name })).toBeInTheDocument();
    (page.getByRole("button", { name }).element() as HTMLElement).focus({ preventScroll: true });
    await userEvent.keyboard("{Enter}");
  };
  await press("Load earlier messages");
  await expect.element(page.getByText("Earlier messages could not be loaded.")).toBeInTheDocument();
  expect(root.activeElement).toBe(log);
  isBroken = false;
  await press("Retry");
  await expect.element(page.getByText("Question 15", { exact: true })).toBeInTheDocument();
  expect(root.activeElement).toBe(log);
  await press("Load earlier messages");
  await expect.element(page.getByText("Question 1", { exact: true })).toBeInTheDocument();
  expect(root.activeElement).toBe(log);
});

test("a visitor chooses a file, takes it out again and sends another", async () => {
  backend.capabilities = ["upload"];
  backend.answers["POST /upload"] = async (request) => {
    const { name, type } = (await request.formData()).get("file") as File;
    return Response.json({ id: name, url: `/files/${name}`, name, type });
  };
  await openChat();
  await expect.element(page.getByRole("button", { name: "Attach files" })).toBeVisible();
  await answerFileDialogs("package.json");
  await tabBackTo("Attach files");
  await userEvent.keyboard("{Enter}");
  await tabBackTo("Remove package.json");
  await userEvent.keyboard("{Enter}");
  await expect.poll(focusedName).toBe("Message");
  await tabBackTo("Attach files");
  await userEvent.keyboard(" ");
  await expect.element(page.getByRole("button", { name: "Remove package.json" })).toBeVisible();
  expect(focusedName()).toBe("Attach files");
  await expect.element(page.getByRole("button", { name: "Send" })).toHaveAttribute("aria-disabled", "false");
  await tabTo("Send");
  await userEvent.keyboard("{Enter}");
  await expect.poll(() => backend.received).toEqual([""]);
  await expect.element(page.getByRole("link", { name: "package.json" })).toBeInTheDocument();
});

test("a visitor goes to another conversation, deletes one, and begins a new one", async () => {
  backend.capabilities = ["conversations"];
  backend.history = { messages: turns(1) };
  let isThere = true;
  backend.answers["GET /api/conversations"] = () =>
    Response.json({
      conversations: [
        { id: "parcel", title: "Parcel 4711", updated_at: "2026-11-20T10:00:00Z" },
        ...(isThere ? [{ id: "lamp", title: "A lamp", updated_at: "2026-11-19T10:00:00Z" }] : []),
      ],
    });
  backend.answers["DELETE /api/conversations/lamp"] = () => {
    isThere = false;
    return new Response(null, { status: 204 });
  };
  const { root, chat } = await openChat();
  await expect.element(page.getByRole("button", { name: "Conversations" })).toBeVisible();
  await tabBackTo("Conversations");
  await userEvent.keyboard("{Enter}");
  await expect.element(page.getByText("A lamp")).toBeVisible();
  await tabTo("Delete: A lamp");
  await userEvent.keyboard("{Enter}");
  await expect.poll(focusedName).toBe("Delete");
  await userEvent.keyboard("{Enter}");
  await expect.element(page.getByText("A lamp")).not.toBeInTheDocument();
  await expect.poll(() => root.activeElement).not.toBeNull();
  await userEvent.keyboard("{Escape}");
  expect(chat.element.isOpen).toBe(true);
  await expect.poll(focusedName).toBe("Message");
  await tabBackTo("Conversations");
  await userEvent.keyboard("{Enter}");
  await tabTo(/^Parcel 4711/);
  await userEvent.keyboard("{Enter}");
  await expect.poll(focusedName).toBe("Message");
  await tabBackTo("New conversation");
  await userEvent.keyboard("{Enter}");
  await expect.poll(() => root.activeElement).not.toBeNull();
  await userEvent.keyboard("{Escape}");
  expect(chat.element.isOpen).toBe(false);
});

test("a visitor signs in with a code and is back in the text field", async () => {
  backend.capabilities = ["code"];
  backend.answers["POST /chat"] = () =>
    Response.json({ code: "expired", detail: "The session is over." }, { status: 401 });
  backend.answers["POST /api/auth/code"] = () => new Response(null, { status: 204 });
  backend.answers["POST /api/auth/code/verify"] = () =>
    Response.json({ session_id: "s", v: 1, state: "active", is_anonymous: false, capabilities: ["code"] });
  await openChat();
  await expect.element(page.getByText("Online")).toBeVisible();
  await userEvent.keyboard("Hello{Enter}");
  await expect.element(page.getByRole("button", { name: "Continue" })).toBeVisible();
  await tabBackTo("Continue");
  await userEvent.keyboard("{Enter}");
  await expect.poll(focusedName).toBe("E-mail address");
  await userEvent.keyboard("ada@example.com{Enter}");
  await expect.poll(focusedName).toBe("Code");
  await userEvent.keyboard("123456{Enter}");
  await expect.poll(focusedName).toBe("Message");
});
