import type { ConversationsAnswer } from "@chatisle/client/protocol";
import { problem } from "../http/problem.js";
import { refuseForeignOrigin } from "../http/request-guards.js";
import { ownerOf } from "../session/session-token.js";
import type { Sessions } from "../session/sessions.js";
import type { ChatStore, ConversationRecord } from "../stores/store.js";
import { pageLimit } from "./page-limit.js";
import type { Route } from "./route.js";

export interface ConversationsRouteOptions {
  readonly sessions: Sessions;
  readonly store: ChatStore;
  readonly origins: ReadonlySet<string>;
}

type Position = Pick<ConversationRecord, "id" | "updatedAt">;

/** `GET /api/conversations?cursor=&limit=`: the visitor's conversations, the one that was written to last first. */
export function conversationsRoute({ sessions, store, origins }: ConversationsRouteOptions): Route {
  return async function conversations(request) {
    const refusal = refuseForeignOrigin(request, origins);
    if (refusal !== null) return refusal;
    const { searchParams } = new URL(request.url);
    const limit = pageLimit(searchParams);
    if (limit.status === "refused") return limit.response;
    const cursor = searchParams.get("cursor");
    const after = cursor === null ? undefined : readCursor(cursor);
    if (after === null) {
      return problem(400, "invalid_cursor", "cursor must be a next_cursor of an earlier answer, unchanged.");
    }
    const visit = await sessions.read(request);
    if (visit.status === "refused" || visit.status === "incompatible") return visit.response;
    if (visit.status === "new") return conversationsAnswer([], limit.size);
    const records = await store.conversations(ownerOf(visit.session), {
      limit: limit.size + 1,
      ...(after !== undefined && { after }),
    });
    return conversationsAnswer(records, limit.size);
  };
}

function conversationsAnswer(records: readonly ConversationRecord[], size: number): Response {
  const page = records.slice(0, size);
  const last = page.at(-1);
  const answer: ConversationsAnswer = {
    conversations: page.map(({ id, title, updatedAt }) => ({
      id,
      title,
      updated_at: new Date(updatedAt).toISOString(),
    })),
    ...(last !== undefined && records.length > size && { next_cursor: `${last.updatedAt}.${last.id}` }),
  };
  return Response.json(answer);
}

function readCursor(cursor: string): Position | null {
  const [, updatedAt, id] = /^(\d{1,15})\.([\x21-\x7e]{1,128})$/.exec(cursor) ?? [];
  return updatedAt === undefined || id === undefined ? null : { updatedAt: Number(updatedAt), id };
}
