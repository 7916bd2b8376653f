import { expect, test } from "vitest";
import { answerKind } from "../../src/http/answer-kind.js";

test.each([
  [null, "json"],
  ["*/*", "json"],
  ["application/json", "json"],
  ["application/*", "json"],
  ["text/event-stream", "events"],
  ["application/json, text/event-stream", "events"],
  ["TEXT/Event-Stream; q=0.9", "events"],
  ["text/event-stream;q=0, application/json", "json"],
  ["text/plain", "text"],
  ["text/*", "text"],
  ["text/plain, application/json;q=0.5", "json"],
  ["application/json;q=0.0, text/plain", "text"],
  ["image/png", null],
  ["", null],
])("Accept %j is answered with %s", (accept, kind) => {
  expect(answerKind(accept)).toBe(kind);
});
