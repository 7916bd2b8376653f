import type {
  AdapterContext,
  Capability,
  Message,
  Page,
  Protocol,
  RequestDescription,
  SessionInfo,
  TokenHealth,
} from "../protocol/index.js";
import { ChatError, textOf } from "../protocol/index.js";
import { isRecord } from "../transport/is-record.js";
import { place } from "./pick.js";
import { type RowOptions, readHistoryPage } from "./rest-history.js";
import { type ReplyOptions, restReplyMapper } from "./rest-reply.js";

/**
 * How a backend differs from the default protocol, as plain data. Field names are names or JSON pointers
 * (`/data/answer`).
 */
export interface RestOptions {
  /** Appended to the base URL as they stand. `null`: this backend has no such endpoint. */
  readonly paths?: {
    /** Default: `/api/session`. */
    readonly session?: string | null;
    /** Default: `/api/chat/history`. */
    readonly history?: string | null;
    /** Default: `/chat`. */
    readonly send?: string;
    /** Default: `/api/auth/token-health`. */
    readonly tokenHealth?: string | null;
    /** Where a session is renewed after a 401 (`POST`). Default: none, the session is read again. */
    readonly refresh?: string | null;
    /** Default: `/chat/stop` where the backend announces it, else none. */
    readonly stop?: string | null;
    /**
     * A stream of events that says when the reply is over; 204 when nothing runs. Default: `/chat/stream` where the
     * backend announces it, else none.
     */
    readonly resume?: string | null;
  };
  readonly fields?: ReplyOptions &
    RowOptions & {
      /** Where a request carries the visitor's text. Default: `message`. */
      readonly message?: string;
      /** Where a request carries the message's id. Default: `id` for a backend that de-duplicates, else nowhere. */
      readonly id?: string;
    };
  /** Says that the backend drops a message whose id it has seen, so that one may be sent again. Default: as announced. */
  readonly dedupe?: boolean;
}

const REPLY_TYPES = "text/event-stream, application/x-ndjson, application/json, text/plain";

/**
 * The default protocol: session, history, and a `POST` that is answered in plain text, JSON or a stream. A foreign
 * backend sees nothing but the documented requests; what the reference backend can do beyond them is used where
 * its session answer announces it.
 */
export function rest({ paths = {}, fields = {}, dedupe }: RestOptions = {}): Protocol {
  const sessionPath = paths.session === undefined ? "/api/session" : paths.session;
  const historyPath = paths.history === undefined ? "/api/chat/history" : paths.history;
  const healthPath = paths.tokenHealth === undefined ? "/api/auth/token-health" : paths.tokenHealth;
  const sendPath = paths.send ?? "/chat";

  function supports(capability: Capability, session: SessionInfo | null): boolean {
    const isAnnounced = session?.capabilities?.includes(capability) ?? false;
    if (capability === "dedupe") return dedupe ?? isAnnounced;
    if (capability !== "stop" && capability !== "resume") return false;
    const path = paths[capability];
    return path === undefined ? isAnnounced : path !== null;
  }

  async function openSession(context: AdapterContext, signal: AbortSignal): Promise<SessionInfo | null> {
    if (sessionPath === null) return null;
    try {
      return readSession(await context.json({ path: sessionPath }, signal), sessionPath);
    } catch (cause) {
      // A 401 is an answer: this visitor has no session. Unless one node of a rolling deploy does not know the key yet.
      if (cause instanceof ChatError && cause.code === "auth" && cause.reason !== "unknown_key") return null;
      throw cause;
    }
  }

  return {
    name: "rest",
    credentials: "include",
    supports,

    send(context, { id, message, signal }) {
      const idField = fields.id ?? (supports("dedupe", context.session) ? "id" : undefined);
      const json = place([
        [fields.message ?? "message", textOf(message)],
        ...(idField === undefined ? [] : [[idField, id] as const]),
      ]);
      const mapper = restReplyMapper(fields);
      return context.exchange({ path: sendPath, json, accept: REPLY_TYPES }, mapper.map, {
        ...mapper,
        signal,
      });
    },

    ...(sessionPath !== null && { session: openSession }),

    ...(historyPath !== null && {
      async history(
        context: AdapterContext,
        { cursor, limit, signal }: HistoryQuery,
      ): Promise<Page<Message>> {
        // Without a cursor it is the plain request that a backend without pages understands.
        const path =
          cursor === undefined ? historyPath : withQuery(historyPath, { cursor, limit: String(limit) });
        const answer = await context.json({ path }, signal);
        return readHistoryPage(answer, fields, historyPath, cursor);
      },
    }),

    ...(healthPath !== null && {
      async tokenHealth(context: AdapterContext, signal: AbortSignal): Promise<TokenHealth> {
        const answer = await context.json({ path: healthPath }, signal);
        if (!isRecord(answer) || typeof answer.compatible !== "boolean")
          throw unexpected(healthPath, '"compatible"');
        return { isCompatible: answer.compatible, isAuthenticated: answer.authenticated === true };
      },
    }),

    ...(typeof paths.refresh === "string" && {
      async refresh(context: AdapterContext, signal: AbortSignal): Promise<SessionInfo | null> {
        await context.json({ path: paths.refresh as string, json: {} }, signal);
        return openSession(context, signal);
      },
    }),

    resume(context, { token, signal }) {
      const path = paths.resume ?? "/chat/stream";
      const request: RequestDescription = {
        path: token === undefined ? path : withQuery(path, { after: token }),
        accept: "text/event-stream",
      };
      return context.exchange(request, restReplyMapper(fields).map, {
        signal,
        wire: "sse",
        isComplete: () => false,
        emptyStatuses: [204],
      });
    },

    async stop(context, { id, signal }) {
      await context.json({ path: paths.stop ?? "/chat/stop", json: { id } }, signal);
    },
  };
}

type HistoryQuery = Parameters<NonNullable<Protocol["history"]>>[1];

function withQuery(path: string, query: Readonly<Record<string, string>>): string {
  return `${path}${path.includes("?") ? "&" : "?"}${new URLSearchParams(query)}`;
}

function readSession(answer: unknown, path: string): SessionInfo {
  if (!isRecord(answer) || (typeof answer.session_id !== "string" && typeof answer.session_id !== "number")) {
    throw unexpected(path, '"session_id"');
  }
  const isKit = answer.v === 1 && Array.isArray(answer.capabilities);
  return {
    id: String(answer.session_id).slice(0, 256),
    isAnonymous: answer.is_anonymous === true,
    ...(typeof answer.subject === "string" && { subject: answer.subject.slice(0, 256) }),
    ...(typeof answer.refresh_in === "number" &&
      answer.refresh_in > 0 && { refreshIn: answer.refresh_in * 1000 }),
    ...(isKit && {
      capabilities: (answer.capabilities as unknown[]).filter(
        (item) => typeof item === "string",
      ) as Capability[],
    }),
  };
}

function unexpected(path: string, field: string): ChatError {
  return new ChatError(
    "protocol",
    `${path} answered with JSON that has no ${field}. Check the API base URL and its path, or name this backend's ` +
      "paths and fields in the protocol options.",
  );
}
