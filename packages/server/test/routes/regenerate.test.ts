import { expect, test } from "vitest";
import { readEvents, textOfEvents } from "../support/events.js";
import { createTestBackend } from "../support/test-backend.js";
import { createVisitor } from "../support/visitor.js";

const EVENTS = "text/event-stream";

async function setUp() {
  let attempts = 0;
  const { backend } = createTestBackend({
    reply: ({ text }) => {
      attempts += 1;
      return `${text}, attempt ${attempts}`;
    },
  });
  const visitor = createVisitor(backend);
  await visitor.session();
  const { id } = (await (await visitor.send("Hello", { id: "q" })).json()) as { id: string };
  const regenerate = (body: object) => visitor.post("/chat/regenerate", body);
  return { backend, visitor, id, regenerate };
}

test("another reply takes the place of the first, under its id", async () => {
  const { visitor, id, regenerate } = await setUp();
  await visitor.post("/chat/feedback", { message_id: id, value: -1 });
  expect(await (await regenerate({ message_id: id })).json()).toEqual({
    reply: "Hello, attempt 2",
    id,
    parts: [],
  });
  expect((await visitor.history()).messages).toMatchObject([
    { id: "q", content: "Hello" },
    { id, content: "Hello, attempt 2" },
  ]);
  expect((await visitor.history()).messages[1]).not.toHaveProperty("rating");
});

test("one wish is one reply, however often it is sent; another wish is another reply", async () => {
  const { id, regenerate } = await setUp();
  const replies = [];
  for (const wish of ["one", "one", "two"]) {
    replies.push(
      ((await (await regenerate({ message_id: id, id: wish })).json()) as { reply: string }).reply,
    );
  }
  expect(replies).toEqual(["Hello, attempt 2", "Hello, attempt 2", "Hello, attempt 3"]);
});

test("a reply is asked for anew as a stream, and what follows it stays", async () => {
  const { visitor, id } = await setUp();
  await visitor.send("More");
  const response = await visitor.fetch("/chat/regenerate", {
    method: "POST",
    headers: { "content-type": "application/json", accept: EVENTS },
    body: JSON.stringify({ message_id: id }),
  });
  const events = await readEvents(response).rest();
  expect(events[0]?.event).toEqual({ type: "start", id });
  expect(textOfEvents(events)).toBe("Hello, attempt 3");
  expect((await visitor.rows()).map(({ content }) => content)).toEqual([
    "Hello",
    "Hello, attempt 3",
    "More",
    "More, attempt 2",
  ]);
});

test.each([
  ["a reply that is not there", { message_id: "none" }, 404],
  ["a message of the visitor's own", { message_id: "q" }, 404],
  ["a conversation that is not there", { message_id: "q", conversation_id: "none" }, 404],
  ["no id", {}, 400],
  ["an id that is none", { message_id: "a b" }, 400],
  ["a wish that is none", { message_id: "a", id: 5 }, 400],
])("for %s nothing is written anew", async (_what, body, status) => {
  const { visitor, regenerate } = await setUp();
  expect((await regenerate(body)).status).toBe(status);
  expect(await visitor.rows()).toHaveLength(2);
});

test("nobody regenerates a stranger's reply", async () => {
  const { backend, id } = await setUp();
  const stranger = createVisitor(backend);
  expect((await stranger.post("/chat/regenerate", { message_id: id })).status).toBe(404);
  await stranger.session();
  expect((await stranger.post("/chat/regenerate", { message_id: id })).status).toBe(404);
});
