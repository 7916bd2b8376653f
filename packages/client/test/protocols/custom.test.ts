import { expect, test } from "vitest";
import { setStage } from "../../src/conformance/play.js";
import type { ChatEvent } from "../../src/protocol/index.js";
import { type CustomAnswer, custom } from "../../src/protocols/custom.js";

async function ask(answer: Parameters<typeof custom>[0], signal?: AbortSignal): Promise<ChatEvent[]> {
  const protocol = custom(answer);
  const { context, turn } = setStage(protocol, "refused");
  const events: ChatEvent[] = [];
  for await (const event of protocol.send(context, turn("Hello", signal))) events.push(event);
  return events;
}

const say = (text: string): ChatEvent => ({ type: "delta", kind: "text", text });
const END: ChatEvent = { type: "finish", reason: "stop" };

async function* pieces(...all: readonly (string | ChatEvent)[]) {
  yield* all;
}

async function* failing(): AsyncGenerator<string> {
  yield "Half a ";
  throw new Error("the model is overloaded");
}

test.each<[string, () => CustomAnswer, ChatEvent[]]>([
  ["a text", () => "Hi", [say("Hi"), END]],
  ["a promise of a text", () => Promise.resolve("Hi"), [say("Hi"), END]],
  ["a stream of texts", () => pieces("Hi ", "", "there"), [say("Hi "), say("there"), END]],
  [
    "a stream of events with its own end",
    () => pieces({ type: "start", id: "m1" }, "Hi", { type: "finish", reason: "length" }, "never read"),
    [{ type: "start", id: "m1" }, say("Hi"), { type: "finish", reason: "length" }],
  ],
])("a custom protocol may answer with %s", async (_what, answer, expected) => {
  expect(await ask(answer)).toEqual(expected);
});

test("what a custom protocol throws fails the reply and keeps its text", async () => {
  expect(await ask(failing)).toEqual([
    say("Half a "),
    {
      type: "error",
      error: {
        code: "model",
        message: "The custom protocol failed: the model is overloaded",
        isRetryable: true,
      },
    },
  ]);
});

test("a custom protocol that says nothing is told, not drawn blank", async () => {
  expect(await ask(() => "")).toMatchObject([{ type: "error", error: { code: "protocol" } }]);
});

test("a custom protocol that goes on after stop is not listened to", async () => {
  const controller = new AbortController();
  async function* endless() {
    yield "One";
    controller.abort();
    yield "Two";
  }
  expect(await ask(endless, controller.signal)).toEqual([say("One"), { type: "finish", reason: "stopped" }]);
});

test("a custom protocol may offer more than sending", () => {
  const protocol = custom(() => "Hi", { name: "mine", history: async () => ({ items: [] }) });
  expect(Object.keys(protocol).toSorted()).toEqual(["history", "name", "send"]);
  expect(protocol.name).toBe("mine");
});
