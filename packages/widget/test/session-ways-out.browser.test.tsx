import axe from "axe-core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import { type FakeBackend, fakeBackend } from "./support/fake-backend.js";
import { closeChats, openChat } from "./support/open-chat.js";

const ADA = { session_id: "s2", v: 1, state: "active", is_anonymous: false, subject: "ada" };

let backend: FakeBackend;
beforeEach(() => {
  backend = fakeBackend();
});
afterEach(async () => {
  await closeChats();
  vi.unstubAllGlobals();
});

/** A backend that takes messages of signed-in visitors alone, and signs them in by the code 12345678. */
function wantsSignIn() {
  let isSignedIn = false;
  backend.capabilities = ["code"];
  const session = () =>
    isSignedIn
      ? ADA
      : { ...ADA, session_id: "s", is_anonymous: true, state: "anonymous", subject: undefined };
  backend.answers["GET /api/session"] = () => Response.json({ ...session(), capabilities: ["code"] });
  backend.answers["POST /api/auth/code"] = () => new Response(null, { status: 204 });
  backend.answers["POST /api/auth/code/verify"] = async (request) => {
    const { code } = (await request.json()) as { code: string };
    isSignedIn = code === "12345678";
    return isSignedIn
      ? Response.json({ ...ADA, capabilities: ["code"] })
      : Response.json({ code: "code-wrong", detail: "Wrong." }, { status: 403 });
  };
}

/** A chat whose session has just ended. */
async function expiredChat() {
  wantsSignIn();
  const { chat, field, root } = await openChat();
  await expect.element(page.getByText("Online")).toBeVisible();
  await userEvent.type(field, "Half a thought");
  backend.answers["POST /chat"] = () =>
    Response.json({ code: "expired", detail: "The session is over." }, { status: 401 });
  chat.element.send("Hello");
  await expect.element(page.getByText("Your session has ended. Your draft is kept.")).toBeVisible();
  chat.element.setDraft("Half a thought");
  delete backend.answers["POST /chat"];
  return { chat, field, root };
}

test("an ended session is said, and a code by e-mail brings the visitor back to the draft", async () => {
  const { field, root } = await expiredChat();
  await userEvent.click(page.getByRole("button", { name: "Continue" }));
  await userEvent.type(page.getByLabelText("E-mail address"), "ada@example.com{Enter}");
  await expect.element(page.getByText("We have sent a code to ada@example.com.")).toBeVisible();
  await userEvent.type(page.getByLabelText("Code"), "11111111{Enter}");
  await expect.element(page.getByText("This code is wrong or has expired.")).toBeVisible();
  await userEvent.clear(page.getByLabelText("Code"));
  await userEvent.type(page.getByLabelText("Code"), "12345678{Enter}");
  await expect.element(page.getByText("Online")).toBeVisible();
  expect(page.getByText("Your session has ended.").query()).toBeNull();
  expect(field.value).toBe("Half a thought");
  expect(root.activeElement).toBe(field);
});

test("a page that signs visitors in itself is asked first", async () => {
  const { chat } = await expiredChat();
  const asked = vi.fn((event: Event) => event.preventDefault());
  chat.element.addEventListener("chatisle:sign-in-wanted", asked);
  await userEvent.click(page.getByRole("button", { name: "Continue" }));
  expect(asked).toHaveBeenCalledOnce();
  expect(page.getByLabelText("E-mail address").query()).toBeNull();
});

test("Escape leaves the form, and the panel stays open", async () => {
  const { chat, field, root } = await expiredChat();
  await userEvent.click(page.getByRole("button", { name: "Continue" }));
  await expect.poll(() => root.activeElement).toBe(page.getByLabelText("E-mail address").element());
  await userEvent.keyboard("{Escape}");
  expect(page.getByLabelText("E-mail address").query()).toBeNull();
  expect(chat.element.isOpen).toBe(true);
  expect(root.activeElement).toBe(field);
});

test.each(["light", "dark"] as const)("axe finds nothing to object to in the form: %s", async (theme) => {
  const { chat } = await expiredChat();
  chat.element.setAttribute("theme", theme);
  await userEvent.click(page.getByRole("button", { name: "Continue" }));
  await expect.element(page.getByLabelText("E-mail address")).toBeVisible();
  for (const animation of document.getAnimations()) animation.finish();
  const { violations } = await axe.run("chatisle-panel");
  expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
});

test("conversations are listed, opened, and deleted on purpose", async () => {
  backend.capabilities = ["conversations"];
  let rows = [
    { id: "c1", title: "Delivery times", updated_at: new Date().toISOString() },
    { id: "c2", title: "Prices", updated_at: "2026-01-02T10:00:00Z" },
  ];
  backend.answers["GET /api/conversations"] = () => Response.json({ conversations: rows });
  backend.answers["DELETE /api/conversations/c2"] = () => {
    rows = rows.slice(0, 1);
    return new Response(null, { status: 204 });
  };
  const { chat, field, root } = await openChat();
  const heard: string[] = [];
  chat.element.addEventListener("chatisle:event", ({ detail }) => heard.push(detail.type));
  await userEvent.click(page.getByRole("button", { name: "Conversations" }));
  await expect.element(page.getByRole("button", { name: /^Prices/ })).toBeVisible();
  await userEvent.click(page.getByRole("button", { name: "Delete: Prices" }));
  await userEvent.click(page.getByRole("button", { name: "Delete", exact: true }));
  await expect.poll(() => page.getByRole("button", { name: /^Prices/ }).query()).toBeNull();
  await userEvent.click(page.getByRole("button", { name: /^Delivery times/ }));
  expect(root.activeElement).toBe(field);
  expect(page.getByRole("heading", { name: "Conversations" }).query()).toBeNull();
});
