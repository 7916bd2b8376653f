import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import { type FakeBackend, fakeBackend, turns } from "./support/fake-backend.js";
import { closeChats, openChat } from "./support/open-chat.js";

let backend: FakeBackend;
beforeEach(async () => {
  await page.viewport(900, 800);
  backend = fakeBackend();
});
afterEach(async () => {
  await closeChats();
  vi.unstubAllGlobals();
});

const picture = { type: "file", url: "/a.svg", name: "a.svg", mediaType: "image/svg+xml" } as const;
const paper = { type: "file", url: "/b.pdf", name: "b.pdf", mediaType: "application/pdf" } as const;

test("a picture and a file stand on one line, and a file stands clear of the words before it", async () => {
  backend.history = {
    messages: [
      {
        role: "human",
        id: "q",
        content: "Here",
        parts: [
          { ...picture, id: "1" },
          { ...paper, id: "2" },
        ],
      },
      { role: "assistant", id: "a", content: "Thank you", parts: [{ ...paper, id: "3", name: "c.pdf" }] },
    ],
  };
  await openChat();
  await expect.element(page.getByText("c.pdf")).toBeVisible();
  const box = (name: string) =>
    page.getByRole("link", { name, exact: true }).element().firstElementChild?.getBoundingClientRect();
  expect(box("a.svg")?.top).toBe(box("b.pdf")?.top);
  const words = page.getByText("Thank you").element().getBoundingClientRect();
  expect((box("c.pdf")?.top ?? 0) - words.bottom).toBeGreaterThanOrEqual(12);
});

test("what a field asks for is read as well in the dark as in the light", async () => {
  backend.history = { messages: turns(5) };
  const { root, part } = await openChat({ theme: "dark" });
  await userEvent.click(page.getByRole("button", { name: "Search messages" }));
  await expect.element(page.getByRole("searchbox")).toBeVisible();
  const field = root.querySelector("[type=search]") as HTMLInputElement;
  expect(getComputedStyle(field, "::placeholder").color).toBe(getComputedStyle(part("search-count")).color);
});
