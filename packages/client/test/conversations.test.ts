import { expect, test, vi } from "vitest";
import { memoryStorage, textOf } from "../src/index.js";
import type { HistoryRow } from "../src/protocol/index.js";
import { connect, isIdle, sessionWith, transcript, until } from "./support/chat.js";
import { fakeBackend, json, kitEvents, offline, openStream, plain } from "./support/fake-backend.js";

/** A backend that keeps two conversations; the later one is `c2`. */
function keeping() {
  const known: Record<string, HistoryRow[]> = {
    c1: [{ id: "q1", role: "human", content: "First" }],
    c2: [{ id: "q2", role: "human", content: "Second" }],
  };
  const query = (path: string) => new URL(path, "https://x").searchParams;
  return fakeBackend({
    "GET /api/session": sessionWith("conversations", "dedupe"),
    "GET /api/chat/history": ({ path }) => {
      const id = query(path).get("conversation_id") ?? "c2";
      return json({ messages: (known[id] ?? []).map((row) => ({ ...row, conversation_id: id })) });
    },
    "GET /api/conversations": ({ path }) =>
      query(path).has("cursor")
        ? json({ conversations: [{ id: "c1", title: "One" }] })
        : json({
            conversations: [{ id: "c2", title: "Two", updated_at: "2026-01-01T00:00:00Z" }],
            next_cursor: "2",
          }),
    "DELETE /api/conversations/c1": () => new Response(null, { status: 204 }),
    "DELETE /api/conversations/c2": () => new Response(null, { status: 204 }),
    "POST /chat": () => plain("Yes."),
  });
}

test("the conversation that the backend shows is gone on with, also after a reload", async () => {
  const storage = memoryStorage();
  const backend = keeping();
  const client = connect(backend, { storage });
  expect(client.conversation.value).toBe("");
  await client.start();
  expect(client.conversation.value).toBe("c2");
  client.send("More");
  await until(isIdle(client));
  expect(backend.posted("/chat")).toMatchObject([{ message: "More", conversation_id: "c2" }]);
  client.dispose();
  expect(connect(backend, { storage }).conversation.value).toBe("c2");
});

test("the list is read page by page", async () => {
  const client = connect(keeping());
  await client.start();
  expect(client.conversations.value).toEqual({ status: "idle" });
  await client.loadConversations();
  expect(client.conversations.value).toEqual({
    status: "loaded",
    items: [{ id: "c2", title: "Two", updatedAt: "2026-01-01T00:00:00Z" }],
    next: "2",
  });
  await client.loadMoreConversations();
  await client.loadMoreConversations();
  expect(client.conversations.value).toMatchObject({ status: "loaded", items: [{ id: "c2" }, { id: "c1" }] });
  expect(client.conversations.value).not.toHaveProperty("next");
});

test("a list that cannot be read keeps what was read before", async () => {
  const backend = keeping();
  const client = connect(backend);
  await client.start();
  await client.loadConversations();
  backend.on("GET /api/conversations", offline);
  await client.loadConversations();
  expect(client.conversations.value).toMatchObject({
    status: "failed",
    items: [{ id: "c2" }],
    failure: { code: "network" },
  });
});

test("a backend with one conversation has no list", async () => {
  const backend = keeping();
  backend.on("GET /api/session", sessionWith());
  const client = connect(backend);
  await client.start();
  await client.loadConversations();
  expect(client.conversations.value).toEqual({ status: "absent" });
});

test("another conversation is opened with what was said in it, and gone on with", async () => {
  const backend = keeping();
  const client = connect(backend);
  await client.start();
  await client.openConversation("c1");
  expect(client.conversation.value).toBe("c1");
  expect(transcript(client)).toEqual(["user done: First"]);
  client.send("More");
  await until(isIdle(client));
  expect(backend.posted("/chat")).toMatchObject([{ conversation_id: "c1" }]);
});

test("a new conversation begins empty, under an id of its own, and asks the backend for nothing", async () => {
  const backend = keeping();
  const client = connect(backend);
  await client.start();
  const before = backend.requests.length;
  client.newConversation();
  expect(client.messages.value).toEqual([]);
  expect(client.history.value.status).toBe("loaded");
  const id = client.conversation.value;
  expect(["", "c1", "c2"]).not.toContain(id);
  client.newConversation();
  expect(client.conversation.value).toBe(id);
  client.send("Third");
  await until(() => client.messages.value.length === 2 && isIdle(client)());
  expect(backend.requests.slice(before).map(({ method, path }) => `${method} ${path}`)).toEqual([
    "POST /chat",
  ]);
  expect(backend.posted("/chat")).toMatchObject([{ message: "Third", conversation_id: id }]);
});

test("a message of unknown outcome waits for its own conversation to be shown again, and is sent in it", async () => {
  const backend = keeping();
  backend.on("POST /chat", () => new Promise<Response>(() => {}));
  const client = connect(backend);
  await client.start();
  client.send("Waiting");
  await vi.waitFor(() => expect(backend.posted("/chat")).toHaveLength(1));
  backend.on("POST /chat", () => plain("Yes."));
  await client.openConversation("c1");
  expect(transcript(client)).toEqual(["user done: First"]);
  await client.openConversation("c2");
  await until(() => client.messages.value.length === 3 && isIdle(client)());
  expect(backend.posted("/chat")).toMatchObject([{ conversation_id: "c2" }, { conversation_id: "c2" }]);
  expect(client.messages.value.map(textOf)).toEqual(["Second", "Waiting", "Yes."]);
});

test("a reply of the conversation that was left does not show up in the other one", async () => {
  const stream = openStream("text/event-stream");
  const backend = keeping();
  backend.on("POST /chat", () => stream.response);
  const client = connect(backend);
  await client.start();
  client.send("Long one");
  await stream.write(kitEvents({ type: "start", id: "a2" }, { type: "delta", kind: "text", text: "Well" }));
  await until(() => client.reply.value.status === "streaming");
  await client.openConversation("c1");
  await stream.write(kitEvents({ type: "delta", kind: "text", text: " then" })).catch(() => {});
  expect(transcript(client)).toEqual(["user done: First"]);
  expect(client.reply.value.status).toBe("idle");
});

test("a conversation that is deleted leaves the list; if it was the one shown, a new one begins", async () => {
  const client = connect(keeping());
  await client.start();
  await client.loadConversations();
  await client.loadMoreConversations();
  expect(await client.removeConversation("c1")).toEqual({ ok: true, value: undefined });
  expect(client.conversation.value).toBe("c2");
  await client.removeConversation("c2");
  expect(client.conversations.value).toMatchObject({ items: [] });
  expect(client.messages.value).toEqual([]);
  expect(client.conversation.value).not.toBe("c2");
});

test("a conversation that cannot be deleted stays", async () => {
  const backend = keeping();
  backend.on("DELETE /api/conversations/c2", offline);
  const client = connect(backend);
  await client.start();
  await client.loadConversations();
  expect(await client.removeConversation("c2")).toMatchObject({ ok: false, failure: { code: "network" } });
  expect(client.conversations.value).toMatchObject({ items: [{ id: "c2" }] });
  expect(client.conversation.value).toBe("c2");
});
