import type { HistoryAnswer, HistoryRow } from "@chatisle/client/protocol";
import { problem } from "../http/problem.js";
import { refuseForeignOrigin } from "../http/request-guards.js";
import { ownerOf } from "../session/session-token.js";
import type { Sessions } from "../session/sessions.js";
import type { ChatStore, StoredMessage } from "../stores/store.js";
import { pageLimit, positiveInteger } from "./page-limit.js";
import { badConversationId, isConversationId, requestedConversation } from "./requested-conversation.js";
import type { Route } from "./route.js";

export interface HistoryRouteOptions {
  readonly sessions: Sessions;
  readonly store: ChatStore;
  readonly origins: ReadonlySet<string>;
}

/**
 * `GET /api/chat/history?conversation_id=&cursor=&after=&limit=`, oldest to newest within the answer: the newest page,
 * or the one before the cursor, or what has come after a row's `seq`.
 */
export function historyRoute({ sessions, store, origins }: HistoryRouteOptions): Route {
  return async function history(request) {
    const refusal = refuseForeignOrigin(request, origins);
    if (refusal !== null) return refusal;
    const { searchParams } = new URL(request.url);
    const limit = pageLimit(searchParams);
    if (limit.status === "refused") return limit.response;
    const before = position(searchParams.get("cursor"));
    if (before === null) {
      return problem(400, "invalid_cursor", "cursor must be a next_cursor of an earlier answer, unchanged.");
    }
    const after = position(searchParams.get("after"));
    if (after === null || (after !== undefined && before !== undefined)) {
      return problem(400, "invalid_after", "after must be the seq of a row, and come without a cursor.");
    }
    const id = searchParams.get("conversation_id") ?? undefined;
    if (!isConversationId(id)) return badConversationId();
    const visit = await sessions.read(request);
    if (visit.status === "refused" || visit.status === "incompatible") return visit.response;
    if (visit.status === "new") return Response.json({ messages: [] } satisfies HistoryAnswer);
    const conversation = await requestedConversation(ownerOf(visit.session), id, store);
    const toRow = rowOf(conversation.id);
    if (after !== undefined) {
      const rows = await store.messages(conversation, { after, limit: limit.size });
      return Response.json({ messages: rows.map(toRow) } satisfies HistoryAnswer);
    }
    // One more than the page holds tells whether an older page follows.
    const query = { limit: limit.size + 1, ...(before !== undefined && { before }) };
    const rows = await store.messages(conversation, query);
    const page = rows.slice(-limit.size);
    const [oldest] = page;
    const answer: HistoryAnswer = {
      messages: page.map(toRow),
      ...(oldest !== undefined && rows.length > limit.size && { next_cursor: String(oldest.seq) }),
    };
    return Response.json(answer);
  };
}

function rowOf(conversation_id: string) {
  return ({ role, text, id, seq, createdAt, parts, status, rating }: StoredMessage): HistoryRow => ({
    role: role === "user" ? "human" : "assistant",
    content: text,
    id,
    seq,
    created_at: new Date(createdAt).toISOString(),
    conversation_id,
    ...(parts.length > 0 && { parts }),
    ...(status !== "done" && { status }),
    ...(rating !== undefined && { rating }),
  });
}

/** @returns undefined when it is not there, null when it is no position. */
function position(text: string | null): number | null | undefined {
  return text === null ? undefined : positiveInteger(text);
}
