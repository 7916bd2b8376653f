import { jsonSchema, simulateReadableStream, tool } from "ai";
import { MockLanguageModelV4 } from "ai/test";
import { expect, test } from "vitest";
import type { ReplyTurn } from "../../src/index.js";
import { type ModelReplyOptions, modelReply } from "../../src/models/models.js";
import { readEvents, textOfEvents } from "../support/events.js";
import { createTestBackend } from "../support/test-backend.js";
import { createVisitor } from "../support/visitor.js";

type Streamed = Awaited<ReturnType<MockLanguageModelV4["doStream"]>>;
type StreamPart = Streamed["stream"] extends ReadableStream<infer Piece> ? Piece : never;

const USAGE = {
  inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 1, text: 1, reasoning: 0 },
};
const finish = (reason: "stop" | "tool-calls"): StreamPart => ({
  type: "finish",
  usage: USAGE,
  finishReason: { unified: reason, raw: reason },
});
const said = (text: string): StreamPart[] => [
  { type: "text-start", id: "t" },
  { type: "text-delta", id: "t", delta: text },
  { type: "text-end", id: "t" },
];

/** A model that streams what it is given, one list for each step. */
function modelOf(...steps: readonly (readonly StreamPart[])[]): MockLanguageModelV4 {
  let step = -1;
  return new MockLanguageModelV4({
    doStream: async () => {
      step += 1;
      const chunks = [{ type: "stream-start" as const, warnings: [] }, ...(steps[step] ?? [])];
      return { stream: simulateReadableStream({ chunks, initialDelayInMs: null, chunkDelayInMs: null }) };
    },
  });
}

async function ask(options: ModelReplyOptions) {
  const test = createTestBackend({ reply: modelReply(options) });
  const visitor = createVisitor(test.backend);
  await visitor.session();
  const ask = async (message: string) =>
    readEvents(await visitor.send(message, { accept: "text/event-stream" })).rest();
  return { ...test, visitor, ask };
}

test("a model's text is streamed, and the model is told the conversation", async () => {
  const model = modelOf(
    [...said("Hello "), ...said("you."), finish("stop")],
    [...said("Again."), finish("stop")],
  );
  const { ask: send } = await ask({ model, instructions: "Be kind." });
  expect(textOfEvents(await send("Hi"))).toBe("Hello you.");
  await send("And now?");
  const prompt = model.doStreamCalls[1]?.prompt.map(({ role, content }) => [role, content]);
  expect(prompt).toMatchObject([
    ["system", "Be kind."],
    ["user", [{ type: "text", text: "Hi" }]],
    ["assistant", [{ type: "text", text: "Hello you." }]],
    ["user", [{ type: "text", text: "And now?" }]],
  ]);
});

test("reasoning, sources and files are passed through", async () => {
  const model = modelOf([
    { type: "reasoning-start", id: "r" },
    { type: "reasoning-delta", id: "r", delta: "Hm." },
    { type: "reasoning-end", id: "r" },
    { type: "source", sourceType: "url", id: "s", url: "https://a.test/", title: "A" },
    { type: "file", mediaType: "image/png", data: { type: "data", data: "AAAA" } },
    ...said("Look."),
    finish("stop"),
  ]);
  const { ask: send, visitor } = await ask({ model });
  await send("Hi");
  expect((await visitor.history()).messages[1]).toMatchObject({
    content: "Look.",
    parts: [
      { type: "reasoning", text: "Hm." },
      { type: "source", id: "s", url: "https://a.test/", title: "A" },
      { type: "file", mediaType: "image/png", url: "data:image/png;base64,AAAA" },
    ],
  });
});

test("a tool is called, its result shown, and the model goes on with it", async () => {
  const model = modelOf(
    [
      { type: "tool-input-start", id: "c", toolName: "weather" },
      { type: "tool-input-end", id: "c" },
      { type: "tool-call", toolCallId: "c", toolName: "weather", input: '{"city":"Oslo"}' },
      finish("tool-calls"),
    ],
    [...said("It is 4 °C."), finish("stop")],
  );
  const weather = tool({
    inputSchema: jsonSchema<{ city: string }>({ type: "object", properties: { city: { type: "string" } } }),
    execute: async ({ city }) => ({ city, celsius: 4 }),
  });
  const { ask: send, visitor } = await ask({ model, tools: { weather } });
  const states = (await send("Weather?")).flatMap(({ event }) =>
    event.type === "part" && event.part.type === "tool" ? [event.part.state] : [],
  );
  expect(states).toEqual(["input", "ready", "done"]);
  expect((await visitor.history()).messages[1]).toMatchObject({
    content: "It is 4 °C.",
    parts: [
      {
        type: "tool",
        id: "c",
        name: "weather",
        input: { city: "Oslo" },
        output: { city: "Oslo", celsius: 4 },
      },
    ],
  });
});

test("a tool that fails is told to the model, and its reason not to the visitor", async () => {
  const model = modelOf(
    [{ type: "tool-call", toolCallId: "c", toolName: "weather", input: "{}" }, finish("tool-calls")],
    [...said("I cannot say."), finish("stop")],
  );
  const weather = tool({
    inputSchema: jsonSchema<object>({ type: "object" }),
    execute: async (): Promise<string> => {
      throw new Error("no route to weather.internal");
    },
  });
  const { ask: send, visitor } = await ask({ model, tools: { weather } });
  await send("Weather?");
  const [, reply] = (await visitor.history()).messages;
  expect(reply).toMatchObject({ content: "I cannot say.", parts: [{ type: "tool", state: "error" }] });
  expect(JSON.stringify(reply)).not.toContain("weather.internal");
});

test("a model that fails keeps what it has said, tells the owner why and the visitor that it failed", async () => {
  const model = modelOf([
    { type: "text-start", id: "t" },
    { type: "text-delta", id: "t", delta: "It is" },
    { type: "error", error: new Error("quota of key sk-123") },
  ]);
  const { ask: send, errors, visitor } = await ask({ model });
  const events = await send("Hi");
  expect(events.at(-1)?.event).toMatchObject({ type: "error", error: { code: "model" } });
  expect(JSON.stringify(events)).not.toContain("sk-123");
  expect(errors).toMatchObject([{ message: "quota of key sk-123" }]);
  expect(await visitor.rows()).toMatchObject([{}, { content: "It is", status: "interrupted" }]);
});

test("a visitor's files are given to the model with their bytes, and files that are gone are left out", async () => {
  const model = modelOf([...said("Nice."), finish("stop")]);
  const file = (id: string) =>
    ({ type: "file", id, url: `/upload/${id}`, mediaType: "image/png", name: "a.png" }) as const;
  const turn: ReplyTurn = {
    id: "q",
    sessionId: "s",
    conversationId: "main",
    text: "",
    parts: [file("there"), file("gone")],
    messages: [{ role: "user", text: "", parts: [file("there"), file("gone")] }],
    readFile: async (id) => (id === "there" ? new Uint8Array([1, 2]) : null),
    signal: new AbortController().signal,
  };
  const pieces = await modelReply({ model })(turn);
  if (typeof pieces === "string") throw new Error("The reply is no stream.");
  for await (const _ of pieces);
  expect(model.doStreamCalls[0]?.prompt).toMatchObject([
    { role: "user", content: [{ type: "file", mediaType: "image/png", filename: "a.png" }] },
  ]);
});
