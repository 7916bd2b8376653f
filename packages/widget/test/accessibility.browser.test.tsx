import axe from "axe-core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import { type FakeBackend, fakeBackend, turns } from "./support/fake-backend.js";
import { closeChats, mountChat, openChat } from "./support/open-chat.js";

let backend: FakeBackend;
beforeEach(() => {
  backend = fakeBackend();
});
afterEach(async () => {
  await closeChats();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

type Chat = Awaited<ReturnType<typeof openChat>>;

const answered: FakeBackend["history"] = {
  messages: [
    ...turns(1),
    {
      role: "assistant",
      content: "See the guide.",
      id: "s",
      parts: [
        {
          type: "source",
          id: "1",
          url: "https://example.com/guide",
          title: "The guide",
          quote: "As it says.",
        },
      ],
    },
    { role: "assistant", content: "Half", id: "h", status: "stopped" },
  ],
  next_cursor: "older",
};

const MARKDOWN = `# Title

Words with \`code\`, a [link](https://example.com) and a citation.

- [x] done
- [ ] open

> A quote

${"| a | long heading ".repeat(8)}|
${"|---|---".repeat(8)}|
${"| 1 | words ".repeat(8)}|

\`\`\`ts
${"const name = await something(); ".repeat(6)}
\`\`\`
`;

const states: Record<string, (chat: () => Promise<Chat>) => Promise<unknown>> = {
  async empty(open) {
    await open();
    await expect.element(page.getByText("How can we help?")).toBeVisible();
  },
  async loading(open) {
    backend.history = "hanging";
    const { part } = await open();
    await expect.poll(() => getComputedStyle(part("skeleton")).opacity).toBe("1");
  },
  async "history failed"(open) {
    backend.history = "failing";
    await open();
    await expect.element(page.getByText("Earlier messages could not be loaded.")).toBeVisible();
  },
  async conversation(open) {
    backend.history = answered;
    const { field } = await open();
    await expect.element(page.getByText("The guide")).toBeVisible();
    await userEvent.type(field, "A draft");
  },
  async markdown(open) {
    backend.capabilities = ["feedback", "regenerate", "edit"];
    backend.history = { messages: [...turns(1), { role: "assistant", content: MARKDOWN, id: "m" }] };
    const { part } = await open();
    await expect.element(page.getByRole("table")).toBeInTheDocument();
    await expect.poll(() => [part("table").tabIndex, part("code").tabIndex]).toEqual([0, 0]);
    part("code-block").querySelector("button")?.focus();
  },
  async "editing a message"(open) {
    backend.capabilities = ["edit"];
    backend.history = { messages: turns(1) };
    await open();
    await userEvent.click(page.getByRole("button", { name: "Edit message" }));
    await expect.element(page.getByRole("textbox", { name: "Edit message" })).toBeVisible();
  },
  async attachments(open) {
    backend.capabilities = ["upload"];
    backend.answers["POST /upload"] = () => new Promise(() => {});
    const { field } = await open();
    await expect.element(page.getByRole("button", { name: "Attach files" })).toBeVisible();
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File(["x"], "plan.pdf"));
    clipboardData.items.add(new File([], "empty.pdf"));
    field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    await expect.element(page.getByText("empty.pdf is empty.")).toBeVisible();
  },
  async typing(open) {
    const { field } = await open();
    await userEvent.type(field, "Why?{Enter}");
    await expect.poll(() => backend.received).toHaveLength(1);
  },
  async streaming(open) {
    const { field } = await open();
    await userEvent.type(field, "Why?{Enter}");
    await expect.poll(() => backend.received).toHaveLength(1);
    backend.reply.write("Because");
    await expect.element(page.getByText("Because")).toBeVisible();
  },
  async "reply cut off"(open) {
    const { field } = await open();
    await userEvent.type(field, "Why?{Enter}");
    await expect.poll(() => backend.received).toHaveLength(1);
    backend.reply.write("Beca");
    await expect.element(page.getByText("Beca")).toBeVisible();
    backend.reply.cut();
    await expect.element(page.getByRole("button", { name: "Retry" })).toBeVisible();
  },
  async "message refused"(open) {
    backend.sendStatus = 403;
    const { field } = await open();
    await userEvent.type(field, "Why?{Enter}");
    await expect.element(page.getByRole("button", { name: "Edit" })).toBeVisible();
  },
  async "out of reach"(open) {
    backend.isOffline = true;
    await open();
    await expect.element(page.getByText("The chat cannot be reached."), { timeout: 15_000 }).toBeVisible();
  },
};

const looks = (["light", "dark"] as const).flatMap((theme) =>
  ([900, 390] as const).flatMap((width) =>
    Object.keys(states).map((state) => [state, theme, width] as const),
  ),
);

test.each(looks)("axe finds nothing to object to: %s, %s, %i pixels wide", async (state, theme, width) => {
  await page.viewport(width, 800);
  let chat: Chat | undefined;
  await states[state]?.(async () => {
    chat = await openChat({ theme });
    return chat;
  });
  if (!chat) throw new Error(`The state ${state} has opened no chat.`);
  const { root } = chat;
  // The buttons of messages come in the first quiet moment.
  await expect.poll(() => root.querySelector('[part~="actions"]:empty')).toBeNull();
  for (const animation of root.getAnimations()) {
    const { iterations } = animation.effect?.getTiming() ?? {};
    if (iterations !== Number.POSITIVE_INFINITY) animation.finish();
  }
  const { violations } = await axe.run(
    { include: [chat.host, chat.chat.element] },
    { rules: { region: { enabled: false } } },
  );
  expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
});

test("axe finds nothing to object to in the card for developers", async () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  await mountChat({ apiBaseUrl: "api.example.com" }).open();
  await expect.element(page.getByText("This chat is not set up correctly")).toBeVisible();
  const { violations } = await axe.run("chatisle-panel");
  expect(violations).toEqual([]);
});
