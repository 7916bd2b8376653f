import { createParser, type EventSourceMessage } from "eventsource-parser";
import { describe, expect, test } from "vitest";
import type { Frame } from "../../src/protocol/index.js";
import { eventStreamFramer } from "../../src/transport/event-stream.js";
import { everyCut, framesOf } from "../support/frames.js";

const parse = (...pieces: readonly string[]) => framesOf(eventStreamFramer(), ...pieces);

const STREAMS: readonly (readonly [what: string, text: string, frames: readonly Frame[]])[] = [
  ["an event", "data: hello\n\n", [{ text: "hello" }]],
  ["events in a row", "data: a\n\ndata: b\n\n", [{ text: "a" }, { text: "b" }]],
  ["CRLF", "event: token\r\ndata: hi\r\n\r\n", [{ event: "token", text: "hi" }]],
  ["CR", "event: token\rdata: hi\r\r", [{ event: "token", text: "hi" }]],
  ["mixed line ends", "data: a\r\n\ndata: b\r\rdata: c\n\r\n", [{ text: "a" }, { text: "b" }, { text: "c" }]],
  ["no space after the colon", "data:hello\n\n", [{ text: "hello" }]],
  ["only one space dropped", "data:   hello \n\n", [{ text: "  hello " }]],
  ["a tab, which is kept", "data:\thello\n\n", [{ text: "\thello" }]],
  ["several data lines", "data: a\ndata: b\ndata:\ndata: c\n\n", [{ text: "a\nb\n\nc" }]],
  ["a field without a colon", "data\n\n", [{ text: "" }]],
  ["two of them", "data\ndata\n\n", [{ text: "\n" }]],
  ["a colon in the value", "data: a: b\n\n", [{ text: "a: b" }]],
  ["comments", ": ping\n\n:\ndata: a\n: more\n\n", [{ text: "a" }]],
  ["unknown fields", "color: red\nData: no\n data: no\nretry: 1500\ndata: a\n\n", [{ text: "a" }]],
  ["blank lines in excess", "\n\n\ndata: a\n\n\n\n", [{ text: "a" }]],
  ["an id", "id: 7\ndata: a\n\n", [{ id: "7", text: "a" }]],
  [
    "an id that lasts",
    "id: 7\ndata: a\n\ndata: b\n\n",
    [
      { id: "7", text: "a" },
      { id: "7", text: "b" },
    ],
  ],
  [
    "an id with NUL, which is ignored",
    "id: 7\ndata: a\n\nid: 8\0\ndata: b\n\n",
    [
      { id: "7", text: "a" },
      { id: "7", text: "b" },
    ],
  ],
  [
    "an empty id, which ends the last one",
    "id: 7\ndata: a\n\nid\ndata: b\n\n",
    [{ id: "7", text: "a" }, { text: "b" }],
  ],
  [
    "an event name that lasts for one event",
    "event: x\ndata: a\n\ndata: b\n\n",
    [{ event: "x", text: "a" }, { text: "b" }],
  ],
  ["the last of two event names", "event: x\nevent: y\ndata: a\n\n", [{ event: "y", text: "a" }]],
  ["a name without data", "event: done\n\n", [{ event: "done" }]],
  ["an id without data or name", "id: 7\n\n", []],
  ["an event without its blank line, which may be cut", "data: a\n\ndata: b\n", [{ text: "a" }]],
  ["separators that are no line ends", "data: a\u2028b\u2029c\n\n", [{ text: "a\u2028b\u2029c" }]],
  ["emoji", "data: 👋🏽 ö\n\n", [{ text: "👋🏽 ö" }]],
  ["JSON", 'data: {"a":[1]}\n\n', [{ text: '{"a":[1]}', data: { a: [1] } }]],
  ["JSON over two lines", 'data: {"a":\ndata: 1}\n\n', [{ text: '{"a":\n1}', data: { a: 1 } }]],
  ["JSON null", "data: null\n\n", [{ text: "null", data: null }]],
  ["[DONE]", "data: a\n\ndata: [DONE]\n\n", [{ text: "a" }, { text: "[DONE]", isFinal: true }]],
];

describe("server-sent events with", () => {
  test.each(STREAMS)("%s are read, wherever the text is cut", (_what, text, frames) => {
    for (const pieces of everyCut(text)) expect(parse(...pieces)).toEqual(frames);
  });
});

/** What an independent parser reads; it reports no event without data, and an id only on its own event. */
function peer(...pieces: readonly string[]): EventSourceMessage[] {
  const events: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (event) => events.push(event) });
  for (const piece of pieces) parser.feed(piece);
  return events;
}

describe("an independent parser reads the same from a stream with", () => {
  test.each(STREAMS)("%s", (_what, text) => {
    const ours = parse(text).filter((frame) => frame.text !== undefined);
    expect(ours.map(({ event, text }) => ({ event, text }))).toEqual(
      peer(text).map(({ event, data }) => ({ event, text: data })),
    );
  });
});

test("the byte-order mark is the decoder's to drop", () => {
  const bytes = new TextEncoder().encode("\ufeffdata: a\n\n");
  expect(parse(new TextDecoder().decode(bytes))).toEqual([{ text: "a" }]);
});

test("an event of one megabyte on one line is read", () => {
  const text = "x".repeat(1_000_000);
  expect(parse(`data: ${text}\n\n`)).toEqual([{ text }]);
});

test("an event that grows without end, line by line, is refused", () => {
  const line = `data: ${"x".repeat(1_000_000)}\n`;
  expect(() => parse(line, line, line, line, line)).toThrow(
    expect.objectContaining({ code: "protocol", message: expect.stringContaining("4000000 characters") }),
  );
});
