/** Seconds. Chromium's own limit; Firefox would allow a day. */
const PREFLIGHT_MAX_AGE = "7200";

/** The answer to every `OPTIONS`: before sessions, routes and limits, and never a redirect. */
export function preflight(): Response {
  return new Response(null, {
    status: 204,
    headers: {
      "access-control-allow-methods": "GET, POST, DELETE, OPTIONS",
      "access-control-allow-headers": "content-type, authorization, idempotency-key, x-chatisle",
      "access-control-max-age": PREFLIGHT_MAX_AGE,
    },
  });
}

/**
 * Adds what every answer needs, errors included: without it a page on another origin sees a network error instead of
 * the status.
 */
export function withSharedHeaders(
  response: Response,
  request: Request,
  origins: ReadonlySet<string>,
): Response {
  const { headers } = response;
  // Also without an Origin: a cached answer must not be handed to a page on another origin.
  headers.append("vary", "Origin");
  if (!headers.has("cache-control")) headers.set("cache-control", "no-store");
  headers.set("x-content-type-options", "nosniff");
  headers.set("cross-origin-resource-policy", "cross-origin");
  const origin = request.headers.get("origin");
  if (origin === null || !origins.has(origin)) return response;
  headers.set("access-control-allow-origin", origin);
  headers.set("access-control-allow-credentials", "true");
  headers.set("access-control-expose-headers", "Retry-After, Idempotent-Replayed");
  return response;
}
