import { expect, test } from "vitest";
import { createPuppetReply } from "../support/puppet-reply.js";
import { createTestBackend } from "../support/test-backend.js";
import { createVisitor, type Visitor } from "../support/visitor.js";

async function setUp(options: Parameters<typeof createTestBackend>[0] = {}) {
  const visitor = createVisitor(createTestBackend(options).backend);
  await visitor.session();
  return visitor;
}

const contents = async (visitor: Visitor) => (await visitor.rows()).map(({ content }) => content);

test("an edited message takes the place of the old one and of all that followed", async () => {
  const visitor = await setUp();
  await visitor.send("One", { id: "1" });
  await visitor.send("Two", { id: "2" });
  await visitor.send("Three", { id: "3" });
  const response = await visitor.post("/chat", { message: "Better", id: "2b", replaces: "2" });
  expect(await response.json()).toMatchObject({ reply: "You said: Better" });
  expect(await contents(visitor)).toEqual(["One", "You said: One", "Better", "You said: Better"]);
});

test("an edit that comes twice is one edit", async () => {
  const visitor = await setUp();
  await visitor.send("One", { id: "1" });
  const edit = { message: "Better", id: "1b", replaces: "1" };
  await visitor.post("/chat", edit);
  expect((await visitor.post("/chat", edit)).headers.get("idempotent-replayed")).toBe("true");
  expect(await contents(visitor)).toEqual(["Better", "You said: Better"]);
});

test("an edit ends the reply that is being written to the old message", async () => {
  const puppet = createPuppetReply();
  const visitor = await setUp({ reply: puppet.reply });
  const first = visitor.send("One", { id: "1" });
  const call = await puppet.called("One");
  call.say("Now");
  const edit = visitor.post("/chat", { message: "Better", id: "1b", replaces: "1" });
  expect(await (await first).json()).toMatchObject({ status: "stopped" });
  const second = await puppet.called("Better");
  expect(second.turn.messages).toEqual([{ role: "user", text: "Better", parts: [] }]);
  second.say("Then");
  second.end();
  await edit;
  expect(await contents(visitor)).toEqual(["Better", "Then"]);
});

test("what takes the place of a message that never arrived is a message like any other", async () => {
  const visitor = await setUp();
  await visitor.post("/chat", { message: "Better", id: "1b", replaces: "lost" });
  expect(await contents(visitor)).toEqual(["Better", "You said: Better"]);
});

test("a backend that does not offer it refuses an edit, and says so in its capabilities", async () => {
  const visitor = await setUp({ without: ["edit", "feedback", "regenerate", "conversations"] });
  expect((await visitor.session()).capabilities).not.toContain("edit");
  expect((await visitor.post("/chat", { message: "a", id: "b", replaces: "c" })).status).toBe(403);
  for (const path of ["/chat/feedback", "/chat/regenerate"]) {
    expect((await visitor.post(path, {})).status).toBe(404);
  }
  expect((await visitor.fetch("/api/conversations")).status).toBe(404);
  expect(await contents(visitor)).toEqual([]);
});
