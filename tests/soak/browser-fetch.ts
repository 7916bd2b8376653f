/** What a browser adds to `fetch`, and what a test has to know of it. */
export interface BrowserFetch {
  readonly fetch: typeof globalThis.fetch;
  /** Requests whose answer has neither been read to its end nor, once it has begun, been given up. */
  readonly inFlight: () => number;
  /** Whether the backend has a cookie in this browser. */
  readonly hasCookies: () => boolean;
}

/**
 * A `fetch` with the cookies of one backend and an `Origin`, as a browser's.
 * @param origin - The page's.
 */
export function browserFetch(origin: string): BrowserFetch {
  const cookies = new Map<string, string>();
  // Held, because Node forgets the abort of a request that nobody holds; a browser does not.
  const inFlight = new Set<Request>();

  function keep(setCookie: string): void {
    const [pair = "", ...attributes] = setCookie.split("; ");
    const [name = "", value = ""] = pair.split("=", 2);
    if (attributes.includes("Max-Age=0")) cookies.delete(name);
    else cookies.set(name, value);
  }

  function send(request: Request): Promise<Response> {
    request.headers.set("origin", origin);
    const jar = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    if (jar !== "") request.headers.set("cookie", jar);
    return fetch(request);
  }

  return {
    async fetch(input, init) {
      const request = new Request(input, init);
      const { signal } = request;
      signal.throwIfAborted();
      inFlight.add(request);
      const settle = () => void inFlight.delete(request);
      // What a page gives up may have left it: it arrives, perhaps after the first requests of the next page.
      const answer = send(new Request(request, { signal: null })).then(({ body, status, headers }) => {
        if (!signal.aborted) headers.getSetCookie().forEach(keep);
        if (body === null) settle();
        return new Response(body && untilEnd(body, signal, settle), { status, headers });
      });
      answer.catch(settle);
      return Promise.race([answer, abortOf(signal)]);
    },
    inFlight: () => inFlight.size,
    hasCookies: () => cookies.size > 0,
  };
}

function abortOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
}

/** The same bytes, read as they come whether somebody wants them or not, with a word when there are no more. */
function untilEnd(
  body: ReadableStream<Uint8Array>,
  signal: AbortSignal,
  onEnd: () => void,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream({
    async start(controller) {
      const leave = () => {
        controller.error(signal.reason);
        void reader.cancel();
      };
      signal.addEventListener("abort", leave);
      if (signal.aborted) leave();
      try {
        for (;;) {
          const { value, done } = await reader.read();
          if (done) break;
          controller.enqueue(value);
        }
        controller.close();
      } catch (error) {
        // Without effect on a stream that somebody has left.
        controller.error(error);
      }
      signal.removeEventListener("abort", leave);
      onEnd();
    },
    cancel: () => reader.cancel(),
  });
}
