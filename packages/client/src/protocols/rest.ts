import { camelCase } from "../camel-case.js";
import { loadLater } from "../load-later.js";
import { replies, withReplies } from "../load-replies.js";
import type { AdapterContext, Capability, HistoryPage, Protocol, SessionInfo } from "../protocol/index.js";
import type { Field, RestDialect } from "./rest-dialect.js";
import { type RowOptions, readHistoryPage } from "./rest-history.js";
import type { ReplyOptions } from "./rest-reply.js";
import { restSession } from "./rest-session.js";
import type { AccountPaths } from "./rest-session-paths.js";
import { withQuery } from "./with-query.js";

/**
 * How a backend differs from the default protocol, as plain data. Field names are names or JSON pointers
 * (`/data/answer`).
 */
export interface RestOptions {
  /** Appended to the base URL as they stand. `null`: this backend has no such endpoint. */
  readonly paths?: AccountPaths & {
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
    /** Takes a file (`POST`, multipart). Default: `/upload` where the backend announces it, else none. */
    readonly upload?: string | null;
    /** Default: `/chat/feedback` where the backend announces it, else none. */
    readonly feedback?: string | null;
    /** Default: `/chat/regenerate` where the backend announces it, else none. */
    readonly regenerate?: string | null;
    /**
     * The list of conversations; `DELETE` below it removes one. Default: `/api/conversations` where the backend
     * announces it, else none.
     */
    readonly conversations?: string | null;
  };
  readonly fields?: ReplyOptions &
    RowOptions & {
      /** Where a request carries the visitor's text. Default: `message`. */
      readonly message?: string;
      /** Where a request carries the message's id. Default: `id` for a backend that de-duplicates, else nowhere. */
      readonly id?: string;
      /**
       * Where a request carries the id of the message that it takes the place of: with it, messages can be edited.
       * Default: `replaces` where the backend announces `edit`, else nowhere.
       */
      readonly replaces?: string;
      /** Where a request carries the files of a message. Default: `attachments`. */
      readonly attachments?: string;
      /**
       * Where a request, or its query, carries the id of the conversation, which the client makes. Default:
       * `conversation_id` where there is a list of conversations, else nowhere.
       */
      readonly conversation?: string;
    };
  /** Says that the backend drops a message whose id it has seen, so that one may be sent again. Default: as announced. */
  readonly dedupe?: boolean;
  /**
   * Sends the message's id as `Idempotency-Key`, too, which a proxy can read. Across origins the backend has to allow
   * that header. Default: on the page's own origin.
   */
  readonly idempotencyKey?: boolean;
}

/**
 * The default protocol: session, history, and a `POST` that is answered in plain text, JSON or a stream. A foreign
 * backend sees nothing but the documented requests; what the reference backend can do beyond them is used where
 * its session answer announces it.
 */
export function rest(options: RestOptions = {}): Protocol {
  const { paths = {}, fields = {}, dedupe } = options;
  const historyPath = paths.history === undefined ? "/api/chat/history" : paths.history;

  function supports(capability: Capability, session: SessionInfo | null): boolean {
    const isAnnounced = session?.capabilities?.includes(capability) ?? false;
    if (capability === "dedupe") return dedupe ?? isAnnounced;
    if (capability === "edit") return fields.replaces !== undefined || isAnnounced;
    if (capability === "header") return false;
    const path = paths[camelCase(capability)];
    return path === undefined ? isAnnounced : path !== null;
  }

  function conversationField(context: AdapterContext, known: string | undefined): readonly Field[] {
    if (fields.conversation !== undefined) return [[fields.conversation, known ?? context.conversation]];
    const isTold = known !== undefined && supports("conversations", context.session);
    return isTold ? [["conversation_id", known]] : [];
  }
  const conversationQuery = (context: AdapterContext, known: string | undefined) =>
    Object.fromEntries(conversationField(context, known).map(([field, id]) => [field.split("/").at(-1), id]));

  const dialect: RestDialect = { options, supports, conversationField, conversationQuery };
  /** What few visits ask for is loaded with the first request for it. */
  const extras = async () =>
    (await loadLater("files, conversations and signing in", () => import("./rest-extras.js"))).restExtras(
      dialect,
    );

  return {
    name: "rest",
    credentials: "include",
    supports,
    ...restSession(paths),

    ...(historyPath !== null && {
      async history(
        context: AdapterContext,
        { conversation, cursor, limit, signal }: HistoryQuery,
      ): Promise<HistoryPage> {
        const path = withQuery(historyPath, {
          ...conversationQuery(context, conversation),
          // Without a cursor it is the plain request that a backend without pages understands.
          ...(cursor !== undefined && { cursor, limit: String(limit) }),
        });
        const answer = await context.json({ path }, signal);
        return readHistoryPage(answer, fields, { path: historyPath, cursor, resolve: context.resolve });
      },
    }),

    send: (...turn) => withReplies(({ restSend }) => restSend(dialect, ...turn)),
    resume: (...query) => withReplies(({ restResume }) => restResume(dialect, ...query)),
    stop: async (...request) => (await replies()).restStop(dialect, ...request),
    upload: async (...request) => (await extras()).upload(...request),
    feedback: async (...request) => (await extras()).feedback(...request),
    conversations: async (...request) => (await extras()).conversations(...request),
    removeConversation: async (...request) => (await extras()).removeConversation(...request),
    signIn: async (...request) => (await extras()).signIn(...request),
    requestCode: async (...request) => (await extras()).requestCode(...request),
    verifyCode: async (...request) => (await extras()).verifyCode(...request),
    deleteData: async (...request) => (await extras()).deleteData(...request),
  };
}

type HistoryQuery = Parameters<NonNullable<Protocol["history"]>>[1];
