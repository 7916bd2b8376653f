import fc from "fast-check";
import { expect, test } from "vitest";
import { emptyReply } from "../../src/begun-reply.js";
import { applyEvent } from "../../src/reply-bubbles.js";
import { replyEvents } from "../support/rest.js";

const CONTENT_TYPES = [
  null,
  "text/plain",
  "text/html",
  "text/event-stream",
  "application/json",
  "application/x-ndjson",
  "application/octet-stream",
];
/** Pieces from which answers are made, so that chance comes near to what is meant and not quite there. */
const SHARDS = [
  "data: ",
  "event: error",
  "event: done",
  "id: 1",
  ": ping",
  "\n",
  "\r\n",
  "\r",
  "\n\n",
  "[DONE]",
  "{",
  "}",
  "[",
  '"',
  '{"type":"start","id":"__proto__"}',
  '{"type":"delta","kind":"text","text":"👋🏽"}',
  '{"type":"delta","kind":"text","message":"constructor","text":"x"}',
  '{"type":"part","part":{"type":"data","id":"__proto__","name":"n","value":{"__proto__":1}}}',
  '{"type":"finish","reason":"stop"}',
  '{"type":"error","error":{"message":"no"}}',
  '{"reply":"hi"}',
  '{"__proto__":{"reply":"hi"}}',
  '{"error":[]}',
  '{"done":true}',
  '[[[[{"text":"x"}]]]]',
  "<!doctype html>",
  "\u0000",
];

const chunks = fc.oneof(
  fc.array(
    fc.uint8Array({ maxLength: 40 }).map((bytes) => Uint8Array.from(bytes)),
    { maxLength: 8 },
  ),
  fc.array(fc.constantFrom(...SHARDS), { maxLength: 16 }),
);

test("whatever bytes a backend sends, a reply ends exactly once, and never with an error of ours", async () => {
  await fc.assert(
    fc.asyncProperty(
      chunks,
      fc.constantFrom(...CONTENT_TYPES),
      fc.constantFrom("closes", "breaks"),
      fc.constantFrom(200, 200, 200, 404, 500),
      async (body, contentType, ending, status) => {
        const events = await replyEvents(body, contentType, { body: ending, status });
        const ends = events.filter(({ type }) => type === "finish" || type === "error");
        expect(ends).toEqual(events.slice(-1));
        expect(ends).toHaveLength(1);
        const reply = events.reduce(applyEvent, emptyReply("r", "2026-01-01T00:00:00Z"));
        for (const message of reply.messages) expect(message.status).toMatch(/^(done|interrupted|error)$/);
        expect({}).not.toHaveProperty("reply");
      },
    ),
    { numRuns: 1_500 },
  );
});

test("where the network cuts a body changes nothing about its reply", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...SHARDS), { minLength: 1, maxLength: 12 }),
      fc.constantFrom(...CONTENT_TYPES),
      fc.infiniteStream(fc.nat({ max: 12 })),
      fc.constantFrom("", "\ufeff"),
      async (shards, contentType, sizes, mark) => {
        const bytes = new TextEncoder().encode(mark + shards.join(""));
        const pieces: Uint8Array<ArrayBuffer>[] = [];
        for (let at = 0; at < bytes.length; ) {
          const size = (sizes.next().value ?? 0) + 1;
          pieces.push(bytes.slice(at, at + size));
          at += size;
        }
        expect(await outcome(pieces, contentType)).toEqual(await outcome([bytes], contentType));
      },
    ),
    { numRuns: 1_000 },
  );
});

/** The bubbles at the end: where text was cut on its way is no longer seen in them. */
async function outcome(body: readonly Uint8Array<ArrayBuffer>[], contentType: string | null) {
  const events = await replyEvents(body, contentType);
  return events.reduce(applyEvent, emptyReply("r", "2026-01-01T00:00:00Z")).messages;
}
