import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { page } from "vitest/browser";
import { type FakeBackend, fakeBackend } from "./support/fake-backend.js";
import { closeChats, openChat } from "./support/open-chat.js";

let backend: FakeBackend;
beforeEach(() => {
  backend = fakeBackend();
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

test("Korean lines end between words", async () => {
  const content = "네, 영업일 기준 사일에서 육일 안에 배송합니다. ".repeat(8).trim();
  backend.history = { messages: [{ role: "human", id: "q", content }] };
  const { part } = await openChat({ lang: "ko" });
  await expect.element(page.getByText(content)).toBeVisible();
  const text = part("bubble").querySelector("p")?.firstChild as Text;
  const lines = (start: number, end: number) => {
    const range = document.createRange();
    range.setStart(text, start);
    range.setEnd(text, end);
    return new Set(Array.from(range.getClientRects(), ({ top }) => top)).size;
  };
  expect(lines(0, content.length)).toBeGreaterThan(2);
  const words = [...content.matchAll(/\S+/g)];
  expect(words.map(({ index, 0: word }) => lines(index, index + word.length))).toEqual(words.map(() => 1));
});
