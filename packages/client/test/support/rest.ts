import { type Clock, systemClock } from "../../src/clock.js";
import type { AdapterContext, ChatEvent, SessionInfo, Turn } from "../../src/protocol/index.js";
import { textMessage } from "../../src/protocol/index.js";
import { rest } from "../../src/protocols/rest.js";
import { createCredential } from "../../src/transport/credential.js";
import { exchange } from "../../src/transport/exchange.js";
import { resolveBelow } from "../../src/transport/resolve-below.js";
import { type AnswerOptions, answer, type Chunk, collect } from "./answer.js";
import { httpOver } from "./http.js";

/** The moment in which a reply that breaks off waits, to see whether the page is being left, is over at once. */
const impatientClock: Clock = {
  now: systemClock.now,
  after: (delay, run) => systemClock.after(delay < 1_000 ? 0 : delay, run),
};

/** What the client lends to an adapter, over a `fetch` of the test's own. */
export function contextOver(
  fetch: (request: Request) => Response | Promise<Response>,
  session: SessionInfo | null = null,
): AdapterContext {
  const clock = impatientClock;
  const credential = createCredential({ isCrossOrigin: false });
  const http = httpOver(fetch, { clock, authorizer: credential });
  return {
    exchange: (request, map, options) => exchange(http, clock, request, map, options),
    socket() {
      throw new Error("The default protocol talks over no socket.");
    },
    json: (request, signal) => http.json(request, { signal, timeout: 15_000 }),
    resolve: (url) => resolveBelow("https://api.example.com", url),
    newId: () => "new-id",
    session,
    credential,
    isCrossOrigin: true,
    conversation: "conversation",
  };
}

/** A turn in which the visitor says something. */
export function turnOf(text: string, signal: AbortSignal = new AbortController().signal): Turn {
  const message = textMessage({ id: "m1", role: "user", status: "pending" }, text);
  return { id: "m1", trigger: "send", message, messages: [message], signal };
}

/** The events of a reply of the default protocol. */
export function replyEvents(
  chunks: readonly Chunk[],
  contentType: string | null,
  { protocol = rest(), ...options }: AnswerOptions & { readonly protocol?: ReturnType<typeof rest> } = {},
): Promise<ChatEvent[]> {
  const context = contextOver(() => answer(chunks, { contentType, ...options }));
  return collect(protocol.send(context, turnOf("hi")));
}

/** A reply as it reads at its end: its text, and how it ended. */
export async function readReply(...args: Parameters<typeof replyEvents>) {
  const events = await replyEvents(...args);
  const text = events.map((event) => (event.type === "delta" ? event.text : "")).join("");
  const end = events.at(-1);
  if (end?.type === "finish") return { text, end: end.reason };
  if (end?.type === "error") return { text, end: end.error.code, message: end.error.message };
  throw new Error(`A reply ended with ${end?.type ?? "nothing"}.`);
}
