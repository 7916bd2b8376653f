import type { SessionAnswer, TokenHealthAnswer } from "@chatisle/client/protocol";
import { delay, type HttpHandler, HttpResponse, type HttpResponseResolver, http } from "msw";
import { type Conversation, createConversation } from "./conversation.js";
import { faultOf, problem } from "./faults.js";
import type { Scenario } from "./scenario.js";
import { textAnswer } from "./text-answer.js";

const PAGE_SIZE = 50;

/**
 * What the backend answers to a message: a text, or its pieces in the order in which they are sent.
 * @param message - The visitor's text.
 */
export type ScriptedReply = (message: string) => string | readonly string[];

export interface ChatHandlersOptions {
  /** The chat's API base URL, as the widget gets it. In Node it has to be absolute. */
  readonly baseUrl: string;
  /** Default: `healthy`. */
  readonly scenario?: Scenario;
  /** Default: says the message back, word by word. */
  readonly reply?: ScriptedReply;
  /** Default: an empty one of these handlers' own. */
  readonly conversation?: Conversation;
  /** Milliseconds before each answer and each piece of a reply in the scenario `slow`. Default: 2000. */
  readonly delay?: number;
  /** Seconds to wait that the scenario `rate-limited` names. Default: 30. */
  readonly retryAfter?: number;
}

/**
 * Request handlers for msw that play a backend of the default protocol: what is sent is in the history afterwards.
 *
 * Pass them to `setupServer()` or `setupWorker()`; with `server.use(...chatHandlers({ scenario: … }))` and the same
 * conversation, a backend fails in the middle of a test and recovers at `server.resetHandlers()`.
 */
export function chatHandlers({
  baseUrl,
  scenario = "healthy",
  reply = sayBack,
  conversation = createConversation(),
  delay: pause = 2000,
  retryAfter = 30,
}: ChatHandlersOptions): HttpHandler[] {
  const base = baseUrl.replace(/\/+$/, "");
  const wait = scenario === "slow" ? pause : 0;

  /** What all endpoints have in common: faults that hit every request, and slowness. */
  const answer =
    (resolve: (request: Request) => Response | Promise<Response>): HttpResponseResolver =>
    async ({ request }) => {
      if (wait > 0) await delay(wait);
      return faultOf(scenario) ?? resolve(request);
    };

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
        };
        return HttpResponse.json(session);
      }),
    ),
    http.get(
      `${base}/api/chat/history`,
      answer((request) => {
        const query = new URL(request.url).searchParams;
        return HttpResponse.json(
          conversation.page(Number(query.get("limit") ?? PAGE_SIZE), query.get("cursor")),
        );
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
        const message = textIn(await request.json());
        if (message === undefined) {
          return problem(400, {
            code: "invalid-message",
            detail: 'Send {"message": "…"} with a text in it.',
          });
        }
        conversation.add({ role: "human", content: message });
        const scripted = scenario === "empty" ? [] : reply(message);
        const pieces = typeof scripted === "string" ? [scripted] : scripted;
        if (pieces.length > 0) conversation.add({ role: "assistant", content: pieces.join("") });
        return textAnswer(pieces, { delay: wait, isCut: scenario === "cut-stream" });
      }),
    ),
  ];
}

function textIn(body: unknown): string | undefined {
  const message = typeof body === "object" && body !== null && "message" in body ? body.message : undefined;
  return typeof message === "string" && message.trim() !== "" ? message : undefined;
}

/** In several pieces, so that a stream has something to be cut or slowed in. */
const sayBack: ScriptedReply = (message) => `You said: ${message}`.match(/\S+\s*/g) ?? [];
