import type { Capability, SessionAnswer, TokenHealthAnswer } from "@chatisle/client/protocol";
import { delay, type HttpHandler, HttpResponse, type HttpResponseResolver, http } from "msw";
import { type Conversation, createConversation } from "./conversation.js";
import { faultOf, problem } from "./faults.js";
import { kitHandlers } from "./kit-handlers.js";
import { readBody, textField } from "./request-body.js";
import type { Scenario } from "./scenario.js";
import { eventsOf, type Reply, type ScriptedReply, sayBack, scripted } from "./scripted-reply.js";
import { streamedAnswer } from "./streamed-answer.js";
import { createVisitor } from "./visitor.js";

const PAGE_SIZE = 50;

export interface ChatHandlersOptions {
  /** The chat's API base URL, as the widget gets it. In Node it has to be absolute. */
  readonly baseUrl: string;
  /** Default: `healthy`. */
  readonly scenario?: Scenario;
  /** Default: says the message back, word by word. */
  readonly reply?: ScriptedReply;
  /** Default: an empty one of these handlers' own. */
  readonly conversation?: Conversation;
  /** Earlier conversations, the latest first, for a backend that announces `conversations`. Default: none. */
  readonly pastConversations?: readonly Conversation[];
  /**
   * What the backend announces and does beyond the plain protocol, as the reference backend: `dedupe`, `upload`,
   * `feedback`, `edit`, `regenerate`, `conversations`. Default: nothing.
   */
  readonly capabilities?: readonly Capability[];
  /** Milliseconds before each answer and each piece of a reply in the scenario `slow`. Default: 2000. */
  readonly delay?: number;
  /** Seconds to wait that the scenario `rate-limited` names. Default: 30. */
  readonly retryAfter?: number;
}

/** What all requests have in common: faults that hit every one of them, and slowness. */
export type Answer = (resolve: (request: Request) => Response | Promise<Response>) => HttpResponseResolver;

/**
 * Request handlers for msw that play a backend of the default protocol: what is sent is in the history afterwards.
 *
 * Pass them to `setupServer()` or `setupWorker()`; with `server.use(...chatHandlers({ scenario: … }))` and the same
 * conversation, a backend fails in the middle of a test and recovers at `server.resetHandlers()`.
 */
export function chatHandlers(options: ChatHandlersOptions): HttpHandler[] {
  const { scenario = "healthy", reply = sayBack, capabilities = [], retryAfter = 30 } = options;
  const { conversation = createConversation(), pastConversations = [] } = options;
  const base = options.baseUrl.replace(/\/+$/, "");
  const wait = scenario === "slow" ? (options.delay ?? 2000) : 0;
  const visitor = createVisitor([conversation, ...pastConversations]);
  const isKit = capabilities.length > 0;

  const answer: Answer =
    (resolve) =>
    async ({ request }) => {
      if (wait > 0) await delay(wait);
      return faultOf(scenario) ?? resolve(request);
    };

  /** Answers a message, and keeps the reply. */
  function sendReply(to: Conversation, message: string): Response {
    const said: Reply = scenario === "empty" ? scripted(() => [], "") : scripted(reply, message);
    const { pieces, text, parts } = said;
    const stored =
      pieces.length === 0
        ? null
        : to.add({ role: "assistant", content: text, ...(isKit && parts.length > 0 && { parts }) });
    const how = { delay: wait, isCut: scenario === "cut-stream" };
    return isKit
      ? streamedAnswer(eventsOf(stored?.id ?? "", said), { ...how, contentType: "text/event-stream" })
      : streamedAnswer(
          pieces.filter((piece) => typeof piece === "string"),
          { ...how, contentType: "text/plain" },
        );
  }

  return [
    http.get(
      `${base}/api/session`,
      answer(() => {
        const isAnonymous = scenario === "anonymous";
        if (isAnonymous && !conversation.isOpen) {
          return problem(401, { code: "no-session", detail: "The first message opens a session." });
        }
        const session: SessionAnswer = {
          session_id: "session-1",
          session_key: "sess…1",
          created_at: "2026-01-01T00:00:00Z",
          is_anonymous: isAnonymous,
          ...(isKit && { v: 1, state: isAnonymous ? "anonymous" : "active", source: "cookie", capabilities }),
        };
        return HttpResponse.json(session);
      }),
    ),
    http.get(
      `${base}/api/chat/history`,
      answer((request) => {
        const query = new URL(request.url).searchParams;
        const shown = visitor.conversation(query.get("conversation_id"));
        const page = shown.page(Number(query.get("limit") ?? PAGE_SIZE), query.get("cursor"));
        if (!capabilities.includes("conversations")) return HttpResponse.json(page);
        const messages = page.messages.map((row) => ({ ...row, conversation_id: shown.id }));
        return HttpResponse.json({ ...page, messages });
      }),
    ),
    http.get(
      `${base}/api/auth/token-health`,
      answer(() => {
        const isAuthenticated = scenario !== "anonymous";
        const health: TokenHealthAnswer = {
          compatible: true,
          authenticated: isAuthenticated,
          token_version: 1,
          server_version: 1,
        };
        return HttpResponse.json(health);
      }),
    ),
    http.post(
      `${base}/chat`,
      answer(async (request) => {
        if (scenario === "rate-limited") {
          const detail = `Too many messages. Try again in ${retryAfter} seconds.`;
          return problem(429, { code: "rate-limited", detail, retry_after: retryAfter });
        }
        const body = await readBody(request);
        const message = textField(body, "message") ?? "";
        const files = Array.isArray(body.attachments) ? body.attachments : [];
        if (message.trim() === "" && files.length === 0) {
          return problem(400, {
            code: "invalid-message",
            detail: 'Send {"message": "…"} with a text in it.',
          });
        }
        const to = visitor.conversation(textField(body, "conversation_id"));
        const id = capabilities.includes("dedupe") ? textField(body, "id") : undefined;
        const replaced = textField(body, "replaces");
        if (replaced !== undefined && capabilities.includes("edit")) to.cut(replaced);
        // The same message again: its reply is given anew.
        if (id !== undefined) to.cut(id);
        to.add({
          role: "human",
          content: message,
          ...(id !== undefined && { id }),
          ...(files.length > 0 && {
            parts: files.map(({ id: fileId, url, name, type: mediaType }) => ({
              type: "file",
              id: fileId,
              url,
              name,
              mediaType,
            })),
          }),
        });
        return sendReply(to, message);
      }),
    ),
    ...kitHandlers({ base, answer, visitor, sendReply }),
  ];
}
