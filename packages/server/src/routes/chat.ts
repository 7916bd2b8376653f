import type { PartOf } from "@chatisle/client/protocol";
import { answerKind } from "../http/answer-kind.js";
import { readJsonBody } from "../http/json-body.js";
import { problem } from "../http/problem.js";
import { refuseForgedWrite } from "../http/request-guards.js";
import type { Schedule } from "../schedule.js";
import { ownerOf } from "../session/session-token.js";
import type { Sessions } from "../session/sessions.js";
import type { ChatStore } from "../stores/store.js";
import { turnAnswer } from "../turns/turn-answer.js";
import type { TurnRunner } from "../turns/turn-runner.js";
import { attachmentUrl } from "./attachment-url.js";
import { notAcceptable, tooManyWaiting } from "./chat-problems.js";
import { parseChatRequest } from "./chat-request.js";
import { requestedConversation } from "./requested-conversation.js";
import type { Route } from "./route.js";

export interface ChatRouteOptions {
  readonly sessions: Sessions;
  readonly store: ChatStore;
  readonly runner: TurnRunner;
  readonly origins: ReadonlySet<string>;
  /** Characters. */
  readonly maxMessageLength: number;
  readonly now: () => number;
  readonly newId: () => string;
  readonly schedule: Schedule;
  /** Fires when clients are to go on elsewhere. */
  readonly leaving: AbortSignal;
  /** Whether a message may take the place of an earlier one. */
  readonly isEditable: boolean;
}

/** The longest JSON escape of one UTF-16 unit, and room for the other fields. */
const BYTES_PER_CHARACTER = 6;
const OTHER_BYTES = 16_384;

/**
 * `POST /chat`: stores the visitor's message, then answers with the reply as the client accepts it. The same id again
 * joins the running turn or repeats the stored reply.
 */
export function chatRoute(options: ChatRouteOptions): Route {
  const { sessions, store, runner, origins, maxMessageLength, isEditable, now, newId, schedule, leaving } =
    options;
  const maxBytes = maxMessageLength * BYTES_PER_CHARACTER + OTHER_BYTES;

  return async function chat(request) {
    const refusal = refuseForgedWrite(request, origins);
    if (refusal !== null) return refusal;
    const kind = answerKind(request.headers.get("accept"));
    if (kind === null) return notAcceptable();
    const visit = await sessions.read(request);
    if (visit.status === "refused" || visit.status === "incompatible") return visit.response;
    const body = await readJsonBody(request, maxBytes);
    if (body.status === "refused") return body.response;
    const parsed = parseChatRequest(body.value, maxMessageLength);
    if (parsed.status === "refused") return parsed.response;

    if (parsed.request.replaces !== undefined && !isEditable) {
      return problem(403, "edit_not_offered", "This backend does not let visitors edit what they sent.");
    }
    const session = visit.status === "known" ? visit.session : sessions.create();
    const owner = ownerOf(session);
    const { message: text, id = newId(), conversation_id, replaces, files } = parsed.request;
    const parts = await attachments(files, owner, store);
    if (parts === null) {
      return problem(422, "file_unknown", "An attached file is not there any more. Upload it again.");
    }
    const conversation = await requestedConversation(owner, conversation_id, store);
    if (!runner.hasRoom(conversation)) return tooManyWaiting();
    if (replaces !== undefined && (await store.findMessage(conversation, id)) === null) {
      // What is replaced may be what is being answered.
      await runner.stopAll(conversation);
    }
    const { message } = await store.addMessage(conversation, {
      id,
      text,
      parts,
      createdAt: now(),
      ...(replaces !== undefined && { replaces }),
    });
    if (message.role !== "user" || message.text !== text) {
      return problem(422, "id_conflict", "Another message has this id. Give every message an id of its own.");
    }
    const turn = await runner.join(conversation, message);
    if (turn === null) return tooManyWaiting();
    const response = await turnAnswer(turn, kind, { schedule, leaving });
    if (visit.status === "new") {
      const grant = await sessions.grant(request, session);
      if (grant.type === "cookie") response.headers.append("set-cookie", grant.cookie);
    }
    return response;
  };
}

/** The files of a message, as the backend knows them; null when one of them is not the visitor's. */
async function attachments(
  ids: readonly string[],
  owner: string,
  store: ChatStore,
): Promise<readonly PartOf<"file">[] | null> {
  const records = await Promise.all([...new Set(ids)].map((id) => store.findFile(id)));
  const parts = records.flatMap((file) =>
    file === null || file.owner !== owner
      ? []
      : [
          {
            type: "file",
            id: file.id,
            url: attachmentUrl(file.id),
            name: file.name,
            mediaType: file.type,
          } as const,
        ],
  );
  return parts.length === records.length ? parts : null;
}
