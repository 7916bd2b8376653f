import { json } from "./fake-backend.js";
import { whileHeld } from "./held.js";

const FAILURES = {
  "find nobody": () => Promise.reject(new TypeError("Failed to fetch")),
  "meet a proxy without a backend": async () => json({}, { status: 502 }),
  "are asked for patience": async () => json({}, { status: 429, headers: { "retry-after": "3" } }),
  "get a network's own sign-in page": async () =>
    new Response("<!doctype html>", { headers: { "content-type": "text/html" } }),
  "are never answered": ({ signal }: Request) =>
    new Promise<Response>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
} satisfies Record<string, (request: Request) => Promise<Response>>;

/** What a request meets. */
export type Failure = keyof typeof FAILURES;

/** The way to a backend on which some requests fail: so many in a row, after so many that arrive. */
export function brokenWay(
  { fetch }: { fetch: typeof globalThis.fetch },
  { failure, after, count }: { failure: Failure; after: number; count: number },
): { fetch: typeof globalThis.fetch } {
  let made = 0;
  return {
    async fetch(input, init) {
      const request = new Request(input, init);
      made += 1;
      if (made <= after || made > after + count) return fetch(request);
      return whileHeld(request, () => FAILURES[failure](request));
    },
  };
}

const failures = Object.keys(FAILURES) as Failure[];
/** Each failure at each of these places, so many times in a row. */
export const cases = (places: readonly number[], counts: readonly number[]) =>
  failures.flatMap((failure) =>
    places.flatMap((after) => counts.map((count) => ({ failure, after, count }))),
  );
