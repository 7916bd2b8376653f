import { expect } from "vitest";
import type { Clock } from "../../src/clock.js";
import type { ChatEvent, ExchangeOptions, Mapper } from "../../src/protocol/index.js";
import { exchange } from "../../src/transport/exchange.js";
import { type AnswerOptions, answer, type Chunk, collect } from "./answer.js";
import { httpOver } from "./http.js";
import { manualClock } from "./manual-clock.js";

const REQUEST = { path: "/chat", json: { message: "hi" } };
export const delta = (text: string): ChatEvent => ({ type: "delta", kind: "text", text });
export const STOP: ChatEvent = { type: "finish", reason: "stop" };
export const STOPPED: ChatEvent = { type: "finish", reason: "stopped" };
export const error = (code: string, more: object = {}) => ({
  type: "error",
  error: expect.objectContaining({ code, ...more }),
});

/** Shows each frame as it came. */
export const echo: Mapper = ({ text = "", isFinal }) => (isFinal || text === "" ? [] : [delta(text)]);

interface Setup extends Partial<ExchangeOptions> {
  readonly map?: Mapper;
  readonly clock?: Clock;
  readonly abort?: AbortController;
}

export function exchangeWith(
  respond: (request: Request) => Response | Promise<Response>,
  { map = echo, clock = manualClock(), abort = new AbortController(), ...options }: Setup = {},
): AsyncGenerator<ChatEvent> {
  return exchange(httpOver(respond, { clock }), clock, REQUEST, map, { signal: abort.signal, ...options });
}

export const eventsOf = (chunks: readonly Chunk[], options: AnswerOptions, setup?: Setup) =>
  collect(exchangeWith(() => answer(chunks, options), setup));

export const textOf = (events: readonly ChatEvent[]) =>
  events.map((event) => (event.type === "delta" ? event.text : "")).join("");
