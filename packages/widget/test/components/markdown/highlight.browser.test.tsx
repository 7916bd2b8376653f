import axe from "axe-core";
import { afterEach, expect, test, vi } from "vitest";
import { fakeBackend } from "../../support/fake-backend.js";
import { closeChats, openChat } from "../../support/open-chat.js";

const CODE = `def price(lamp: Lamp) -> str:
    # With tax
    return "€" + str(lamp.price * 1.25)`;

afterEach(async () => {
  await closeChats();
  vi.unstubAllGlobals();
});

const replyWithCode = () =>
  fakeBackend([{ role: "assistant", content: `Here:\n\n\`\`\`python\n${CODE}\n\`\`\``, id: "r" }]);

test.each(["light", "dark"] as const)("code has colours that can be read: %s", async (theme) => {
  replyWithCode();
  const { log, part, host } = await openChat({ highlight: true, theme });
  await expect.poll(() => log.querySelector('[part~="code-keyword"]')?.textContent).toBe("def");
  expect(part("code-comment").textContent).toBe("# With tax");
  expect(part("code").textContent).toBe(CODE);
  await expect
    .poll(() => getComputedStyle(part("code-string")).color)
    .not.toBe(getComputedStyle(part("code")).color);
  const { violations } = await axe.run(host, { runOnly: ["color-contrast"] });
  expect(violations.map(({ nodes }) => nodes.map(({ html }) => html))).toEqual([]);
});

test("code has no colours where the site has not asked for them", async () => {
  replyWithCode();
  const { log } = await openChat();
  await expect.poll(() => log.querySelector("code")?.textContent).toBe(CODE);
  expect(log.querySelector('[part^="code-k"]')).toBeNull();
});

test("code gets its colours when it is whole", async () => {
  const backend = fakeBackend();
  const { chat, log } = await openChat({ highlight: true });
  await chat.send("How?");
  await expect.poll(() => backend.received).toHaveLength(1);
  backend.reply.write("Look:\n\n```js\nconst a");
  await expect.poll(() => log.querySelector("code")?.textContent).toBe("const a");
  expect(log.querySelector('[part~="code-keyword"]')).toBeNull();
  backend.reply.write(" = 1;\n```\n");
  backend.reply.end();
  await expect.poll(() => log.querySelector('[part~="code-keyword"]')?.textContent).toBe("const");
  expect(log.querySelector("code")?.textContent).toBe("const a = 1;");
});
