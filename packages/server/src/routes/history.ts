import type { HistoryAnswer, HistoryRow } from "@chatisle/client/protocol";
import { problem } from "../http/problem.js";
import { refuseForeignOrigin } from "../http/request-guards.js";
import { conversationOf } from "../session/session-token.js";
import type { Sessions } from "../session/sessions.js";
import type { ChatStore, StoredMessage } from "../stores/store.js";
import type { Route } from "./route.js";

export interface HistoryRouteOptions {
  readonly sessions: Sessions;
  readonly store: ChatStore;
  readonly origins: ReadonlySet<string>;
}

const DEFAULT_LIMIT = 50;
/** A larger limit is served as this one: a page may always be shorter than asked. */
const MAX_LIMIT = 200;

/** `GET /api/chat/history?cursor=&limit=`: the newest page, or the one before the cursor, oldest to newest. */
export function historyRoute({ sessions, store, origins }: HistoryRouteOptions): Route {
  return async function history(request) {
    const refusal = refuseForeignOrigin(request, origins);
    if (refusal !== null) return refusal;
    const { searchParams } = new URL(request.url);
    const limit = positiveInteger(searchParams.get("limit") ?? String(DEFAULT_LIMIT));
    if (limit === null)
      return problem(400, "invalid_limit", `limit must be a number from 1 to ${MAX_LIMIT}.`);
    const cursor = searchParams.get("cursor");
    const before = cursor === null ? undefined : positiveInteger(cursor);
    if (before === null) {
      return problem(400, "invalid_cursor", "cursor must be a next_cursor of an earlier answer, unchanged.");
    }
    const visit = await sessions.read(request);
    if (visit.status === "refused" || visit.status === "incompatible") return visit.response;
    if (visit.status === "new") return historyAnswer([], DEFAULT_LIMIT);
    const size = Math.min(limit, MAX_LIMIT);
    // One more than the page holds tells whether an older page follows.
    const query = { limit: size + 1, ...(before !== undefined && { before }) };
    return historyAnswer(await store.messages(conversationOf(visit.session), query), size);
  };
}

function historyAnswer(messages: readonly StoredMessage[], size: number): Response {
  const page = messages.slice(-size);
  const [oldest] = page;
  const answer: HistoryAnswer = {
    messages: page.map(toRow),
    ...(oldest !== undefined && messages.length > size && { next_cursor: String(oldest.seq) }),
  };
  return Response.json(answer);
}

function toRow({ role, text, id, createdAt, parts, status }: StoredMessage): HistoryRow {
  return {
    role: role === "user" ? "human" : "assistant",
    content: text,
    id,
    created_at: new Date(createdAt).toISOString(),
    ...(parts.length > 0 && { parts }),
    ...(status !== "done" && { status }),
  };
}

function positiveInteger(text: string): number | null {
  return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null;
}
