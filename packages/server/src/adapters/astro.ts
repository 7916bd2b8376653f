import type { ChatBackend } from "../backend.js";
import { checkBase, withoutBase } from "./without-base.js";

/** The part of Astro's context that is used. */
export interface AstroEndpointContext {
  readonly request: Request;
  /** Throws in Astro where the site's adapter does not know it. */
  readonly clientAddress: string;
}

export interface AstroEndpointOptions {
  /** The path of the endpoint's file, such as `/chat-api` for `src/pages/chat-api/[...path].ts`. */
  readonly base: string;
}

/**
 * The backend as an endpoint of an Astro site with a server: in `src/pages/chat-api/[...path].ts` export
 * `ALL = toAstroEndpoint(backend, { base: "/chat-api" })` and `prerender = false`.
 * @throws {@link BackendError} `option` for a base that would match nothing.
 */
export function toAstroEndpoint(
  backend: ChatBackend,
  { base }: AstroEndpointOptions,
): (context: AstroEndpointContext) => Promise<Response> {
  const path = checkBase(base);
  return (context) => backend.handle(withoutBase(context.request, path), { address: addressOf(context) });
}

function addressOf(context: AstroEndpointContext): string | undefined {
  try {
    return context.clientAddress;
  } catch {
    return undefined; // Such an adapter says so by throwing; limits then count sessions alone.
  }
}
