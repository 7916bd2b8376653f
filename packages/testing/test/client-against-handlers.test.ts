import { type ChatClient, createChatClient, memoryStorage, textOf } from "@chatisle/client";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { chatHandlers, createConversation } from "../src/index.js";

const baseUrl = "https://api.example.com";
const server = setupServer();
const clients: ChatClient[] = [];

beforeAll(() => server.listen({ onUnhandledFrame: "error" }));
afterEach(() => {
  for (const client of clients.splice(0)) client.dispose();
  server.resetHandlers();
});
afterAll(() => server.close());

async function openClient(): Promise<ChatClient> {
  const client = createChatClient({ baseUrl, storage: memoryStorage() });
  clients.push(client);
  await client.start();
  return client;
}

const transcript = (client: ChatClient) =>
  client.messages.value.map((message) => `${message.role} ${message.status}: ${textOf(message)}`);

test("the client shows a conversation with a healthy backend, and again after a reload", async () => {
  server.use(...chatHandlers({ baseUrl }));
  const client = await openClient();
  client.send("Hello there");
  const expected = ["user done: Hello there", "assistant done: You said: Hello there"];
  await vi.waitFor(() => expect(transcript(client)).toEqual(expected));
  expect(transcript(await openClient())).toEqual(expected);
});

test("the client keeps the beginning of a reply that was cut, and has it whole after a reload", async () => {
  const conversation = createConversation();
  const reply = () => ["Yes, ", "until six."];
  server.use(...chatHandlers({ baseUrl, conversation, reply, scenario: "cut-stream" }));
  const client = await openClient();
  client.send("Open?");
  await vi.waitFor(() =>
    expect(transcript(client)).toEqual(["user done: Open?", "assistant interrupted: Yes, "]),
  );
  server.use(...chatHandlers({ baseUrl, conversation, reply }));
  expect(transcript(await openClient())).toEqual(["user done: Open?", "assistant done: Yes, until six."]);
});

test("the client takes a 401 for a visitor without a session, and the first message opens one", async () => {
  server.use(...chatHandlers({ baseUrl, scenario: "anonymous" }));
  const client = await openClient();
  expect(client.session.value).toEqual({ status: "anonymous", session: null });
  client.send("Hello");
  await vi.waitFor(() => expect(transcript(client)).toContain("assistant done: You said: Hello"));
});

test.each(["unreachable", "server-error", "html"] as const)(
  "the client tells %s apart from a visitor without a session",
  async (scenario) => {
    server.use(...chatHandlers({ baseUrl, scenario }));
    expect((await openClient()).session.value.status).toBe("unavailable");
  },
);
