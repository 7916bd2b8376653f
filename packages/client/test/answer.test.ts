import { expect, test } from "vitest";
import type { AdapterContext, ChatEvent, Turn } from "../src/index.js";
import { custom } from "../src/protocols/custom.js";
import { connect, isIdle, until } from "./support/chat.js";
import { fakeBackend } from "./support/fake-backend.js";

const ASKS: ChatEvent[] = [
  { type: "start", id: "a1" },
  { type: "part", part: { type: "tool", id: "t1", name: "refund", state: "approval", approvalId: "p1" } },
  { type: "finish", reason: "input" },
];

/** A client whose tool has asked for approval, and the turns it has taken. */
async function asked(answer: readonly ChatEvent[], answers = true) {
  const turns: Turn[] = [];
  async function* send(_context: AdapterContext, turn: Turn): AsyncGenerator<ChatEvent> {
    turns.push(turn);
    yield* turn.trigger === "answer" ? answer : ASKS;
  }
  const client = connect(fakeBackend({}), { protocol: { ...custom(() => ""), answers, send } });
  client.send("Refund me");
  await until(() => client.messages.value.length === 2 && isIdle(client)());
  return { client, turns, tool: () => client.messages.value[1]?.parts.find(({ type }) => type === "tool") };
}

test.each([
  [true, "ready"],
  [false, "denied"],
])(
  "an answer (%s) goes to the backend, and the reply goes on in the same bubble",
  async (approved, state) => {
    const { client, turns, tool } = await asked([
      { type: "delta", kind: "text", text: "As you wish." },
      { type: "finish", reason: "stop" },
    ]);
    client.answer("a1", "p1", approved, { by: "card" });
    expect(tool()).toMatchObject({ state });
    await until(isIdle(client));
    expect(turns[1]).toMatchObject({
      trigger: "answer",
      message: { role: "user" },
      answer: { approvalId: "p1", approved, value: { by: "card" } },
    });
    expect(turns[1]?.messages.at(-1)).toMatchObject({ id: "a1", parts: [{ type: "tool", state }] });
    expect(client.messages.value).toHaveLength(2);
    expect(client.messages.value[1]).toMatchObject({
      id: "a1",
      status: "done",
      parts: [{ state }, { text: "As you wish." }],
    });
  },
);

test("when the answer is not accepted, the request stands again, with the reason", async () => {
  const { client, tool } = await asked([
    { type: "error", error: { code: "blocked", message: "No.", isRetryable: false } },
  ]);
  client.answer("a1", "p1", true);
  await until(isIdle(client));
  expect(tool()).toMatchObject({ state: "approval" });
  expect(client.messages.value[1]?.error).toMatchObject({ code: "blocked" });
});

test("nothing that was not asked for is answered", async () => {
  const { client, turns } = await asked([]);
  client.answer("a1", "p2", true);
  client.answer("a9", "p1", true);
  expect(turns).toHaveLength(1);
});

test("a protocol without answers is sent none", async () => {
  const { client, turns } = await asked([], false);
  client.answer("a1", "p1", true);
  expect(turns).toHaveLength(1);
});
