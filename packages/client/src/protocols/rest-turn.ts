import type { AdapterContext, ChatEvent, Frame, Protocol, RequestDescription } from "../protocol/index.js";
import { textOf } from "../protocol/index.js";
import { attachmentsOf } from "./attachments-of.js";
import { noticingGaps } from "./noticing-gaps.js";
import { place } from "./pick.js";
import type { Field, RestDialect } from "./rest-dialect.js";
import { restReplyMapper } from "./rest-reply.js";
import { withQuery } from "./with-query.js";

const REPLY_TYPES = "text/event-stream, application/x-ndjson, application/json, text/plain";

type Send = Parameters<Protocol["send"]>;
type Resume = Parameters<NonNullable<Protocol["resume"]>>;
type Stop = Parameters<NonNullable<Protocol["stop"]>>;

/** Asks, and follows the reply. */
export function restSend(dialect: RestDialect, ...[context, turn]: Send): AsyncIterable<ChatEvent> {
  const { paths = {}, fields = {}, idempotencyKey } = dialect.options;
  const { id, trigger, regenerates, signal } = turn;
  const isAnew = trigger === "regenerate" && regenerates !== undefined;
  const json = place([
    ...(isAnew ? ([["message_id", regenerates]] as const) : questionFields(dialect, turn)),
    ...idField(dialect, context, id),
    ...dialect.conversationField(context, turn.conversation),
  ]);
  const path = isAnew ? (paths.regenerate ?? "/chat/regenerate") : (paths.send ?? "/chat");
  const hasKey = idempotencyKey ?? !context.isCrossOrigin;
  const headers = hasKey ? { "idempotency-key": `"${id}"` } : {};
  const mapper = restReplyMapper(fields, context.resolve);
  const map = noticingGaps(mapper.map, context);
  return context.exchange({ path, json, headers, accept: REPLY_TYPES }, map, { ...mapper, signal });
}

/** Follows a reply that runs. */
export function restResume(
  { options, conversationQuery }: RestDialect,
  ...[context, { conversation, token, signal }]: Resume
): AsyncIterable<ChatEvent> {
  const { paths = {}, fields = {} } = options;
  const request: RequestDescription = {
    path: withQuery(paths.resume ?? "/chat/stream", {
      ...conversationQuery(context, conversation),
      after: token,
    }),
    accept: "text/event-stream",
  };
  const map = noticingGaps(restReplyMapper(fields, context.resolve).map, context, token);
  return context.exchange(request, (frame) => (isKnown(frame, token) ? [] : map(frame)), {
    signal,
    wire: "sse",
    isComplete: () => false,
    emptyStatuses: [204],
  });
}

/** Tells the backend that the visitor wants no more of a reply. */
export async function restStop(
  { options, conversationField }: RestDialect,
  ...[context, { id, conversation, signal }]: Stop
): Promise<void> {
  const json = place([["id", id], ...conversationField(context, conversation)]);
  await context.json({ path: options.paths?.stop ?? "/chat/stop", json }, signal);
}

/** Whether a frame was read before the reply broke off: a backend, or a cache before it, may repeat the beginning. */
const isKnown = (frame: Frame, token: string | undefined) => Number(frame.id) <= Number(token);

function questionFields({ options }: RestDialect, { message, replaces }: Send[1]): readonly Field[] {
  const { fields = {} } = options;
  const attachments = attachmentsOf(message);
  return [
    [fields.message ?? "message", textOf(message)],
    ...(replaces === undefined ? [] : [[fields.replaces ?? "replaces", replaces] as const]),
    ...(attachments.length === 0 ? [] : [[fields.attachments ?? "attachments", attachments] as const]),
  ];
}

function idField({ options, supports }: RestDialect, context: AdapterContext, id: string): readonly Field[] {
  const field = options.fields?.id ?? (supports("dedupe", context.session) ? "id" : undefined);
  return field === undefined ? [] : [[field, id]];
}
