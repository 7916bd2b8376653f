import { expect, test } from "vitest";
import { createTestBackend } from "../support/test-backend.js";
import { createVisitor, type Visitor } from "../support/visitor.js";

async function setUp() {
  const { backend } = createTestBackend();
  const visitor = createVisitor(backend);
  await visitor.session();
  const { id } = (await (await visitor.send("Hello", { id: "q" })).json()) as { id: string };
  return { backend, visitor, id };
}

const ratings = async (visitor: Visitor) => (await visitor.history()).messages.map(({ rating }) => rating);

test("a rating stands in the history of the reply until it is taken back", async () => {
  const { visitor, id } = await setUp();
  for (const [value, rating] of [
    [1, 1],
    [-1, -1],
    [0, undefined],
  ] as const) {
    const response = await visitor.post("/chat/feedback", { message_id: id, value, comment: "Because." });
    expect(response.status).toBe(204);
    expect(await ratings(visitor)).toEqual([undefined, rating]);
  }
});

test("only replies of one's own are rated", async () => {
  const { backend, visitor, id } = await setUp();
  const stranger = createVisitor(backend);
  expect((await stranger.post("/chat/feedback", { message_id: id, value: -1 })).status).toBe(404);
  await stranger.session();
  expect((await stranger.post("/chat/feedback", { message_id: id, value: -1 })).status).toBe(404);
  expect((await visitor.post("/chat/feedback", { message_id: "q", value: 1 })).status).toBe(404);
  expect(await ratings(visitor)).toEqual([undefined, undefined]);
});

test.each([
  ["no message", { value: 1 }],
  ["no value", { message_id: "m" }],
  ["another value", { message_id: "m", value: 5 }],
  ["a text for a value", { message_id: "m", value: "1" }],
  ["a comment that is too long", { message_id: "m", value: 1, comment: "x".repeat(2_001) }],
  ["a comment that is no text", { message_id: "m", value: 1, comment: {} }],
  ["a conversation that is no id", { message_id: "m", value: 1, conversation_id: 5 }],
  ["a list", []],
])("feedback with %s is refused", async (_what, body) => {
  const { visitor } = await setUp();
  expect((await visitor.post("/chat/feedback", body)).status).toBe(400);
});
