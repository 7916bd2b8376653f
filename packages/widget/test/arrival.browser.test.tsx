import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import { type FakeBackend, fakeBackend, turns } from "./support/fake-backend.js";
import { closeChats, openChat } from "./support/open-chat.js";
import { slowFrames } from "./support/slow-frames.js";

let backend: FakeBackend;
/** Whose messages have come in. */
let arrived: string[];
beforeEach(() => {
  backend = fakeBackend(turns(2));
  arrived = [];
  const { animate } = Element.prototype;
  vi.spyOn(Element.prototype, "animate").mockImplementation(function (this: Element, ...how) {
    arrived.push(this.getAttribute("part")?.match(/message-(user|assistant)/)?.[1] ?? this.tagName);
    return animate.apply(this, how);
  });
});
afterEach(async () => {
  await closeChats();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

test("a history is there at once, each time the panel opens", async () => {
  const { chat, root, part } = await openChat();
  const moved: unknown[] = [];
  root.addEventListener("animationstart", ({ target }) => moved.push(target));
  await expect.element(page.getByText("Answer 2", { exact: false })).toBeVisible();
  await chat.close();
  await expect.poll(() => getComputedStyle(part("panel")).display).toBe("none");
  await chat.open();
  await expect.poll(() => getComputedStyle(part("panel")).opacity).toBe("1");
  expect(moved.filter((element) => (element as Element).matches("article"))).toEqual([]);
  expect(arrived).toEqual([]);
});

test("what is asked and what is answered come in, each once", async () => {
  const { field } = await openChat();
  await expect.element(page.getByText("Answer 2", { exact: false })).toBeVisible();
  await userEvent.type(field, "More?{Enter}");
  await expect.poll(() => arrived).toContain("user");
  await expect.poll(() => backend.received).toEqual(["More?"]);
  backend.reply.write("A little");
  await expect.element(page.getByText("A little")).toBeVisible();
  backend.reply.write(" more.");
  backend.reply.end();
  await expect.element(page.getByText("A little more.")).toBeVisible();
  expect(arrived).toEqual(["user", "assistant"]);
});

test("the first question of a conversation comes in, too", async () => {
  backend.history = { messages: [] };
  const { field } = await openChat();
  await userEvent.type(field, "Anybody there?{Enter}");
  await expect.poll(() => arrived[0]).toBe("user");
});

test("a question and a reply that a slow page shows in one frame both come in", async () => {
  slowFrames();
  const { field } = await openChat();
  await expect.element(page.getByText("Answer 2", { exact: false })).toBeVisible();
  await userEvent.type(field, "More?{Enter}");
  await expect.poll(() => arrived).toEqual(["user", "assistant"]);
});

test("with less motion a message fades in, and moves nowhere", async () => {
  const { matchMedia } = window;
  vi.stubGlobal("matchMedia", (query: string) =>
    matchMedia(query.includes("reduced-motion") ? "all" : query),
  );
  const { field } = await openChat();
  await expect.element(page.getByText("Answer 2", { exact: false })).toBeVisible();
  await userEvent.type(field, "More?{Enter}");
  await expect.poll(() => arrived[0]).toBe("user");
  expect(vi.mocked(Element.prototype.animate).mock.calls[0]?.[0]).toEqual([{ opacity: 0 }, {}]);
});
