import type { HistoryRow } from "@chatisle/client/protocol";
import { expect, test } from "vitest";
import { sqliteStore } from "../../src/stores/sqlite.js";
import { createTestBackend } from "../support/test-backend.js";
import { createVisitor } from "../support/visitor.js";

test("a visitor without a session has an empty history and gets no cookie", async () => {
  const response = await createVisitor(createTestBackend().backend).fetch("/api/chat/history");
  expect(response.headers.getSetCookie()).toEqual([]);
  expect(await response.json()).toEqual({ messages: [] });
});

test("the history tells both sides, with ids, times and sources", async () => {
  const source = { type: "source", id: "source-1", url: "/prices/", title: "Prices" } as const;
  const { backend } = createTestBackend({
    reply: async function* () {
      yield "It costs €3.";
      yield source;
    },
  });
  const visitor = createVisitor(backend);
  await visitor.session();
  await visitor.send("What does it cost?", { id: "question" });
  const created_at = "2030-01-15T12:00:00.000Z";
  expect(await visitor.history()).toEqual({
    messages: [
      {
        role: "human",
        content: "What does it cost?",
        id: "question",
        seq: 1,
        conversation_id: "main",
        created_at,
      },
      {
        role: "assistant",
        content: "It costs €3.",
        id: expect.any(String),
        seq: 2,
        conversation_id: "main",
        created_at,
        parts: [source],
      },
    ],
  });
});

test("one visitor's history is not another's", async () => {
  const { backend } = createTestBackend();
  const [one, other] = [createVisitor(backend), createVisitor(backend)];
  await one.session();
  await other.session();
  await one.send("My secret", { id: "same" });
  await other.send("Hello", { id: "same" });
  expect((await other.rows()).map(({ content }) => content)).toEqual(["Hello", "You said: Hello"]);
});

test("cursors lead through the whole history, newest page first, without a gap or a repetition", async () => {
  const store = sqliteStore({ path: ":memory:" });
  const visitor = createVisitor(createTestBackend({ store }).backend);
  const { session_id } = await visitor.session();
  for (let index = 1; index <= 130; index += 1) {
    await store.addMessage(
      { owner: session_id, id: "main" },
      { parts: [], id: `m${index}`, text: `message ${index}`, createdAt: 0 },
    );
  }
  const pages: (readonly HistoryRow[])[] = [];
  let query = "";
  for (;;) {
    const { messages, next_cursor } = await visitor.history(query);
    pages.unshift(messages);
    if (next_cursor === undefined) break;
    query = `?cursor=${encodeURIComponent(next_cursor)}`;
  }
  expect(pages.map(({ length }) => length)).toEqual([30, 50, 50]);
  expect(pages.flat().map(({ id }) => id)).toEqual(
    Array.from({ length: 130 }, (_, index) => `m${index + 1}`),
  );
});

test("a history that fits the page exactly has no cursor", async () => {
  const visitor = createVisitor(createTestBackend().backend);
  await visitor.session();
  await visitor.send("Hello");
  expect(await visitor.history("?limit=2")).not.toHaveProperty("next_cursor");
  expect(await visitor.history("?limit=1")).toHaveProperty("next_cursor");
});

test("what has come after a row is told from there on, oldest first", async () => {
  const visitor = createVisitor(createTestBackend().backend);
  await visitor.session();
  for (const text of ["One", "Two", "Three"]) await visitor.send(text);
  const { messages, next_cursor } = await visitor.history("?after=2&limit=3");
  expect(messages.map(({ content }) => content)).toEqual(["Two", "You said: Two", "Three"]);
  expect(next_cursor).toBeUndefined();
  expect((await visitor.history("?after=6")).messages).toEqual([]);
});

test("a limit over 200 is served as 200", async () => {
  const store = sqliteStore({ path: ":memory:" });
  const visitor = createVisitor(createTestBackend({ store }).backend);
  const { session_id } = await visitor.session();
  for (let index = 0; index < 201; index += 1) {
    await store.addMessage(
      { owner: session_id, id: "main" },
      { parts: [], id: `m${index}`, text: "x", createdAt: 0 },
    );
  }
  expect((await visitor.history("?limit=100000")).messages).toHaveLength(200);
});

test.each([
  "?limit=0",
  "?limit=-1",
  "?limit=ten",
  "?limit=1.5",
  "?limit=",
  "?cursor=abc",
  "?cursor=-1",
  "?cursor=",
  "?after=-1",
  "?after=0x1",
  "?after=1&cursor=1",
  "?conversation_id=a%20b",
  "?conversation_id=",
])("%s is refused", async (query) => {
  const response = await createVisitor(createTestBackend().backend).fetch(`/api/chat/history${query}`);
  expect(response.status).toBe(400);
});
