import { describe, expect, test } from "vitest";
import { rest } from "../../src/protocols/rest.js";
import { everyByteCut } from "../support/answer.js";
import { readReply, replyEvents } from "../support/rest.js";

const JSON_TYPE = "application/json";
const SSE = "text/event-stream; charset=utf-8";
const NDJSON = "application/x-ndjson";
const sse = (...data: readonly unknown[]) => data.map((item) => `data: ${JSON.stringify(item)}\n\n`).join("");

describe("a reply of a home-made backend is read, with no option set, from", () => {
  test.each([
    ["plain text", "text/plain; charset=utf-8", "Hello ö 👋🏽\n\nyou", "Hello ö 👋🏽\n\nyou"],
    ["a string of JSON", JSON_TYPE, '"Hello\\nline two"', "Hello\nline two"],
    ["reply", JSON_TYPE, '{"reply":"hi"}', "hi"],
    ["response", JSON_TYPE, '{"response":"hi","tokens":7}', "hi"],
    ["message", JSON_TYPE, '{"message":"hi"}', "hi"],
    ["answer", JSON_TYPE, '{"answer":"hi"}', "hi"],
    ["output", JSON_TYPE, '{"output":"hi"}', "hi"],
    ["text", JSON_TYPE, '{"text":"hi"}', "hi"],
    ["content", JSON_TYPE, '{"content":"hi"}', "hi"],
    ["the most telling of several", JSON_TYPE, '{"message":"ok","data":"x","reply":"hi"}', "hi"],
    ["a message with a role", JSON_TYPE, '{"message":{"role":"assistant","content":"hi"}}', "hi"],
    ["a field within data", JSON_TYPE, '{"data":{"answer":"hi"}}', "hi"],
    ["a list of bubbles", JSON_TYPE, '[{"recipient_id":"1","text":"one"},{"text":"two"}]', "one\n\ntwo"],
    ["a list of blocks", JSON_TYPE, '{"content":[{"type":"text","text":"one"}]}', "one"],
    ["an answer with an empty error beside it", JSON_TYPE, '{"reply":"hi","error":"","errors":[]}', "hi"],
    ["an answer without an error", JSON_TYPE, '{"reply":"hi","error":null}', "hi"],
    ["a reply that is whole at once", JSON_TYPE, '{"response":"hi","done":true}', "hi"],
    ["text called HTML", "text/html; charset=utf-8", "Hello <you>", "Hello <you>"],
    ["text without a type", null, "Hello you", "Hello you"],
    [
      "lines without a last end",
      NDJSON,
      '{"type":"token","content":"Hel"}\n{"type":"token","content":"lo"}',
      "Hello",
    ],
    ["lines of deltas", NDJSON, '{"delta":"Hel"}\n{"delta":"lo"}\n{"done":true}\n', "Hello"],
    [
      "events with names, ids, a delay and a heartbeat, under CRLF",
      SSE,
      'retry: 1500\r\n\r\n: ping\r\n\r\nid: 1\r\nevent: token\r\ndata: "Hel"\r\n\r\nid: 2\r\nevent: token\r\ndata: "lo"\r\n\r\nevent: done\r\ndata: {}\r\n\r\n',
      "Hello",
    ],
    [
      "events of JSON with a last one",
      SSE,
      sse({ content: "Hel" }, { content: "lo" }, { done: true }),
      "Hello",
    ],
    ["events of plain tokens", SSE, "data: Hel\n\ndata: lo\n\ndata:  you\n\ndata: [DONE]\n\n", "Hello you"],
    ["tokens that look like numbers", SSE, "data: 4\n\ndata: 2\n\ndata: true\n\n", "42true"],
    [
      "events that begin and end by type",
      SSE,
      sse({ type: "connected" }, { type: "start" }, { type: "token", content: "hi" }, { type: "end" }),
      "hi",
    ],
    [
      "events among heartbeats",
      SSE,
      sse({ type: "ping" }, { type: "token", content: "hi" }, { type: "heartbeat", message: "x" }),
      "hi",
    ],
    [
      "events that end with the whole",
      SSE,
      sse({ token: "Hel" }, { token: "lo" }, { done: true, answer: "Hello" }),
      "Hello",
    ],
    ["events whose last one has text", SSE, sse({ token: "Hel" }, { token: "lo", done: true }), "Hello"],
    ["events under the name of a heartbeat", SSE, 'event: ping\ndata: 12:00\n\ndata: "hi"\n\n', "hi"],
    ["an end with words of its own", SSE, 'data: "hi"\n\nevent: end\ndata: stream closed\n\n', "hi"],
    [
      "numbers and names beside the text",
      SSE,
      sse({ id: 1, model: "x" }, { text: "hi" }, { usage: { tokens: 2 } }),
      "hi",
    ],
  ])("%s", async (_what, contentType, body, text) => {
    expect(await readReply([body], contentType)).toEqual({ text, end: "stop" });
  });

  test.each([
    ["text/plain", "ö 👋🏽", "ö 👋🏽"],
    [SSE, 'event: token\r\ndata: "ö 👋🏽"\r\n\r\ndata: [DONE]\r\n\r\n', "ö 👋🏽"],
    [NDJSON, '{"content":"ö"}\n{"content":" 👋🏽"}', "ö 👋🏽"],
    [JSON_TYPE, '{"reply":"ö 👋🏽"}', "ö 👋🏽"],
    [null, 'data: {"content":"ö 👋🏽"}\n\n', "ö 👋🏽"],
  ])("bytes that the network cuts anywhere, as %s", async (contentType, body, text) => {
    for (const chunks of everyByteCut(body)) {
      expect(await readReply(chunks, contentType)).toEqual({ text, end: "stop" });
    }
  });
});

describe("a failure inside an answer that is well otherwise is told:", () => {
  test.each([
    ["a text", JSON_TYPE, '{"error":"Model is busy"}', "Model is busy"],
    ["an object", JSON_TYPE, '{"error":{"code":"busy","message":"Model is busy"}}', "Model is busy"],
    ["a code alone", JSON_TYPE, '{"error":{"code":"busy"}}', "busy"],
    ["a flag beside words", JSON_TYPE, '{"error":true,"message":"Model is busy"}', "Model is busy"],
    ["a flag beside a detail", JSON_TYPE, '{"error":true,"detail":"Model is busy"}', "Model is busy"],
    ["nothing but a flag", JSON_TYPE, '{"error":true}', "no reason given"],
    ["an event by its name", SSE, "event: error\ndata: Model is busy\n\n", "Model is busy"],
    [
      "an event of JSON by its name",
      SSE,
      'event: error\ndata: {"detail":"Model is busy"}\n\n',
      "Model is busy",
    ],
    ["an event by its type", SSE, sse({ type: "error", message: "Model is busy" }), "Model is busy"],
    ["an event without words", SSE, "event: error\n\n", "no reason given"],
    ["a line", NDJSON, '{"error":"Model is busy"}\n', "Model is busy"],
  ])("%s", async (_what, contentType, body, words) => {
    expect(await readReply([body], contentType)).toEqual({
      text: "",
      end: "model",
      message: `The backend reported a failure in its reply: ${words}`,
    });
  });

  test("after some text, which is kept", async () => {
    const body = sse({ token: "Hel" }, { error: "Model is busy" }, { token: "lo" });
    expect(await readReply([body], SSE)).toMatchObject({ text: "Hel", end: "model" });
  });

  test("without the text of the reply in it", async () => {
    const { message } = await readReply(['{"error":true,"reply":"private words"}'], JSON_TYPE);
    expect(message).not.toContain("private");
  });

  test("and not without end", async () => {
    const { message } = await readReply([JSON.stringify({ error: "x".repeat(10_000) })], JSON_TYPE);
    expect(message?.length).toBeLessThan(400);
  });
});

describe("an answer with nothing in it is told:", () => {
  test.each([
    ["text", "text/plain", ""],
    ["JSON", JSON_TYPE, "{}"],
    ["null", JSON_TYPE, "null"],
    ["a list", JSON_TYPE, "[]"],
    ["an empty reply", JSON_TYPE, '{"reply":""}'],
    ["other things than text", JSON_TYPE, '{"status":200,"ok":true}'],
    ["an end alone", SSE, sse({ done: true })],
    [
      "a reply of the reference backend",
      SSE,
      sse({ type: "start", id: "r" }, { type: "finish", reason: "stop" }),
    ],
  ])("%s", async (_what, contentType, body) => {
    expect(await readReply([body], contentType)).toMatchObject({ text: "", end: "protocol" });
  });
});

describe("a site says where the text is", () => {
  const protocol = rest({ fields: { reply: "/result/0/say" } });

  test.each([
    ["there", '{"result":[{"say":"hi"}],"text":"no"}', { text: "hi", end: "stop" }],
    ["not there", '{"text":"no"}', { text: "", end: "protocol" }],
    ["there, but no text", '{"result":[{"say":{}}]}', { text: "", end: "protocol" }],
    ["in a plain string", '"hi"', { text: "hi", end: "stop" }],
  ])("and it is %s", async (_what, body, expected) => {
    expect(await readReply([body], JSON_TYPE, { protocol })).toMatchObject(expected);
  });

  test.each([["__proto__"], ["constructor"], ["/constructor/name"]])(
    "and a name such as %j finds nothing that the answer has not",
    async (reply) => {
      const hostile = rest({ fields: { reply } });
      expect(await readReply(['{"a":"b"}'], JSON_TYPE, { protocol: hostile })).toMatchObject({ text: "" });
    },
  );
});

describe("the reference backend", () => {
  const kit = (...events: readonly object[]) =>
    events.map((event, index) => `id: ${index + 1}\ndata: ${JSON.stringify(event)}\n\n`).join("");
  const START = { type: "start", id: "r1" };
  const DELTA = { type: "delta", kind: "text", id: "text", text: "hi" };
  const PART = { type: "part", part: { type: "source", id: "s", url: "https://example.com" } };
  const FINISH = { type: "finish", reason: "length" };
  const token = (value: string) => ({ type: "meta", token: value });

  test("streams events, each followed by where to resume", async () => {
    expect(await replyEvents([kit(START, DELTA, PART, FINISH)], SSE)).toEqual([
      START,
      token("1"),
      DELTA,
      token("2"),
      PART,
      token("3"),
      FINISH,
    ]);
  });

  test("announces a failure, which is the last word", async () => {
    const error = { type: "error", error: { code: "model", message: "Busy", isRetryable: false } };
    expect(await replyEvents([kit(START, error, DELTA)], SSE)).toEqual([START, token("1"), error]);
  });

  test.each([
    ["after its start", [START]],
    ["after some text", [START, DELTA]],
    ["when it is followed further, without a start", [DELTA]],
  ])("is known to be cut %s, because it always says its end", async (_when, events) => {
    expect(await readReply([kit(...events)], SSE)).toMatchObject({ end: "interrupted" });
  });

  test("answers in JSON too, under the reply's own id", async () => {
    const answer = { id: "r1", reply: "hi", parts: [PART.part, { type: "script", id: "x" }] };
    expect(await replyEvents([JSON.stringify(answer)], JSON_TYPE)).toEqual([
      START,
      { type: "delta", kind: "text", text: "hi" },
      PART,
      { type: "finish", reason: "stop" },
    ]);
  });
});

test("a home-made stream that just ends is complete", async () => {
  expect(await readReply([sse({ token: "hi" })], SSE)).toEqual({ text: "hi", end: "stop" });
});

test.each([
  ["text/plain", "Hel"],
  [SSE, sse({ token: "Hel" })],
  [NDJSON, '{"token":"Hel"}\n{"tok'],
])("a stream of %s that breaks keeps its text", async (contentType, body) => {
  expect(await readReply([body], contentType, { body: "breaks" })).toMatchObject({
    text: "Hel",
    end: "interrupted",
  });
});
