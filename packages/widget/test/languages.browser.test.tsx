import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { page } from "vitest/browser";
import { fakeBackend } from "./support/fake-backend.js";
import { closeChats, openChat } from "./support/open-chat.js";

beforeEach(() => {
  fakeBackend();
});
afterEach(async () => {
  await closeChats();
  document.documentElement.removeAttribute("lang");
  vi.unstubAllGlobals();
});

test("a chat speaks the language of its page", async () => {
  document.documentElement.lang = "de-CH";
  await openChat();
  await expect.element(page.getByRole("textbox", { name: "Nachricht" })).toBeVisible();
  await expect.element(page.getByRole("button", { name: "Chat schließen" })).toBeVisible();
});

test("a chat that is told another language changes over while it is open", async () => {
  const { chat, part } = await openChat({ lang: "fr" });
  await expect.element(page.getByText("Comment pouvons-nous vous aider ?")).toBeVisible();
  chat.element.setAttribute("lang", "ar");
  await expect.element(page.getByText("كيف يمكننا مساعدتك؟")).toBeVisible();
  expect(part("panel").dir).toBe("rtl");
});

test("a region says some things in its own words, and the rest in its language's", async () => {
  await openChat({ lang: "pt-BR" });
  await expect.element(page.getByPlaceholder("Escreva uma mensagem…")).toBeVisible();
  await expect.element(page.getByText("Como podemos ajudar?")).toBeVisible();
});

test("the words of the site win over those of the language", async () => {
  await openChat({ lang: "de", labels: { greeting: "Servus!" } });
  await expect.element(page.getByText("Servus!")).toBeVisible();
  await expect.element(page.getByRole("textbox", { name: "Nachricht" })).toBeVisible();
});

test("a language that there is none of is English, in its own direction", async () => {
  const { part } = await openChat({ lang: "fa" });
  await expect.element(page.getByText("How can we help?")).toBeVisible();
  expect(part("panel").dir).toBe("rtl");
});
