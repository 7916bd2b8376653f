import type { ConversationsAnswer } from "@chatisle/client/protocol";
import { type HttpHandler, HttpResponse, http } from "msw";
import type { Answer } from "./chat-handlers.js";
import type { Conversation } from "./conversation.js";
import { problem } from "./faults.js";
import { readBody, textField } from "./request-body.js";
import type { Visitor } from "./visitor.js";

export interface KitHandlersOptions {
  /** Without a trailing slash. */
  readonly base: string;
  readonly answer: Answer;
  readonly visitor: Visitor;
  /** Answers a message, and keeps the reply. */
  readonly sendReply: (to: Conversation, message: string) => Response;
}

/** What the reference backend does beyond the plain protocol. Who does not hear it announced, does not ask for it. */
export function kitHandlers({ base, answer, visitor, sendReply }: KitHandlersOptions): HttpHandler[] {
  let files = 0;
  return [
    http.post(
      `${base}/chat/regenerate`,
      answer(async (request) => {
        const body = await readBody(request);
        const to = visitor.conversation(textField(body, "conversation_id"));
        const reply = textField(body, "message_id");
        const place = to.rows.findIndex(({ id }) => id === reply);
        const question = to.rows.slice(0, Math.max(place, 0)).findLast(({ role }) => role === "human");
        if (reply === undefined || question === undefined) {
          return problem(404, { code: "message_unknown", detail: "message_id names no reply." });
        }
        to.cut(reply);
        return sendReply(to, question.content);
      }),
    ),
    http.post(
      `${base}/chat/feedback`,
      answer(async (request) => {
        const body = await readBody(request);
        const { value } = body;
        if (value !== 1 && value !== 0 && value !== -1) {
          return problem(400, { code: "invalid_request", detail: "value must be 1, 0 or -1." });
        }
        visitor
          .conversation(textField(body, "conversation_id"))
          .rate(textField(body, "message_id") ?? "", value);
        return new HttpResponse(null, { status: 204 });
      }),
    ),
    http.post(
      `${base}/chat/stop`,
      answer(() => new HttpResponse(null, { status: 204 })),
    ),
    http.get(
      `${base}/chat/stream`,
      answer(() => new HttpResponse(null, { status: 204 })),
    ),
    http.post(
      `${base}/upload`,
      answer(async (request) => {
        const file = (await request.formData()).get("file");
        if (!(file instanceof File)) {
          return problem(400, { code: "invalid_request", detail: "The form has no file." });
        }
        files += 1;
        const id = `file-${files}`;
        return HttpResponse.json({ id, url: `/upload/${id}`, name: file.name, type: file.type });
      }),
    ),
    http.get(
      `${base}/api/conversations`,
      answer(() => HttpResponse.json({ conversations: visitor.list() } satisfies ConversationsAnswer)),
    ),
    http.delete(
      `${base}/api/conversations/:id`,
      answer((request) => {
        visitor.remove(decodeURIComponent(new URL(request.url).pathname.split("/").at(-1) ?? ""));
        return new HttpResponse(null, { status: 204 });
      }),
    ),
  ];
}
