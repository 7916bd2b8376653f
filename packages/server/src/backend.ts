import { BackendError } from "./backend-error.js";
import { type ChatBackendOptions, limitsOf, uploadsOf } from "./backend-options.js";
import { backendRoutes, findRoute, isEditable, type RouteDependencies } from "./backend-routes.js";
import { preflight, withSharedHeaders } from "./http/cors.js";
import { normaliseOrigins } from "./http/origins.js";
import { problem } from "./http/problem.js";
import { type ClientInfo, limitRequest } from "./limits/limit-request.js";
import { memoryRateLimiter } from "./limits/rate-limiter.js";
import { newId as randomId } from "./new-id.js";
import type { Observer } from "./observe/backend-event.js";
import { logError } from "./observe/log-error.js";
import { createMetrics } from "./observe/metrics.js";
import { createRetention } from "./retention.js";
import { schedule as runtimeSchedule } from "./schedule.js";
import { createKeyRing } from "./session/key-ring.js";
import { createSessions } from "./session/sessions.js";
import { type SocketAnswer, socketGate } from "./socket/socket-gate.js";
import type { DeleteFiles } from "./stores/file-store.js";
import { reportingFileStore } from "./stores/reporting-file-store.js";
import { reportingStore } from "./stores/reporting-store.js";
import { createTurnRunner } from "./turns/turn-runner.js";

/** A chat backend, as a function from a web-standard request to its answer. */
export interface ChatBackend {
  /**
   * Never rejects: every failure is an answer. The answer to an unknown path is a 404.
   * @param client - What the adapter knows of the sender. Without an address, only sessions are limited.
   */
  handle(request: Request, client?: ClientInfo): Promise<Response>;
  /**
   * Decides about a request for a WebSocket at `/ws/chat/{id}`; an adapter opens it. Never rejects.
   * @param client - As for {@link handle}.
   */
  connect(request: Request, client?: ClientInfo): Promise<SocketAnswer>;
  /**
   * Takes no more visitors: requests that come later are answered 503, and streams end, so that clients resume them at
   * another instance. Replies that are being written go on.
   * @returns Resolves when all of them are stored.
   */
  drain(): Promise<void>;
  /**
   * Interrupts the replies that are still being written, stores what they have, and closes the store. Requests that come
   * later are answered 503.
   */
  close(): Promise<void>;
}

/** Seconds until a client tries again after an outage. */
const RETRY_AFTER = 5;
/** Those that are counted by their names. */
const METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
/** What is answered to the last: whether the process lives, and whether it takes visitors. */
const PROBES: ReadonlySet<string> = new Set(["/api/health", "/api/ready"]);

/**
 * Creates a chat backend.
 * @throws {@link BackendError} `option` when an option cannot work, so that a mistake shows at the start and not as a
 * network error in a visitor's browser.
 */
export function createChatBackend(options: ChatBackendOptions): ChatBackend {
  const { reply, now = Date.now, newId = randomId, schedule = runtimeSchedule } = options;
  const { onError = logError } = options;
  const { sessionLifetime, tokenVersion, maxMessageLength, maxReplyLength, replyTimeout } = limitsOf(options);
  const origins = normaliseOrigins(options.origins);
  const metrics = createMetrics();
  const observe = observer(metrics.observe, options.observe, onError);
  const store = reportingStore(options.store);
  const uploads = uploadsOf(options);
  const files = uploads === null ? null : reportingFileStore(uploads.files);
  const keys = createKeyRing(options.secret);
  const sessions = createSessions({
    keys,
    version: tokenVersion,
    store,
    lifetime: sessionLifetime,
    now,
    newId,
    observe,
  });
  const runner = createTurnRunner({
    store,
    reply,
    readFile: async (id) => (await files?.read(id)) ?? null,
    now,
    newId,
    schedule,
    replyTimeout,
    maxReplyLength,
    onError,
    observe,
  });
  const departure = new AbortController();
  const deleteFiles: DeleteFiles = async (ids) => {
    for (const id of ids) await files?.delete(id);
  };
  const retention = createRetention({ store, deleteFiles, retention: options.retention, now, onError });

  const dependencies: RouteDependencies = {
    sessions,
    store,
    runner,
    origins,
    tokenVersion,
    maxMessageLength,
    now,
    newId,
    schedule,
    keys,
    onError,
    observe,
    metrics,
    statusToken: options.statusToken ?? null,
    isDevelopment: options.isDevelopment ?? false,
    leaving: departure.signal,
    isOpen: () => isOpen,
    deleteFiles,
    without: options.without ?? [],
    uploads: uploads === null || files === null ? null : { ...uploads, files },
    codeSignIn: options.codeSignIn ?? null,
    handOver:
      options.signIn === undefined
        ? null
        : {
            visitorKeys: createKeyRing(options.signIn.secret),
            keepsConversation: options.signIn.keepsConversation ?? false,
          },
  };
  const routes = backendRoutes(dependencies);
  const { rateLimits = {} } = options;
  const memory = memoryRateLimiter({ now });
  const limiters = { reads: memory, writes: rateLimits.limiter ?? memory };
  const limit = async (request: Request, client: ClientInfo) =>
    isOpen ? limitRequest(request, client, rateLimits, limiters) : leaving();
  let isOpen = true;
  let closing: Promise<void> | null = null;

  async function answer(request: Request, client: ClientInfo): Promise<Response> {
    if (request.method === "OPTIONS") return preflight();
    const { pathname } = new URL(request.url);
    const limited = PROBES.has(pathname) ? null : await limit(request, client);
    if (limited !== null) return limited;
    const found = findRoute(routes, pathname);
    if (found === null) return problem(404, "not_found", "There is no such path. Check the base URL.");
    const { methods } = found;
    const route = new Map(Object.entries(methods)).get(request.method);
    if (route !== undefined) {
      retention.look();
      return route(request);
    }
    const allowed = Object.keys(methods).join(", ");
    return problem(405, "method_not_allowed", `This path takes ${allowed}.`, {
      headers: { allow: `${allowed}, OPTIONS` },
    });
  }

  function failure(error: unknown): Response {
    onError(error);
    return error instanceof BackendError && error.code === "store"
      ? problem(503, "store_unavailable", "The conversation cannot be reached. Try again shortly.", {
          retryAfter: RETRY_AFTER,
        })
      : problem(500, "server_error", "The backend failed. Its log has the reason.");
  }

  return {
    async handle(request, client = {}) {
      const startedAt = now();
      const response = await answer(request, client).catch(failure);
      const traceparent = request.headers.get("traceparent");
      observe({
        type: "request",
        method: METHODS.has(request.method) ? request.method : "other",
        route: findRoute(routes, new URL(request.url).pathname)?.path ?? "unknown",
        status: response.status,
        duration: now() - startedAt,
        ...(traceparent !== null && { traceparent: traceparent.slice(0, 128) }),
      });
      return withSharedHeaders(response, request, origins);
    },
    async connect(request, client = {}) {
      const connect = socketGate({
        ...dependencies,
        isEditable: isEditable(dependencies),
        limit: (message) => limit(message, client),
      });
      return connect(request).catch((error) => ({ status: "refused", response: failure(error) }));
    },
    drain() {
      isOpen = false;
      departure.abort();
      return runner.idle();
    },
    close() {
      isOpen = false;
      closing ??= runner.close().then(() => {
        departure.abort();
        return store.close();
      });
      return closing;
    },
  };
}

/** Tells both; a mistake in the site's own must not cost a visitor his answer. */
function observer(count: Observer, tell: Observer | undefined, onError: (error: unknown) => void): Observer {
  return (event) => {
    count(event);
    try {
      tell?.(event);
    } catch (error) {
      onError(error);
    }
  };
}

function leaving(): Response {
  return problem(503, "closing", "The backend is shutting down. Try again shortly.", {
    retryAfter: RETRY_AFTER,
  });
}
