import { effect } from "@preact/signals-core";
import { describe, expect, test } from "vitest";
import { createChatClient, memoryStorage, type ProtocolDescriptor, textOf } from "../../src/index.js";
import { PRESETS, type PresetDescriptor } from "../../src/presets.js";
import { resolveProtocol } from "../../src/resolve-protocol.js";
import { capture, events, lines } from "../support/capture.js";
import { fakeBackend, json } from "../support/fake-backend.js";
import { fakePage } from "../support/fake-page.js";

const BACKEND = "https://backend.example";
const answered = ({ contentType, body }: ReturnType<typeof capture>) =>
  new Response(body, contentType === null ? {} : { headers: { "content-type": contentType } });

const open = (protocol: ProtocolDescriptor, fetch: typeof globalThis.fetch, storage = memoryStorage()) =>
  createChatClient({ baseUrl: BACKEND, protocol, fetch, storage, page: fakePage().page });

/** Sends one message and waits until its reply has ended. */
async function say(client: ReturnType<typeof open>, text: string) {
  await client.start();
  const id = client.send(text);
  await new Promise<void>((resolve) => {
    const stop = effect(() => {
      const messages = client.messages.value;
      const reply = messages[messages.findIndex((message) => message.id === id) + 1];
      const isOver = reply !== undefined && reply.status !== "pending" && reply.status !== "streaming";
      if (!isOver || client.reply.value.status !== "idle") return;
      queueMicrotask(() => stop());
      resolve();
    });
  });
}

/** Every preset, with all of its optional methods asked for. */
const DESCRIPTORS: readonly PresetDescriptor[] = [
  { use: "ai-sdk", resume: true },
  { use: "ai-sdk" },
  { use: "ag-ui", path: "/agent", resume: true },
  { use: "ag-ui", path: "/agent" },
  { use: "flowise", flow: "f" },
  { use: "langgraph", assistant: "a" },
  { use: "langgraph", assistant: "a", resume: true },
  { use: "n8n", path: "/webhook/1/chat", history: true },
  { use: "n8n", path: "/webhook/1/chat" },
  { use: "ollama" },
  { use: "openai" },
  { use: "openai-responses" },
  { use: "openai-responses", resume: true },
  { use: "rasa", credentials: "include" },
];

describe("a preset named in a descriptor", () => {
  test.each(DESCRIPTORS.map((descriptor) => [JSON.stringify(descriptor), descriptor] as const))(
    "says before it is loaded what it offers: %s",
    async (_shown, descriptor) => {
      const { load } = PRESETS[descriptor.use];
      const loaded = await (load as (options: PresetDescriptor) => ReturnType<typeof load>)(descriptor);
      const lazy = resolveProtocol(descriptor);
      expect(Object.keys(lazy).toSorted()).toEqual(Object.keys(loaded).toSorted());
      expect(lazy.name).toBe(loaded.name);
      expect(lazy.credentials).toBe(loaded.credentials);
    },
  );

  test.each<[object, string]>([
    [{ use: "n8n" }, 'lacks "path"'],
    [{ use: "flowise", flow: "" }, 'lacks "flow"'],
    [{ use: "langgraph" }, 'lacks "assistant"'],
    [{ use: "ag-ui" }, 'lacks "path"'],
    [{ use: "toString" }, "Known names are rest, web-socket, ai-sdk"],
    [{ use: "telepathy" }, "Known names are rest, web-socket, ai-sdk"],
    [{ name: "openai", send: null }, "Functions do not survive"],
  ])("that cannot work is refused with what to write: %j", (descriptor, words) => {
    const create = () =>
      open(descriptor as ProtocolDescriptor, () => Promise.reject(new TypeError("unused")));
    expect(create).toThrow(words);
  });

  test("holds a conversation with an AI SDK route", async () => {
    const backend = fakeBackend({ "POST /api/chat": () => answered(capture("ai-sdk-rich")) });
    const client = open({ use: "ai-sdk" }, backend.fetch);
    await say(client, "Hello");
    await say(client, "And now?");

    expect(client.messages.peek().map(({ role, status }) => [role, status])).toEqual([
      ["user", "done"],
      ["assistant", "done"],
      ["user", "done"],
      ["assistant", "done"],
    ]);
    const [first, second] = backend.posted("/api/chat") as { id: string; messages: { parts: object[] }[] }[];
    expect(first?.id).toMatch(/^[0-9a-f]{32}$/);
    expect(second?.id).toBe(first?.id);
    expect(second?.messages.map(({ parts }) => parts.length)).toEqual([1, 2, 1]);
    expect(second?.messages.at(-1)).toMatchObject({
      role: "user",
      parts: [{ type: "text", text: "And now?" }],
    });
    expect(backend.requests[0]?.credentials).toBe("same-origin");
    client.dispose();
  });

  test("adds the site's own headers and fields to every message", async () => {
    const backend = fakeBackend({ "POST /v1/chat/completions": () => answered(capture("openai-text")) });
    const client = open(
      { use: "openai", headers: { "x-tenant": "lamps" }, body: { temperature: 0, model: "small" } },
      backend.fetch,
    );
    await say(client, "Hello");
    expect(backend.requests[0]?.headers.get("x-tenant")).toBe("lamps");
    expect(backend.requests[0]?.body).toEqual({
      stream: true,
      model: "small",
      temperature: 0,
      messages: [{ role: "user", content: "Hello" }],
    });
    expect(backend.requests[0]?.credentials).toBe("omit");
    client.dispose();
  });

  test("goes on with the same conversation after a reload", async () => {
    const n8nReply = lines("application/json", { type: "item", content: "Hi", metadata: {} });
    const backend = fakeBackend({
      "POST /hook": ({ body }) =>
        (body as { action: string }).action === "sendMessage" ? answered(n8nReply) : json({ data: [] }),
    });
    const storage = memoryStorage();
    const protocol = { use: "n8n", path: "/hook", history: true } as const;
    const before = open(protocol, backend.fetch, storage);
    await say(before, "Hello");
    before.dispose();
    const after = open(protocol, backend.fetch, storage);
    await after.start();

    const ids = backend.posted("/hook").map((body) => (body as { sessionId: string }).sessionId);
    expect(ids).toHaveLength(3);
    expect(new Set(ids).size).toBe(1);
    after.dispose();
  });

  test("adopts the id that the backend gives the conversation, and stops it by that", async () => {
    const reply = events(
      { event: "metadata", data: { chatId: "theirs" } },
      { event: "token", data: "Hi" },
      { event: "end", data: "[DONE]" },
    );
    const backend = fakeBackend({ "POST /api/v1/prediction/f": () => answered(reply) });
    const client = open({ use: "flowise", flow: "f" }, backend.fetch);
    await say(client, "Hello");
    await say(client, "Again");
    const ids = backend.posted("/api/v1/prediction/f").map((body) => (body as { chatId: string }).chatId);
    expect(ids).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/), "theirs"]);
    expect([...client.capabilities.peek()]).toEqual(["stop"]);
    client.dispose();
  });

  test("keeps a conversation with LangGraph in a thread of its own, which need not exist yet", async () => {
    const reply = {
      contentType: "text/event-stream",
      body: 'event: messages\ndata: [{"type":"ai","content":"Hi"},{}]\n\nevent: updates\ndata: {}\n\n',
    };
    const backend = fakeBackend({});
    const fetch: typeof globalThis.fetch = (input, init) => {
      const { pathname } = new URL(input instanceof Request ? input.url : input);
      backend.on(`POST ${pathname}`, () => answered(reply));
      return backend.fetch(input, init);
    };
    const client = open({ use: "langgraph", assistant: "agent" }, fetch);
    await say(client, "Hello");
    expect(client.messages.peek().map(textOf)).toEqual(["Hello", "Hi"]);
    const [history, send] = backend.requests;
    expect(history?.path).toMatch(/^\/threads\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\/state$/);
    expect(send?.path).toBe(history?.path.replace("/state", "/runs/stream"));
    client.dispose();
  });

  test("repeats a running reply after a reload, once", async () => {
    const backend = fakeBackend({});
    const fetch: typeof globalThis.fetch = (input, init) => {
      const { pathname } = new URL(input instanceof Request ? input.url : input);
      if (pathname.endsWith("/stream")) backend.on(`GET ${pathname}`, () => answered(capture("ai-sdk-rich")));
      return backend.fetch(input, init);
    };
    const client = open({ use: "ai-sdk", resume: true }, fetch);
    await client.start();
    expect(client.messages.peek().map(({ id, status }) => [id, status])).toEqual([["msg_1", "done"]]);
    expect(backend.requests.map(({ path }) => path)).toEqual([
      expect.stringMatching(/^\/api\/chat\/[0-9a-f]{32}\/stream$/),
    ]);
    client.dispose();
  });
});
