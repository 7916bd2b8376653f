import { type ChatClient, createChatClient, memoryStorage, textOf } from "@chatisle/client";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { type ChatHandlersOptions, chatHandlers, createConversation } from "../src/index.js";

const baseUrl = "https://api.example.com";
const server = setupServer();

beforeAll(() => server.listen({ onUnhandledFrame: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

/** A client of a backend that offers everything, and has said something already. */
async function openClient(options: Partial<ChatHandlersOptions> = {}): Promise<ChatClient> {
  const conversation = createConversation([
    { id: "q1", role: "human", content: "Open?" },
    { id: "a1", role: "assistant", content: "Until six." },
  ]);
  server.use(
    ...chatHandlers({
      baseUrl,
      conversation,
      capabilities: ["dedupe", "upload", "feedback", "edit", "regenerate", "conversations"],
      ...options,
    }),
  );
  const client = createChatClient({ baseUrl, storage: memoryStorage() });
  onTestFinished(() => client.dispose());
  await client.start();
  return client;
}

const texts = (client: ChatClient) => client.messages.value.map(textOf);
const shows = (client: ChatClient, ...expected: readonly string[]) =>
  vi.waitFor(() => {
    expect(texts(client)).toEqual(expected);
    expect(client.reply.value.status).toBe("idle");
  });

test("a message is edited, and a reply made anew", async () => {
  let count = 0;
  const client = await openClient({ reply: (message) => `${message}: ${++count}` });
  client.edit("q1", "Closed?");
  await shows(client, "Closed?", "Closed?: 1");
  client.regenerate(client.messages.value[1]?.id ?? "");
  await shows(client, "Closed?", "Closed?: 2");
  await client.reload();
  expect(texts(client)).toEqual(["Closed?", "Closed?: 2"]);
});

test("a rating is in the history afterwards", async () => {
  const client = await openClient();
  expect(await client.rate("a1", 1)).toMatchObject({ ok: true });
  await client.reload();
  expect(client.messages.value[1]?.rating).toBe(1);
});

test("a file is taken, and goes with a message", async () => {
  const client = await openClient();
  const outcome = await client.upload(new File(["…"], "plan.txt", { type: "text/plain" }));
  if (!outcome.ok) throw new Error(outcome.failure.message);
  client.send("My plan", { attachments: [outcome.value] });
  await shows(client, "Open?", "Until six.", "My plan", "You said: My plan");
  await client.reload();
  expect(client.messages.value[2]?.parts).toMatchObject([
    { type: "text" },
    { type: "file", name: "plan.txt", url: `${baseUrl}/upload/file-1` },
  ]);
});

test("there are several conversations, of which one can be opened and deleted", async () => {
  const past = createConversation([{ role: "human", content: "Long ago" }], { id: "past", title: "Once" });
  const client = await openClient({ pastConversations: [past] });
  await client.loadConversations();
  expect(client.conversations.value).toMatchObject({
    items: [
      { id: "conversation-1", title: "Open?" },
      { id: "past", title: "Once" },
    ],
  });
  await client.openConversation("past");
  expect(texts(client)).toEqual(["Long ago"]);
  await client.removeConversation("past");
  expect(client.conversations.value).toMatchObject({ items: [{ id: "conversation-1" }] });
});

test("a reply may hold parts beyond text, such as suggestions", async () => {
  const suggestions = { type: "data", id: "s", name: "suggestions", value: ["How much?"] } as const;
  const client = await openClient({ reply: () => ["It is open.", suggestions] });
  client.send("And now?");
  await shows(client, "Open?", "Until six.", "And now?", "It is open.");
  expect(client.suggestions.value).toEqual(["How much?"]);
});
