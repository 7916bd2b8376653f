import type { AdapterContext, ConversationSummary, Page } from "../protocol/index.js";
import { ChatError } from "../protocol/index.js";
import { isRecord } from "../transport/is-record.js";
import { pick } from "./pick.js";
import { id, optional, text } from "./read-fields.js";
import { withQuery } from "./with-query.js";

/** One page of the visitor's conversations, the latest first. */
export async function readConversations(
  context: AdapterContext,
  path: string,
  { cursor, signal }: { readonly cursor?: string; readonly signal: AbortSignal },
): Promise<Page<ConversationSummary>> {
  const answer = await context.json({ path: withQuery(path, { cursor }) }, signal);
  const rows = Array.isArray(answer) ? answer : pick(answer, "conversations");
  if (!Array.isArray(rows)) {
    throw new ChatError(
      "protocol",
      `${path} answered with JSON that has no list of "conversations". Check the API base URL and its path.`,
    );
  }
  const next = pick(answer, "next_cursor");
  return {
    items: rows.flatMap((row: unknown) => readRow(row) ?? []),
    ...((typeof next === "string" && next !== "") || typeof next === "number" ? { next: String(next) } : {}),
  };
}

function readRow(row: unknown): ConversationSummary | null {
  const rowId = isRecord(row) ? id(row.id) : undefined;
  if (!isRecord(row) || rowId === undefined || rowId === "") return null;
  return {
    id: rowId,
    ...optional("title", text(row.title)),
    ...optional("updatedAt", text(row.updated_at)),
  };
}

export async function removeConversation(
  context: AdapterContext,
  path: string,
  conversation: string,
  signal: AbortSignal,
): Promise<void> {
  await context.json({ path: `${path}/${encodeURIComponent(conversation)}`, method: "DELETE" }, signal);
}
