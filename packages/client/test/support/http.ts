import type { Clock } from "../../src/clock.js";
import { createCredential } from "../../src/transport/credential.js";
import { createHttp, type Http, type HttpOptions } from "../../src/transport/http.js";
import { whileHeld } from "./held.js";
import { manualClock } from "./manual-clock.js";

/** The client's door to the network, with a `fetch` of the test's own behind it. */
export function httpOver(
  fetch: (request: Request) => Response | Promise<Response>,
  options: Partial<HttpOptions> & { clock?: Clock } = {},
): Http {
  return createHttp({
    baseUrl: "https://api.example.com",
    credentials: "include",
    authorizer: createCredential({ isCrossOrigin: false }),
    clock: manualClock(),
    stay: () => 0,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      return whileHeld(request, () => fetch(request));
    },
    ...options,
  });
}

/**
 * A request that is never answered. When it is aborted, it is rejected with the signal's reason, or, as some engines
 * do, with an error of their own.
 */
export function unanswered(request: Request, error?: Error): Promise<never> {
  return new Promise((_, reject) => {
    const abort = () => reject(error ?? request.signal.reason);
    if (request.signal.aborted) abort();
    else request.signal.addEventListener("abort", abort);
  });
}
