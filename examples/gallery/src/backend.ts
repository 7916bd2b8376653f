import { type ChatHandlersOptions, chatHandlers } from "@chatisle/testing";
import { getResponse, type HttpHandler } from "msw";

export const BASE_URL = "/backend";

/** Plays a backend behind the page's `fetch`. The first handlers win over those of the scenario. */
export function playBackend(
  first: readonly HttpHandler[],
  options: Omit<ChatHandlersOptions, "baseUrl">,
): void {
  const baseUrl = new URL(BASE_URL, location.href).href;
  const handlers = [...first, ...chatHandlers({ baseUrl, ...options })];
  const network = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    if (!request.url.startsWith(baseUrl)) return network(input, init);
    const response = await getResponse(handlers, request);
    // The network error of a scenario.
    if (!response || response.type === "error") throw new TypeError("Failed to fetch");
    return response;
  };
}

/** A reply that begins and does not end. */
export function openStream(pieces: readonly string[], type = "text/plain"): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(encoder.encode(piece));
    },
  });
  return new Response(body, { headers: { "content-type": `${type}; charset=utf-8` } });
}

/** An answer that never comes. */
export const silence = (): Promise<Response> => new Promise(() => {});
