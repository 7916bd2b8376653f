import { withReplies } from "../load-replies.js";
import type {
  AdapterContext,
  Capability,
  Frame,
  HistoryPage,
  Protocol,
  RequestDescription,
  SessionInfo,
} from "../protocol/index.js";
import { textOf } from "../protocol/index.js";
import { place } from "./pick.js";
import { readConversations, removeConversation } from "./rest-conversations.js";
import { attachmentsOf, uploadFile } from "./rest-files.js";
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

/** The path that stands for something which not every backend offers. */
const OPTIONAL_PATHS: Partial<Record<Capability, keyof NonNullable<RestOptions["paths"]>>> = {
  stop: "stop",
  resume: "resume",
  upload: "upload",
  feedback: "feedback",
  regenerate: "regenerate",
  conversations: "conversations",
  refresh: "refresh",
  "sign-in": "signIn",
  "sign-out": "signOut",
  code: "code",
  "delete-data": "deleteData",
};

const REPLY_TYPES = "text/event-stream, application/x-ndjson, application/json, text/plain";

/**
 * The default protocol: session, history, and a `POST` that is answered in plain text, JSON or a stream. A foreign
 * backend sees nothing but the documented requests; what the reference backend can do beyond them is used where
 * its session answer announces it.
 */
export function rest(options: RestOptions = {}): Protocol {
  const { paths = {}, fields = {}, dedupe, idempotencyKey } = options;
  const historyPath = paths.history === undefined ? "/api/chat/history" : paths.history;
  const sendPath = paths.send ?? "/chat";
  const listPath = paths.conversations ?? "/api/conversations";

  function supports(capability: Capability, session: SessionInfo | null): boolean {
    const isAnnounced = session?.capabilities?.includes(capability) ?? false;
    if (capability === "dedupe") return dedupe ?? isAnnounced;
    if (capability === "edit") return fields.replaces !== undefined || isAnnounced;
    const option = OPTIONAL_PATHS[capability];
    if (option === undefined) return false;
    const path = paths[option];
    return path === undefined ? isAnnounced : path !== null;
  }

  /** The conversation a request is about. A backend that names conversations itself is told no other name for one. */
  function conversationField(context: AdapterContext, known: string | undefined): readonly Field[] {
    if (fields.conversation !== undefined) return [[fields.conversation, known ?? context.conversation]];
    const isTold = known !== undefined && supports("conversations", context.session);
    return isTold ? [["conversation_id", known]] : [];
  }
  const conversationQuery = (context: AdapterContext, known: string | undefined) =>
    Object.fromEntries(conversationField(context, known).map(([field, id]) => [field.split("/").at(-1), id]));

  function idField(context: AdapterContext, id: string): readonly Field[] {
    const field = fields.id ?? (supports("dedupe", context.session) ? "id" : undefined);
    return field === undefined ? [] : [[field, id]];
  }

  return {
    name: "rest",
    credentials: "include",
    supports,

    send(context, turn) {
      const { id, trigger, message, replaces, regenerates, signal } = turn;
      const attachments = attachmentsOf(message);
      const isAnew = trigger === "regenerate" && regenerates !== undefined;
      const json = place([
        ...(isAnew
          ? ([["message_id", regenerates]] as const)
          : ([
              [fields.message ?? "message", textOf(message)],
              ...(replaces === undefined ? [] : [[fields.replaces ?? "replaces", replaces] as const]),
              ...(attachments.length === 0
                ? []
                : [[fields.attachments ?? "attachments", attachments] as const]),
            ] as const)),
        ...idField(context, id),
        ...conversationField(context, turn.conversation),
      ]);
      const path = isAnew ? (paths.regenerate ?? "/chat/regenerate") : sendPath;
      const hasKey = idempotencyKey ?? !context.isCrossOrigin;
      const headers = hasKey ? { "idempotency-key": `"${id}"` } : {};
      return withReplies(({ restReplyMapper }) => {
        const mapper = restReplyMapper(fields, context.resolve);
        return context.exchange({ path, json, headers, accept: REPLY_TYPES }, mapper.map, {
          ...mapper,
          signal,
        });
      });
    },

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

    resume(context, { conversation, token, signal }) {
      const request: RequestDescription = {
        path: withQuery(paths.resume ?? "/chat/stream", {
          ...conversationQuery(context, conversation),
          after: token,
        }),
        accept: "text/event-stream",
      };
      return withReplies(({ restReplyMapper }) => {
        const { map } = restReplyMapper(fields, context.resolve);
        return context.exchange(request, (frame) => (isKnown(frame, token) ? [] : map(frame)), {
          signal,
          wire: "sse",
          isComplete: () => false,
          emptyStatuses: [204],
        });
      });
    },

    async stop(context, { id, conversation, signal }) {
      const json = place([["id", id], ...conversationField(context, conversation)]);
      await context.json({ path: paths.stop ?? "/chat/stop", json }, signal);
    },

    upload: (context, file, options) => uploadFile(context, paths.upload ?? "/upload", file, options),

    async feedback(context, { message, value, comment, conversation, signal }) {
      const json = place([
        ["message_id", message],
        ["value", value],
        ...(comment === undefined ? [] : [["comment", comment] as const]),
        ...conversationField(context, conversation),
      ]);
      await context.json({ path: paths.feedback ?? "/chat/feedback", json }, signal);
    },

    conversations: (context, query) => readConversations(context, listPath, query),
    removeConversation: (context, conversation, signal) =>
      removeConversation(context, listPath, conversation, signal),
  };
}

/** Whether a frame was read before the reply broke off: a backend, or a cache before it, may repeat the beginning. */
const isKnown = (frame: Frame, token: string | undefined) => Number(frame.id) <= Number(token);

type Field = readonly [field: string, value: unknown];

type HistoryQuery = Parameters<NonNullable<Protocol["history"]>>[1];
