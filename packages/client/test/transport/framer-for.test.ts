import { describe, expect, test } from "vitest";
import type { Frame } from "../../src/protocol/index.js";
import { framerFor } from "../../src/transport/framer-for.js";
import { everyCut, framesOf } from "../support/frames.js";

/** Plain text comes in pieces as it is cut; together they are one text. */
function joined(frames: readonly Frame[]): unknown[] {
  const isPlain = frames.every((frame) => Object.keys(frame).join() === "text");
  return isPlain
    ? [frames.map(({ text }) => text).join("")]
    : frames.map(({ data, text }) => (data === undefined ? text : data));
}

const EVENTS = 'data: {"a":1}\n\ndata: {"a":2}\n\n';
const LINES = '{"type":"a"}\n{"type":"b"}\n';
const ASKED = "data: is a plural, is it not?\n\n";

test.each([
  ["events that say so", "text/event-stream", EVENTS, [{ a: 1 }, { a: 2 }]],
  ["events with a parameter", "Text/Event-Stream; charset=utf-8", EVENTS, [{ a: 1 }, { a: 2 }]],
  ["events after blank lines", "text/event-stream", `\n\n${EVENTS}`, [{ a: 1 }, { a: 2 }]],
  ["events after a comment", "text/event-stream", `: ping\n\n${EVENTS}`, [{ a: 1 }, { a: 2 }]],
  ["lines of JSON called events", "text/event-stream", LINES, [{ type: "a" }, { type: "b" }]],
  ["a list called events", "text/event-stream", '[{"text":"a"}]\n', [[{ text: "a" }]]],
  ["lines that say so", "application/x-ndjson", LINES, [{ type: "a" }, { type: "b" }]],
  ["lines under another name", "application/jsonl", LINES, [{ type: "a" }, { type: "b" }]],
  ["a text sequence", "application/json-seq", '\u001e{"a":1}\n\u001e{"a":2}\n', [{ a: 1 }, { a: 2 }]],
  ["a document", "application/json", '{\n"a":1}', [{ a: 1 }]],
  ["a document under a vendor's name", "application/vnd.acme+json; v=1", '{"a":1}', [{ a: 1 }]],
  ["lines called a document", "application/json", LINES, [{ type: "a" }, { type: "b" }]],
  ["plain text called a document", "application/json", "Hello", ["Hello"]],
  ["plain text", "text/plain", "Hello\n\nyou", ["Hello\n\nyou"]],
  ["plain text that begins like an event", "text/plain", ASKED, [ASKED]],
  ["plain text that is JSON", "text/plain; charset=utf-8", '{"a":1}', ['{"a":1}']],
  ["plain text called Markdown", "text/markdown", "# Hi\n- a", ["# Hi\n- a"]],
  ["plain text called bytes", "application/octet-stream", "Hello", ["Hello"]],
  ["plain text called HTML", "text/html; charset=utf-8", "Hello you", ["Hello you"]],
  ["a short text called HTML", "text/html", "<3", ["<3"]],
  ["a fragment of HTML", "text/html", "<p>Hello</p>", ["<p>Hello</p>"]],
  ["a text that begins like a page", "text/html", "<!doctype is a word", ["<!doctype is a word"]],
  ["a text about pages", "text/html", "<htmlx> is no tag", ["<htmlx> is no tag"]],
  ["text like an event, called HTML", "text/html", ASKED, [ASKED]],
  ["text of no type", null, "Hello you", ["Hello you"]],
  ["one word of no type", null, "data", ["data"]],
  ["a word of no type that begins like a field", null, "identity matters", ["identity matters"]],
  ["events of no type", null, EVENTS, [{ a: 1 }, { a: 2 }]],
  ["events of no type, with a name first", null, 'event: token\ndata: "a"\n\n', ["a"]],
  ["events of no type, with an id first", null, 'id: 1\ndata: "a"\n\n', ["a"]],
  ["events of no type, with a delay first", "", 'retry: 1500\n\ndata: "a"\n\n', ["a"]],
  ["events of no type, with a comment first", null, ': hi\n\ndata: "a"\n\n', ["a"]],
  ["a document of no type", null, '{"a":1}', [{ a: 1 }]],
  ["a JSON string of no type", null, '"Hello\\nyou"', ["Hello\nyou"]],
  ["lines of no type", null, LINES, [{ type: "a" }, { type: "b" }]],
  ["a quotation of no type", null, '"Yes," she said.', ['"Yes," she said.']],
  ["blanks of no type", null, " \n", [" \n"]],
])("%s are read as what they are, wherever they are cut", (_what, contentType, text, expected) => {
  for (const pieces of everyCut(text)) {
    expect(joined(framesOf(framerFor(contentType), ...pieces))).toEqual(expected);
  }
});

describe("an HTML page is refused, and not shown", () => {
  test.each([
    ["text/html", "<!doctype html><title>Sign in</title>secret"],
    ["text/html", "\n\n  <!DOCTYPE html>\n<html>secret"],
    ["text/html", "<!DOCTYPE\n              html>secret"],
    ["text/html; charset=utf-8", "<html lang='en'>secret"],
    ["text/html", "<HTML>secret"],
    ["text/html", "<html\n lang='en'>secret"],
    [null, "<!doctype html>secret"],
  ])("as %s: %j", (contentType, page) => {
    for (const pieces of everyCut(page)) {
      expect(() => framesOf(framerFor(contentType), ...pieces)).toThrow(
        expect.objectContaining({ code: "protocol", message: expect.not.stringContaining("secret") }),
      );
    }
  });
});

test("plain text comes as it arrives", () => {
  const framer = framerFor("text/plain");
  expect(framer.push("Hel")).toEqual([{ text: "Hel" }]);
  expect(framer.push("")).toEqual([]);
  expect(framer.push("lo")).toEqual([{ text: "lo" }]);
});

test("text of no type comes as it arrives, once it cannot be anything else", () => {
  const framer = framerFor(null);
  expect(framer.push("Hel")).toEqual([{ text: "Hel" }]);
  expect(framer.push("lo")).toEqual([{ text: "lo" }]);
});

test.each([
  ["sse", "text/plain", 'data: "a"\n\n', [{ text: '"a"', data: "a" }]],
  ["ndjson", "text/plain", '"a"\n', [{ text: '"a"', data: "a" }]],
  ["json", "text/plain", '"a"', [{ text: '"a"', data: "a" }]],
  ["text", "application/json", '"a"', [{ text: '"a"' }]],
] as const)("a framing that is known to be %s is not guessed", (wire, contentType, text, frames) => {
  expect(framesOf(framerFor(contentType, wire), text)).toEqual(frames);
});
