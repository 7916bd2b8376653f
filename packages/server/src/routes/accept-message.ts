import type { PartOf } from "@chatisle/client/protocol";
import { problem } from "../http/problem.js";
import type { ConversationKey } from "../stores/conversation-key.js";
import type { ChatStore, StoredMessage } from "../stores/store.js";
import type { Turn } from "../turns/turn.js";
import type { TurnRunner } from "../turns/turn-runner.js";
import { attachmentUrl } from "./attachment-url.js";
import { tooManyWaiting } from "./chat-problems.js";
import { parseChatRequest } from "./chat-request.js";
import { requestedConversation } from "./requested-conversation.js";

export interface AcceptOptions {
  readonly store: ChatStore;
  readonly runner: TurnRunner;
  /** Characters. */
  readonly maxMessageLength: number;
  /** Whether a message may take the place of an earlier one. */
  readonly isEditable: boolean;
  readonly now: () => number;
  readonly newId: () => string;
}

/** A message that is stored, with its turn; or why it is not. */
export type AcceptedMessage =
  | {
      readonly status: "accepted";
      readonly conversation: ConversationKey;
      readonly message: StoredMessage;
      readonly turn: Turn;
    }
  | { readonly status: "refused"; readonly response: Response };

/**
 * Stores a visitor's message and begins its turn. The same id again joins the running turn or repeats the stored reply.
 * @param body - As `POST /chat` takes it, not yet checked.
 */
export async function acceptMessage(
  owner: string,
  body: Readonly<Record<string, unknown>>,
  { store, runner, maxMessageLength, isEditable, now, newId }: AcceptOptions,
): Promise<AcceptedMessage> {
  const refuse = (response: Response) => ({ status: "refused", response }) as const;
  const parsed = parseChatRequest(body, maxMessageLength);
  if (parsed.status === "refused") return parsed;
  const { message: text, id = newId(), conversation_id, replaces, files } = parsed.request;
  if (replaces !== undefined && !isEditable) {
    return refuse(
      problem(403, "edit_not_offered", "This backend does not let visitors edit what they sent."),
    );
  }
  const parts = await attachments(files, owner, store);
  if (parts === null) {
    return refuse(problem(422, "file_unknown", "An attached file is not there any more. Upload it again."));
  }
  const conversation = await requestedConversation(owner, conversation_id, store);
  if (!runner.hasRoom(conversation)) return refuse(tooManyWaiting());
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
    return refuse(
      problem(422, "id_conflict", "Another message has this id. Give every message an id of its own."),
    );
  }
  const turn = await runner.join(conversation, message);
  return turn === null ? refuse(tooManyWaiting()) : { status: "accepted", conversation, message, turn };
}

/** The files of a message, as the backend knows them; null when one of them is not the visitor's. */
async function attachments(
  ids: readonly string[],
  owner: string,
  store: ChatStore,
): Promise<readonly PartOf<"file">[] | null> {
  const records = await Promise.all([...new Set(ids)].map((id) => store.findFile(id)));
  const parts = records.flatMap((file) => {
    if (file === null || file.owner !== owner) return [];
    const { id, name, type } = file;
    return [{ type: "file" as const, id, url: attachmentUrl(id), name, mediaType: type }];
  });
  return parts.length === records.length ? parts : null;
}
