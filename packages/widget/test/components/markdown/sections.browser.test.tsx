import { afterEach, expect, test, vi } from "vitest";
import { fakeBackend } from "../../support/fake-backend.js";
import { closeChats, openChat } from "../../support/open-chat.js";

afterEach(async () => {
  await closeChats();
  vi.unstubAllGlobals();
});

const BLOCKS = 70;

test("the browser can pass over all sections of a long reply but the one that grows", async () => {
  const watched = vi.spyOn(ResizeObserver.prototype, "observe");
  fakeBackend([
    { role: "assistant", content: "Words.\n\n```js\nconst a = 1;\n```\n\n".repeat(BLOCKS / 2), id: "r" },
  ]);
  const { log } = await openChat();
  await expect.poll(() => log.querySelectorAll('[part~="code"]').length).toBe(BLOCKS / 2);
  const sections = [...log.querySelectorAll('[part~="markdown"] > div')];
  expect(sections).toHaveLength(3);
  expect(sections.map((section) => getComputedStyle(section).contain)).toEqual(
    sections.map(() => "layout paint"),
  );
  // Each is looked at in every frame: one element for each piece of code is enough.
  const inReply = watched.mock.calls.filter(([element]) => sections.some((each) => each.contains(element)));
  expect(inReply).toHaveLength(BLOCKS / 2);
  watched.mockRestore();
});

test("long code that is selected is what was written", async () => {
  const code = "if (a) {\n\n  b();\n}\n".repeat(1_000).trimEnd();
  fakeBackend([{ role: "assistant", content: `Here:\n\n\`\`\`js\n${code}\n\`\`\``, id: "r" }]);
  const { log } = await openChat();
  // biome-ignore lint/performance/useDomNodeTextContent: what a selection gives is wanted, not what the nodes hold
  await expect.poll(() => log.querySelector<HTMLElement>("pre code")?.innerText).toBe(code);
  expect(log.querySelectorAll("pre code > span").length).toBeGreaterThan(3);
});

test("paragraphs are equally far apart, also where one section ends and the next begins", async () => {
  fakeBackend([{ role: "assistant", content: "Some **words**.\n\n".repeat(BLOCKS), id: "r" }]);
  const { log } = await openChat();
  await expect.poll(() => log.querySelectorAll('[part~="markdown"] p').length).toBe(BLOCKS);
  const places = [...log.querySelectorAll('[part~="markdown"] p')].map((each) =>
    each.getBoundingClientRect(),
  );
  const gaps = places.slice(1).map((place, index) => Math.round(place.top - (places[index]?.bottom ?? 0)));
  expect(new Set(gaps)).toEqual(new Set([12]));
});
