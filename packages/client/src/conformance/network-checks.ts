import { emptyReply } from "../begun-reply.js";
import { type ChatEvent, type FailureCode, textOf } from "../protocol/index.js";
import { applyEvent } from "../reply-bubbles.js";
import type { Check } from "./checks.js";
import { play, type Script, setStage } from "./play.js";
import { REPLY_TEXT } from "./scenarios.js";

const show = (value: unknown) => JSON.stringify(value)?.slice(0, 500) ?? "nothing";

const STATUSES: readonly [status: number, code: FailureCode, body: string][] = [
  [401, "auth", '{"detail":"Sign in"}'],
  [403, "blocked", '{"detail":"Not here"}'],
  [422, "invalid", '{"detail":[{"loc":["body"],"msg":"Field required","type":"missing"}]}'],
  [429, "rate", '{"error":{"message":"Slow down"}}'],
  [500, "server", "Internal Server Error"],
  [502, "server", "<!doctype html><title>Bad gateway</title>"],
];

async function expectError(
  protocol: Parameters<Check["run"]>[0]["protocol"],
  script: Script,
  code: FailureCode,
): Promise<string | null> {
  const { events } = await play(protocol(), script);
  const [only] = events;
  return events.length === 1 && only?.type === "error" && only.error.code === code
    ? null
    : `${show(events)} instead of one error "${code}"`;
}

/** Aborts when the request is made, or as soon as the first event is there. */
async function abortAt(
  when: "first-event" | "request",
  { protocol }: Parameters<Check["run"]>[0],
  script: Script,
): Promise<string | null> {
  const controller = new AbortController();
  const adapter = protocol();
  const stage = setStage(adapter, script);
  const events: ChatEvent[] = [];
  const reply = adapter.send(stage.context, stage.turn("Hello", controller.signal));
  if (when === "request") void stage.asked.then(() => controller.abort());
  for await (const event of reply) {
    events.push(event);
    controller.abort();
  }
  const last = events.at(-1);
  if (last?.type !== "finish" || last.reason !== "stopped") return `the end ${show(last)}`;
  if (events.filter(({ type }) => type === "delta").length > 1) return "text after the visitor pressed stop";
  return stage.requests.length === 0 || stage.isClosed() ? null : "a connection that stays open";
}

export const NETWORK_CHECKS: readonly Check[] = [
  {
    name: "An error status is told by its kind",
    scenario: "text",
    async run({ protocol }) {
      for (const [status, code, body] of STATUSES) {
        const contentType = body.startsWith("{") ? "application/json" : "text/html";
        const saw = await expectError(protocol, { status, contentType, body }, code);
        if (saw !== null) return saw;
      }
      return null;
    },
  },
  {
    name: "A wait that the backend asks for is told in milliseconds",
    scenario: "text",
    async run({ protocol }) {
      const headers = { "retry-after": "7" };
      const { events } = await play(protocol(), { status: 429, contentType: null, headers, body: "" });
      const [only] = events;
      return only?.type === "error" && only.error.retryAfter === 7000 ? null : show(events);
    },
  },
  {
    name: "A refused connection is a network error",
    scenario: "text",
    run: ({ protocol }) => expectError(protocol, "refused", "network"),
  },
  {
    name: "A page of HTML is never shown as a reply",
    scenario: "text",
    async run({ protocol }) {
      const body = "<!doctype html><title>Sign in</title><p>Sign in first.</p>";
      const { events } = await play(protocol(), { contentType: "text/html", body });
      return events.at(-1)?.type === "error" && !events.some(({ type }) => type === "delta")
        ? null
        : show(events);
    },
  },
  {
    name: "A connection that breaks interrupts the reply and keeps its text",
    scenario: "truncated",
    async run({ protocol }, answer) {
      // In pieces, so that the text is read before the connection breaks.
      const { messages, events } = await play(protocol(), { ...answer, ending: "reset" });
      const last = events.at(-1);
      const isInterrupted = last?.type === "error" && last.error.code === "interrupted";
      const text = messages.map(textOf).join("");
      return isInterrupted && REPLY_TEXT.startsWith(text) ? null : `${show(last)} after ${show(text)}`;
    },
  },
  {
    name: "Stop ends a running reply and its request",
    scenario: "truncated",
    run: (subject, answer) => abortAt("first-event", subject, { ...answer, ending: "open" }),
  },
  {
    name: "Stop before the answer has begun ends the request",
    scenario: "text",
    run: (subject) => abortAt("request", subject, "silent"),
  },
  {
    name: "Names of an object's inside in an answer do no harm",
    scenario: "text",
    async run({ protocol }, answer) {
      const hostile = '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}';
      const body = answer.contentType?.startsWith("text/event-stream")
        ? `data: ${hostile}\n\n${answer.body}`
        : `${hostile}\n${answer.body}`;
      const { messages } = await play(protocol(), { ...answer, body });
      const probe: { polluted?: boolean } = {};
      return probe.polluted === undefined && messages.length > 0 ? null : "a polluted prototype";
    },
  },
  {
    name: "Random bytes never throw, and end the reply once",
    scenario: "text",
    async run({ protocol }, answer) {
      for (let run = 0; run < 50; run += 1) {
        const events: ChatEvent[] = [];
        const body = damaged(answer.body, run);
        let bubbles = emptyReply("reply", "2026-01-01T00:00:00.000Z");
        for (const event of (await play(protocol(), { ...answer, body })).events) {
          events.push(event);
          bubbles = applyEvent(bubbles, event);
        }
        const ends = events.filter(({ type }) => type === "finish" || type === "error").length;
        if (ends !== 1) return `${ends} ends for the body ${show(body)}`;
      }
      return null;
    },
  },
];

/** The body with some of its characters replaced, the same ones in every run. */
function damaged(body: string, run: number): string {
  const noise = '{}[]":,\n\r\\\u0000x';
  return Array.from(body, (character, index) =>
    (index * 31 + run * 17) % (7 + run) === 0 ? (noise[(index + run) % noise.length] ?? "") : character,
  ).join("");
}
