import type {
  AdapterContext,
  Capability,
  Message,
  Page,
  Protocol,
  RequestDescription,
  SessionInfo,
} from "../protocol/index.js";
import { textOf } from "../protocol/index.js";
import { place } from "./pick.js";
import { type RowOptions, readHistoryPage } from "./rest-history.js";
import { type ReplyOptions, restReplyMapper } from "./rest-reply.js";
import { restSession, type SessionPaths } from "./rest-session.js";

/**
 * How a backend differs from the default protocol, as plain data. Field names are names or JSON pointers
 * (`/data/answer`).
 */
export interface RestOptions {
  /** Appended to the base URL as they stand. `null`: this backend has no such endpoint. */
  readonly paths?: SessionPaths & {
    /** Default: `/api/chat/history`. */
    readonly history?: string | null;
    /** Default: `/chat`. */
    readonly send?: string;
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
  const historyPath = paths.history === undefined ? "/api/chat/history" : paths.history;
  const sendPath = paths.send ?? "/chat";

  function supports(capability: Capability, session: SessionInfo | null): boolean {
    const isAnnounced = session?.capabilities?.includes(capability) ?? false;
    if (capability === "dedupe") return dedupe ?? isAnnounced;
    if (capability !== "stop" && capability !== "resume") return false;
    const path = paths[capability];
    return path === undefined ? isAnnounced : path !== null;
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

    ...restSession(paths),

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
