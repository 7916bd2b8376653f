import type { ChatBackend } from "../backend.js";
import { checkBase, withoutBase } from "./without-base.js";

/** The part of Hono's context that is used, so that Hono itself need not be installed. */
export interface HonoContext {
  readonly req: { readonly raw: Request };
}

export interface HonoHandlerOptions<Context extends HonoContext> {
  /** The path that the handler is mounted under, such as `/chat-api`. Default: the root. */
  readonly base?: string;
  /** The client's address, for rate limits: Hono's `getConnInfo` of your runtime knows it. Default: unknown. */
  readonly clientAddress?: (context: Context) => string | undefined;
}

/**
 * The backend as a handler for Hono: `app.all("/chat-api/*", toHonoHandler(backend, { base: "/chat-api" }))`.
 * @throws {@link BackendError} `option` for a base that would match nothing.
 */
export function toHonoHandler<Context extends HonoContext>(
  backend: ChatBackend,
  { base = "", clientAddress }: HonoHandlerOptions<Context> = {},
): (context: Context) => Promise<Response> {
  const path = checkBase(base);
  return (context) =>
    backend.handle(withoutBase(context.req.raw, path), { address: clientAddress?.(context) });
}
