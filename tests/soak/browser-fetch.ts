/** What a browser adds to `fetch`, and what a test has to know of it. */
export interface BrowserFetch {
  readonly fetch: typeof globalThis.fetch;
  /** Requests whose answer has not been read to its end. */
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
  let inFlight = 0;

  function keep(setCookie: string): void {
    const [pair = "", ...attributes] = setCookie.split("; ");
    const [name = "", value = ""] = pair.split("=", 2);
    if (attributes.includes("Max-Age=0")) cookies.delete(name);
    else cookies.set(name, value);
  }

  async function send(input: Parameters<typeof fetch>[0], init?: RequestInit): Promise<Response> {
    const request = new Request(input, init);
    request.headers.set("origin", origin);
    const jar = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    if (jar !== "") request.headers.set("cookie", jar);
    const response = await fetch(request);
    response.headers.getSetCookie().forEach(keep);
    return response;
  }

  return {
    async fetch(input, init) {
      inFlight += 1;
      const settle = () => {
        inFlight -= 1;
      };
      const response = await send(input, init).catch((error) => {
        settle();
        throw error;
      });
      if (response.body === null) {
        settle();
        return response;
      }
      const { status, headers } = response;
      return new Response(untilEnd(response.body, settle), { status, headers });
    },
    inFlight: () => inFlight,
    hasCookies: () => cookies.size > 0,
  };
}

/** The same bytes, read as they come whether somebody wants them or not, with a word when there are no more. */
function untilEnd(body: ReadableStream<Uint8Array>, onEnd: () => void): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async start(controller) {
      try {
        for await (const chunk of body) controller.enqueue(chunk);
        controller.close();
      } catch (error) {
        controller.error(error);
      }
      onEnd();
    },
  });
}
