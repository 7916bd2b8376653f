import type { Evidence } from "./evidence.js";
import { type Exchange, headerOf, jsonOf } from "./exchange.js";

/** What a backend seems to run on, as far as its headers tell. */
export type Stack = "chatisle" | "starlette" | "express" | "nginx" | "unknown";

/**
 * Knows our own backend by its refusal, the others by `Server`, `X-Powered-By` and `Via`. A proxy in front may hide what
 * is behind it.
 */
export function stackOf(evidence: Evidence): Stack {
  if (evidence.sites.some(({ session }) => isOurRefusal(session))) return "chatisle";
  const exchanges = [evidence.missing, evidence.withoutOrigin, evidence.health];
  const named = exchanges
    .flatMap((exchange) => ["server", "x-powered-by", "via"].map((name) => headerOf(exchange, name) ?? ""))
    .join(" ")
    .toLowerCase();
  if (/uvicorn|starlette|hypercorn|gunicorn/.test(named)) return "starlette";
  if (named.includes("express")) return "express";
  return named.includes("nginx") ? "nginx" : "unknown";
}

/** Whether `@chatisle/server` turned a page away because its origin is not on the list. */
export function isOurRefusal(exchange: Exchange): boolean {
  return (jsonOf(exchange) as { code?: unknown } | null | undefined)?.code === "origin_not_allowed";
}

/** How a stack lets one site in, with cookies. */
export function allowOrigin(stack: Stack, site: string): string {
  switch (stack) {
    case "chatisle":
      return `Add ${site} to ALLOWED_ORIGINS, which commas separate, or start with: chatisle serve --origin ${site}`;
    case "starlette":
      return `app.add_middleware(CORSMiddleware, allow_origins=["${site}"], allow_credentials=True, allow_methods=["*"], allow_headers=["content-type"], expose_headers=["Retry-After"])`;
    case "express":
      return `app.use(cors({ origin: ["${site}"], credentials: true, exposedHeaders: ["Retry-After"] }))`;
    case "nginx":
      return `add_header Access-Control-Allow-Origin "${site}" always; add_header Access-Control-Allow-Credentials true always; add_header Vary Origin always;`;
    case "unknown":
      return `Answer requests with "Origin: ${site}" with the headers "Access-Control-Allow-Origin: ${site}", "Access-Control-Allow-Credentials: true" and "Vary: Origin".`;
  }
}

/** How a stack passes a stream on piece by piece. */
export function passStreams(stack: Stack): string {
  return stack === "nginx"
    ? "proxy_buffering off; proxy_http_version 1.1; proxy_read_timeout 1h;"
    : 'Send "X-Accel-Buffering: no" with the stream, and switch off buffering and compression of text/event-stream in every proxy.';
}
