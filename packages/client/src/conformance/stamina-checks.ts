import { reopenedReply } from "../begun-reply.js";
import { type ChatEvent, textOf } from "../protocol/index.js";
import { applyEvent } from "../reply-bubbles.js";
import { toldAnew } from "../told-anew.js";
import type { Check } from "./checks.js";
import { play, type ScriptedAnswer, setStage } from "./play.js";
import { FILE_URL, LONG_TEXT, REPLY_TEXT } from "./scenarios.js";

const show = (value: unknown) => JSON.stringify(value)?.slice(0, 500) ?? "nothing";

/** A backend that takes its time says something at least as often, in milliseconds. */
const HEARTBEAT = 40_000;

/** The body in about so many pieces of one length. */
function inPieces(answer: ScriptedAnswer, count: number): ScriptedAnswer {
  const { length } = new TextEncoder().encode(answer.body);
  const size = Math.max(1, Math.ceil(length / count));
  const cuts = Array.from({ length: Math.ceil(length / size) - 1 }, (_, index) => (index + 1) * size);
  return { ...answer, cuts };
}

/** Plays the beginning of a reply, which is cut, and then asks for the rest. */
async function followCut({ protocol, answers }: Parameters<Check["run"]>[0], rest: ScriptedAnswer) {
  const adapter = protocol();
  const begun = await play(adapter, answers["resume-begin"] ?? answers.truncated ?? rest);
  const token = begun.events.findLast((event) => event.type === "meta" && event.token !== undefined);
  const { context, requests, turn } = setStage(adapter, rest);
  const events: ChatEvent[] = [];
  const following = adapter.resume?.(context, {
    signal: turn("").signal,
    ...(token?.type === "meta" && token.token !== undefined && { token: token.token }),
  });
  // As the core does, where nothing says from where to go on.
  const told = token === undefined && following !== undefined ? toldAnew(following) : following;
  for await (const event of told ?? []) events.push(event);
  return { cut: begun.messages.at(-1), events, requests };
}

export const STAMINA_CHECKS: readonly Check[] = [
  {
    name: "A slow reply is waited for as long as something comes",
    scenario: "text",
    async run({ protocol }, answer) {
      const isEventStream =
        answer.contentType?.startsWith("text/event-stream") && answer.body.startsWith("data:");
      const body = isEventStream ? `: ping\n\n`.repeat(5) + answer.body : answer.body;
      const { events, messages } = await play(protocol(), inPieces({ ...answer, body, pace: HEARTBEAT }, 12));
      const text = messages.map(textOf).join("");
      return text === REPLY_TEXT && events.at(-1)?.type === "finish"
        ? null
        : `${show(events.at(-1))} after ${show(text)}`;
    },
  },
  {
    name: "Silence in the middle of a reply interrupts it and keeps its text",
    scenario: "truncated",
    async run({ protocol }, answer) {
      const { events, messages } = await play(protocol(), { ...answer, ending: "silence" });
      const last = events.at(-1);
      const isInterrupted = last?.type === "error" && last.error.code === "interrupted";
      const text = messages.map(textOf).join("");
      return isInterrupted && REPLY_TEXT.startsWith(text) ? null : `${show(last)} after ${show(text)}`;
    },
  },
  {
    name: "A long reply of ten thousand pieces is read whole",
    scenario: "long",
    async run({ protocol }, answer) {
      const { events, messages } = await play(protocol(), inPieces(answer, 2_000));
      const text = messages.map(textOf).join("");
      if (text !== LONG_TEXT) return `${text.length} characters that end in ${show(text.slice(-20))}`;
      return events.at(-1)?.type === "finish" ? null : `the end ${show(events.at(-1))}`;
    },
  },
  {
    name: "A reply that was cut is followed to its end, and nothing is said twice",
    scenario: "resume",
    async run(subject, rest) {
      const { cut, events, requests } = await followCut(subject, rest);
      if (cut?.status !== "interrupted") return `the beginning ${show(cut)}`;
      if (requests.length !== 1 || requests[0]?.method !== "GET") return `the requests ${show(requests)}`;
      const text = events.reduce(applyEvent, reopenedReply(cut)).messages.map(textOf).join("");
      const last = events.at(-1);
      return text === REPLY_TEXT && last?.type === "finish" ? null : `${show(last)} after ${show(text)}`;
    },
  },
  {
    name: "A reply of which nothing runs any more is followed without an event",
    scenario: "resume",
    async run(subject) {
      const { events } = await followCut(subject, { status: 204, contentType: null, body: "" });
      return events.length === 0 ? null : show(events);
    },
  },
  {
    name: "A file is handed over once, and known by its address",
    scenario: "upload",
    async run({ protocol }, answer) {
      const adapter = protocol();
      const { context, requests, turn } = setStage(adapter, answer);
      const file = new File(["4 degrees"], "oslo.txt", { type: "text/plain" });
      const part = await adapter.upload?.(context, file, { signal: turn("").signal });
      if (part?.type !== "file" || part.url !== FILE_URL) return `the part ${show(part)}`;
      const carrying = requests.filter(({ method, body }) => method === "POST" && body.includes("4 degrees"));
      return carrying.length === 1 && requests.length === 1 ? null : `the requests ${show(requests)}`;
    },
  },
  {
    name: "A file that is refused is an error",
    scenario: "upload",
    async run({ protocol }) {
      const adapter = protocol();
      const { context, turn } = setStage(adapter, {
        status: 413,
        contentType: "text/plain",
        body: "Too large",
      });
      const file = new File(["4 degrees"], "oslo.txt");
      const given = Promise.resolve(adapter.upload?.(context, file, { signal: turn("").signal }));
      const outcome = await given.then(show, () => null);
      return outcome === null ? null : `the part ${outcome}`;
    },
  },
];
