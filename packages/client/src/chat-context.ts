import type { Clock } from "./clock.js";
import type { ConversationId } from "./conversation-id.js";
import type { Link } from "./link.js";
import { withReplies } from "./load-replies.js";
import type { PageLife } from "./page-life.js";
import type { AdapterContext, SessionInfo } from "./protocol/index.js";
import { lazySocketExchange } from "./transport/lazy-socket-exchange.js";
import { resolveBelow } from "./transport/resolve-below.js";
import { socketBaseUrl } from "./transport/socket-base-url.js";

/** How long session and history may take to answer, in milliseconds. */
const READ_TIMEOUT = 15_000;

export interface ChatContextOptions extends Pick<Link, "http" | "baseUrl" | "credential" | "isCrossOrigin"> {
  readonly clock: Clock;
  readonly random: () => number;
  readonly page: PageLife;
  readonly newId: () => string;
  /** Of the conversation that requests are made for. */
  readonly conversationId: () => ConversationId;
  /** The session as last told by the backend. */
  readonly session: () => SessionInfo | null;
}

/** What the client lends to its protocol. */
export function createChatContext(options: ChatContextOptions): AdapterContext {
  const { http, baseUrl, clock, random, page, newId, conversationId, credential, isCrossOrigin, session } =
    options;
  return {
    exchange: (request, map, exchangeOptions) =>
      withReplies(({ exchange }) =>
        exchange(http, clock, request, conversationId().follow(map), exchangeOptions),
      ),
    socket: (description, map, socketOptions) =>
      lazySocketExchange(
        { baseUrl: socketBaseUrl(baseUrl, globalThis.location?.href), clock, random, page },
        description,
        conversationId().follow(map),
        socketOptions,
      ),
    json: (request, abort) => http.json(request, { signal: abort, timeout: request.timeout ?? READ_TIMEOUT }),
    newId,
    resolve: (url) => resolveBelow(baseUrl, url),
    credential,
    isCrossOrigin,
    get session() {
      return session();
    },
    get conversation() {
      return conversationId().current();
    },
  };
}
