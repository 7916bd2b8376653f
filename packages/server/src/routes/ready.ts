import { problem } from "../http/problem.js";
import type { ChatStore } from "../stores/store.js";
import type { Route } from "./route.js";

export interface ReadyRouteOptions {
  readonly store: ChatStore;
  readonly isOpen: () => boolean;
  readonly onError: (error: unknown) => void;
}

/** Seconds. */
const RETRY_AFTER = 5;

/** `GET /api/ready`: whether this instance takes visitors: 204, or 503 while its store is away or it is going. */
export function readyRoute({ store, isOpen, onError }: ReadyRouteOptions): Route {
  return async function ready() {
    if (!isOpen()) {
      return problem(503, "closing", "This instance is shutting down.", { retryAfter: RETRY_AFTER });
    }
    try {
      await store.ready();
      return new Response(null, { status: 204 });
    } catch (error) {
      onError(error);
      return problem(503, "store_unavailable", "The store cannot be reached. The log has the reason.", {
        retryAfter: RETRY_AFTER,
      });
    }
  };
}
