import { type Fault, fetchWithFault } from "./faults.js";
import type { RequestEvent } from "./request-log.js";

export interface NetworkObserver {
  /** Whether an address is one of the chat's backend. */
  readonly isChat: (url: string) => boolean;
  /** The fault to play with the next request. */
  readonly fault: () => Fault;
  readonly onEvent: (event: RequestEvent) => void;
  /** Milliseconds since any instant. */
  readonly now: () => number;
}

/** What is replaced: a window. */
export type NetworkOwner = { fetch: typeof fetch; WebSocket: typeof WebSocket };

/** Watches what a page says to the chat's backend. @returns Puts everything back. */
export function observeNetwork(owner: NetworkOwner, observer: NetworkObserver): () => void {
  const { fetch, WebSocket } = owner;
  let lastId = 0;
  const nextId = () => ++lastId;
  owner.fetch = observedFetch(fetch.bind(owner), observer, nextId);
  owner.WebSocket = observedWebSocket(WebSocket, observer, nextId);
  return () => Object.assign(owner, { fetch, WebSocket });
}

function observedFetch(
  fetch: typeof globalThis.fetch,
  { isChat, fault, onEvent, now }: NetworkObserver,
  nextId: () => number,
): typeof globalThis.fetch {
  return async (input, init) => {
    // Not `new Request(input)`, which would take the body of what is passed on.
    const isRequest = input instanceof Request;
    const url = isRequest ? input.url : new URL(input, location.href).href;
    if (!isChat(url)) return fetch(input, init);
    const id = nextId();
    const start = now();
    const after = () => now() - start;
    onEvent({ type: "request", id, method: init?.method ?? (isRequest ? input.method : "GET"), url });
    try {
      const answer = await fetchWithFault(fault(), () => fetch(input, init));
      onEvent({ type: "answer", id, code: answer.status, after: after() });
      return observedBody(answer, {
        onPiece: (text) => onEvent({ type: "frame", id, text }),
        onEnd: () => onEvent({ type: "end", id, after: after() }),
        onFailure: (error) => onEvent({ type: "failure", id, reason: reasonOf(error), after: after() }),
      });
    } catch (error) {
      onEvent({ type: "failure", id, reason: reasonOf(error), after: after() });
      throw error;
    }
  };
}

interface BodyObserver {
  readonly onPiece: (text: string) => void;
  readonly onEnd: () => void;
  readonly onFailure: (error: unknown) => void;
}

/** The same answer, whose pieces are seen as the chat reads them. */
function observedBody(answer: Response, { onPiece, onEnd, onFailure }: BodyObserver): Response {
  // Chromium gives an answer without content a body all the same, and no Response can be made of both.
  if (answer.body === null || NO_CONTENT.has(answer.status)) {
    onEnd();
    return answer;
  }
  const reader = answer.body.getReader();
  const decoder = new TextDecoder();
  let isLeft = false;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { value, done } = await reader.read();
        // The chat has read what it wanted while this piece was on its way.
        if (isLeft) return;
        if (done) {
          onEnd();
          return controller.close();
        }
        onPiece(decoder.decode(value, { stream: true }));
        controller.enqueue(value);
      } catch (error) {
        if (isLeft) return;
        onFailure(error);
        controller.error(error);
      }
    },
    cancel(reason) {
      isLeft = true;
      onEnd();
      return reader.cancel(reason);
    },
  });
  const observed = new Response(body, answer);
  // A Response that is made has no address, and the chat reads it for redirects.
  for (const name of ["url", "redirected", "type"] as const) {
    Object.defineProperty(observed, name, { value: answer[name] });
  }
  return observed;
}

function observedWebSocket(
  Original: typeof WebSocket,
  { isChat, onEvent, now }: NetworkObserver,
  nextId: () => number,
): typeof WebSocket {
  return class extends Original {
    readonly #id: number | null = null;

    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      if (!isChat(this.url.replace(/^ws/, "http"))) return;
      const id = nextId();
      const start = now();
      this.#id = id;
      onEvent({ type: "request", id, method: "WebSocket", url: this.url });
      this.addEventListener("open", () => onEvent({ type: "answer", id, code: 101, after: now() - start }));
      this.addEventListener("message", ({ data }) => onEvent({ type: "frame", id, text: `← ${data}` }));
      this.addEventListener("close", () => onEvent({ type: "end", id, after: now() - start }));
      this.addEventListener("error", () =>
        onEvent({ type: "failure", id, reason: "The connection failed.", after: now() - start }),
      );
    }

    override send(data: Parameters<WebSocket["send"]>[0]): void {
      if (this.#id !== null) onEvent({ type: "frame", id: this.#id, text: `→ ${data}` });
      super.send(data);
    }
  };
}

const NO_CONTENT: ReadonlySet<number> = new Set([204, 205, 304]);

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
