import fc from "fast-check";
import { expect, test } from "vitest";
import { readKitEvent } from "../../src/protocols/kit-event.js";
import { readKitPart } from "../../src/protocols/kit-part.js";

const LONG = "x".repeat(1_000);
const SHORT = "x".repeat(256);

test.each([
  [{ type: "start" }, { type: "start" }],
  [
    { type: "start", id: "r1", replay: true },
    { type: "start", id: "r1", replay: true },
  ],
  [{ type: "start", id: 7, replay: "yes" }, { type: "start" }],
  [
    { type: "start", id: LONG, message: LONG },
    { type: "start", id: SHORT, message: SHORT },
  ],
  [
    { type: "delta", kind: "text", text: "hi" },
    { type: "delta", kind: "text", text: "hi" },
  ],
  [
    { type: "delta", kind: "reasoning", id: "1", text: "" },
    { type: "delta", kind: "reasoning", id: "1", text: "" },
  ],
  [
    { type: "delta", kind: "text", text: "hi", extra: 1, toString: 1 },
    { type: "delta", kind: "text", text: "hi" },
  ],
  [
    { type: "finish", reason: "length" },
    { type: "finish", reason: "length" },
  ],
  [
    { type: "error", error: { code: "auth", message: "Busy", isRetryable: true } },
    { type: "error", error: { code: "model", message: "Busy", isRetryable: true } },
  ],
  [
    { type: "error", error: { message: LONG, isRetryable: "yes" } },
    { type: "error", error: { code: "model", message: "x".repeat(300), isRetryable: false } },
  ],
  [
    { type: "part", part: { type: "source", id: "s", url: "https://example.com" } },
    { type: "part", part: { type: "source", id: "s", url: "https://example.com" } },
  ],
])("the event %j is read", (data, event) => {
  expect(readKitEvent(data)).toEqual(event);
});

test.each([
  [null],
  ["start"],
  [7],
  [[{ type: "start" }]],
  [{}],
  [{ type: "token", content: "hi" }],
  [{ type: "__proto__" }],
  [{ type: "constructor" }],
  [{ type: ["start"] }],
  [{ type: "delta", text: "no kind" }],
  [{ type: "delta", kind: "html", text: "hi" }],
  [{ type: "delta", kind: "text", text: ["hi"] }],
  [{ type: "finish" }],
  [{ type: "finish", reason: "constructor" }],
  [{ type: "finish", reason: ["stop"] }],
  [{ type: "error", error: "Busy" }],
  [{ type: "error", error: { message: {} } }],
  [{ type: "part" }],
  [{ type: "part", part: { type: "source" } }],
  [{ type: "part", part: { type: "script", id: "1", src: "x" } }],
])("%j is no event of the reference backend", (data) => {
  expect(readKitEvent(data)).toBeNull();
});

test.each([
  [
    { type: "source", id: "s", url: "u", title: "t", mediaType: "m", quote: "q", onclick: "x" },
    { type: "source", id: "s", url: "u", title: "t", mediaType: "m", quote: "q" },
  ],
  [
    { type: "source", id: "s", url: {}, title: 7 },
    { type: "source", id: "s" },
  ],
  [
    { type: "source", id: LONG },
    { type: "source", id: SHORT },
  ],
  [
    { type: "file", id: "f", url: "u", name: "n", mediaType: "m" },
    { type: "file", id: "f", url: "u", name: "n", mediaType: "m" },
  ],
  [
    { type: "data", id: "d", name: "choices", value: [1] },
    { type: "data", id: "d", name: "choices", value: [1] },
  ],
])("the part %j is read, without what it should not have", (part, expected) => {
  expect(readKitPart(part)).toEqual(expected);
});

test.each([
  [{ type: "source", id: 7 }],
  [{ type: "file", id: "f" }],
  [{ type: "file", id: "f", url: 7 }],
  [{ type: "data", id: "d", value: 1 }],
  [{ type: "text", id: "0", text: "not beside the text" }],
  [{ type: "__proto__", id: "1" }],
  [null],
  [[]],
])("%j is no part", (part) => {
  expect(readKitPart(part)).toBeNull();
});

test("whatever JSON comes, it is an event or none, and never an error of ours", () => {
  fc.assert(
    fc.property(
      fc.record(
        {
          type: fc.oneof(fc.constantFrom("start", "delta", "part", "finish", "error"), fc.jsonValue()),
          id: fc.jsonValue(),
          message: fc.jsonValue(),
          kind: fc.oneof(fc.constantFrom("text", "reasoning"), fc.jsonValue()),
          text: fc.jsonValue(),
          part: fc.oneof(
            fc.jsonValue(),
            fc.record({ type: fc.constantFrom("source", "file", "data"), id: fc.jsonValue() }),
          ),
          reason: fc.jsonValue(),
          error: fc.oneof(fc.jsonValue(), fc.record({ message: fc.jsonValue() })),
        },
        { requiredKeys: [] },
      ),
      (data) => {
        const event = readKitEvent(data);
        expect([undefined, "start", "delta", "part", "finish", "error"]).toContain(event?.type);
      },
    ),
  );
});
