import fc from "fast-check";
import { expect, test } from "vitest";
import type { WebSocket as ServerSocket } from "ws";
import { emptyReply } from "../../src/begun-reply.js";
import type { ChatEvent } from "../../src/protocol/index.js";
import { applyEvent } from "../../src/reply-bubbles.js";
import { MAX_FRAME_LENGTH } from "../../src/transport/framer.js";
import { ask, socketBackend } from "../support/web-socket-backend.js";

/** What a backend does with one connection. */
interface Played {
  readonly frames: readonly (string | Uint8Array)[];
  /** The close code; null: the connection breaks. */
  readonly close: number | null;
}

const sequence = fc.oneof(
  { weight: 6, arbitrary: fc.nat({ max: 9 }) },
  { weight: 1, arbitrary: fc.constantFrom(-1, 0.5, Number.MAX_VALUE, "2", null, undefined) },
);
/** Frames of the vocabulary, in any order and more than once. */
const known = fc
  .record({
    type: fc.constantFrom("delta", "delta", "delta", "message", "ack", "typing", "ping", "error", "song"),
    id: fc.constantFrom("m1", "m2", "__proto__", 7, undefined),
    seq: sequence,
    role: fc.constantFrom("assistant", "human", undefined),
    text: fc.constantFrom("Grüße ", "👋🏽", "", null, ["x"]),
    content: fc.constantFrom("Grüße 👋🏽", "", 1, undefined),
    parts: fc.constantFrom(undefined, "x", [null, { type: "source", id: "constructor" }]),
    message: fc.constantFrom("overloaded", { code: 1 }, undefined),
  })
  .map((frame) => JSON.stringify(frame));
const half = known.chain((frame) => fc.nat({ max: frame.length }).map((length) => frame.slice(0, length)));
const strange = fc.constantFrom(
  "",
  "null",
  "[]",
  '"text"',
  '{"__proto__":{"type":"delta"}}',
  '{"type":"delta","seq":1e999,"text":"x"}',
  "<!doctype html>",
  "data: {}",
  "\u0000",
  "x".repeat(MAX_FRAME_LENGTH + 1),
);
const binary = fc.uint8Array({ maxLength: 40 });
const frame = fc.oneof(
  { weight: 12, arbitrary: known },
  { weight: 1, arbitrary: half },
  { weight: 1, arbitrary: strange },
  { weight: 1, arbitrary: fc.string() },
  { weight: 1, arbitrary: binary },
);
const played: fc.Arbitrary<Played> = fc.record({
  frames: fc.array(frame, { maxLength: 10 }),
  close: fc.constantFrom(null, null, 1000, 1011, 1008, 4403, 4429, 4503, 4999),
});

function play(socket: ServerSocket, { frames, close }: Played): void {
  for (const frame of frames) socket.send(frame);
  if (close === null) socket.terminate();
  else socket.close(close, "soon");
}

const isEnd = ({ type }: ChatEvent) => type === "finish" || type === "error";

test("whatever frames a backend sends, and however it closes, a reply ends exactly once and says nothing twice", async () => {
  let script: readonly Played[] = [];
  const { url } = await socketBackend((socket, { type }) => {
    if (type === "pong") return;
    const [now = { frames: [], close: null }, ...later] = script;
    script = later;
    play(socket, now);
  });
  await fc.assert(
    fc.asyncProperty(fc.array(played, { minLength: 1, maxLength: 4 }), async (connections) => {
      script = connections;
      const { events } = await ask(url);
      expect(events.filter(isEnd)).toEqual(events.slice(-1));
      expect(events.filter(isEnd)).toHaveLength(1);
      const tokens = events.flatMap((event) => (event.type === "meta" ? (event.token ?? []) : []));
      expect(tokens).toEqual([...new Set(tokens)].toSorted((one, other) => Number(one) - Number(other)));
      const reply = events.reduce(applyEvent, emptyReply("r", "2026-01-01T00:00:00Z"));
      for (const message of reply.messages) expect(message.status).toMatch(/^(done|interrupted|error)$/);
      expect({}).not.toHaveProperty("type");
    }),
    { numRuns: 300 },
  );
});
