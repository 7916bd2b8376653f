import { emptyReply } from "../begun-reply.js";
import type { AdapterContext, ChatEvent, Message, Protocol, Turn } from "../protocol/index.js";
import { ChatError, textMessage } from "../protocol/index.js";
import { applyEvent } from "../reply-bubbles.js";
import { createCredential } from "../transport/credential.js";
import { exchange } from "../transport/exchange.js";
import { createHttp } from "../transport/http.js";
import { resolveBelow } from "../transport/resolve-below.js";
import { type SkippingClock, skippingClock } from "./skipping-clock.js";

/** What a backend answers: a status, headers, and a body that arrives in pieces. */
export interface ScriptedAnswer {
  /** Default: 200. */
  readonly status?: number;
  /** Null: none is sent. */
  readonly contentType: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
  /**
   * `reset`: the connection breaks after the body. `open`: nothing follows, and nothing ends; with `silence`, ten minutes
   * go by meanwhile. Default: `close`.
   */
  readonly ending?: "close" | "reset" | "open" | "silence";
  /** Where the body's bytes are cut. Default: nowhere. */
  readonly cuts?: readonly number[];
  /** Milliseconds that go by before each piece, and take no time. Default: none. */
  readonly pace?: number;
}

/** One request, as the network saw it. */
export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly credentials: RequestCredentials;
  readonly body: string;
}

/** A backend that gives one answer to everything. `refused`: there is nobody to answer; `silent`: no answer comes. */
export type Script = ScriptedAnswer | "refused" | "silent";

/** A protocol at work against a scripted backend, with the core between them as in a page. */
export interface Stage {
  readonly context: AdapterContext;
  readonly requests: readonly SeenRequest[];
  /** Settles when the backend has a request, of which it has answered nothing. */
  readonly asked: Promise<void>;
  /** Whether the backend has seen the connection close. */
  readonly isClosed: () => boolean;
  turn(text: string, signal?: AbortSignal): Turn;
}

const BASE_URL = "https://backend.example";
/** Longer than any heartbeat is apart from the next, in milliseconds. */
const SILENCE = 600_000;
export const CONVERSATION = "00112233445566778899aabbccddeeff";

export function setStage(protocol: Protocol, script: Script): Stage {
  const clock = skippingClock();
  const requests: SeenRequest[] = [];
  // As a network holds them: Node forgets the abort of a request that nobody holds.
  const held: Request[] = [];
  let isClosed = false;
  let tellAsked: () => void;
  const asked = new Promise<void>((resolve) => {
    tellAsked = resolve;
  });
  let made = 0;
  const newId = () => `id-${++made}`;

  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    held.push(request);
    const { method, url, headers, credentials, signal } = request;
    requests.push({ method, url, headers, credentials, body: await request.text() });
    if (script === "refused") throw new TypeError("Failed to fetch");
    if (script === "silent") {
      return new Promise((_resolve, reject) => {
        signal.addEventListener("abort", () => {
          isClosed = true;
          reject(signal.reason);
        });
        tellAsked();
      });
    }
    const onClose = () => {
      isClosed = true;
    };
    return new Response(script.status === 204 ? null : bodyOf(script, clock, onClose), {
      status: script.status ?? 200,
      headers: {
        ...script.headers,
        ...(script.contentType !== null && { "content-type": script.contentType }),
      },
    });
  };
  const credential = createCredential({ isCrossOrigin: false });
  const http = createHttp({
    baseUrl: BASE_URL,
    authorizer: credential,
    credentials: protocol.credentials ?? "include",
    fetch,
    clock,
    stay: () => 0,
  });
  const context: AdapterContext = {
    exchange: (request, map, options) => exchange(http, clock, request, map, options),
    socket: ({ path, fallback }) => fallback?.() ?? withoutSocket(path),
    json: (request, signal) => http.json(request, { signal, timeout: 10_000 }),
    newId,
    resolve: (url) => resolveBelow(BASE_URL, url),
    session: null,
    credential,
    isCrossOrigin: true,
    conversation: CONVERSATION,
  };
  return {
    context,
    requests,
    asked,
    isClosed: () => isClosed,
    turn(text, signal = new AbortController().signal) {
      const message = textMessage({ id: newId(), role: "user", status: "pending" }, text);
      return { id: newId(), trigger: "send", message, messages: [message], signal };
    },
  };
}

/** What the core says where no WebSocket can be opened, and HTTP is no way. */
async function* withoutSocket(path: string): AsyncGenerator<ChatEvent> {
  yield { type: "error", error: new ChatError("network", `The WebSocket ${path} did not open.`).toJSON() };
}

function bodyOf(
  script: ScriptedAnswer,
  clock: SkippingClock,
  onClose: () => void,
): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(script.body);
  const ends = [...(script.cuts ?? []), bytes.length];
  let start = 0;
  let piece = 0;
  const source: UnderlyingDefaultSource<Uint8Array> = {
    pull(controller) {
      const end = ends[piece];
      if (end !== undefined) {
        clock.skip(script.pace ?? 0);
        controller.enqueue(bytes.slice(start, end));
        start = end;
        piece += 1;
      } else if (script.ending === "reset") controller.error(new TypeError("network error"));
      else if (script.ending === "silence") clock.skip(SILENCE);
      else if (script.ending !== "open") controller.close();
    },
    cancel: onClose,
  };
  // Nothing is read ahead: time goes by only while somebody waits.
  return new ReadableStream(source, { highWaterMark: 0 });
}

/** A reply as a visitor sees it in the end. */
export interface Reply {
  readonly events: readonly ChatEvent[];
  readonly messages: readonly Message[];
  readonly requests: readonly SeenRequest[];
}

/** Sends one message and follows its reply to the end. */
export async function play(protocol: Protocol, script: Script): Promise<Reply> {
  const { context, requests, turn } = setStage(protocol, script);
  const events: ChatEvent[] = [];
  let bubbles = emptyReply("reply", "2026-01-01T00:00:00.000Z");
  for await (const event of protocol.send(context, turn("Hello"))) {
    events.push(event);
    bubbles = applyEvent(bubbles, event);
  }
  return { events, messages: bubbles.messages, requests };
}
