import type { Route } from "./route.js";

/** `GET /api/health`: the backend is there. No cookie, no session, no list of origins, so that any probe can ask. */
export function healthRoute(): Route {
  return async function health() {
    return new Response(null, { status: 204 });
  };
}
