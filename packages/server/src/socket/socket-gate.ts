import { problem } from "../http/problem.js";
import { refuseForeignOrigin } from "../http/request-guards.js";
import { type AcceptOptions, acceptMessage } from "../routes/accept-message.js";
import { isRecord } from "../routes/is-record.js";
import { requestedConversation } from "../routes/requested-conversation.js";
import type { Schedule } from "../schedule.js";
import { ownerOf } from "../session/session-token.js";
import type { Sessions } from "../session/sessions.js";
import { type Accepted, type SocketConnection, type SocketHandler, serveSocket } from "./chat-socket.js";
import { closeFor, type SocketClose } from "./socket-close.js";

/** What becomes of a request for a WebSocket. */
export type SocketAnswer =
  | { readonly status: "refused"; readonly response: Response }
  /** The adapter opens the connection and hands it over; it may be closed at once, with a code the page can see. */
  | { readonly status: "accepted"; open(connection: SocketConnection): SocketHandler };

export interface SocketGateOptions extends AcceptOptions {
  readonly sessions: Sessions;
  readonly origins: ReadonlySet<string>;
  readonly schedule: Schedule;
  readonly leaving: AbortSignal;
  /** Refuses a request over the limits, or while the instance is going. */
  readonly limit: (request: Request) => Promise<Response | null>;
  readonly onError: (error: unknown) => void;
}

const PATH = /^\/ws\/chat\/[^/]*$/;

/**
 * Decides about a WebSocket at `/ws/chat/{id}`. A browser lets any page open one with the visitor's cookie, so the origin
 * is checked before the upgrade; what else is wrong is told by a close code, because a page cannot see a refusal.
 */
export function socketGate(options: SocketGateOptions): (request: Request) => Promise<SocketAnswer> {
  const { sessions, store, runner, origins, schedule, leaving, limit, onError } = options;

  return async function connect(request) {
    if (!PATH.test(new URL(request.url).pathname)) {
      return refuse(problem(404, "not_found", "There is no WebSocket at this path. Use /ws/chat/{id}."));
    }
    if (!request.headers.has("origin")) {
      return refuse(
        problem(403, "origin_missing", "A WebSocket needs an Origin header: browsers always send it."),
      );
    }
    const foreign = refuseForeignOrigin(request, origins);
    if (foreign !== null) return refuse(foreign);
    const limited = await limit(request);
    if (limited !== null) return closing(await closeFor(limited));
    const owner = await ownerBehind(request);
    if (typeof owner !== "string") return closing(owner);
    return {
      status: "accepted",
      open: (connection) =>
        serveSocket(connection, {
          conversation: () => requestedConversation(owner, undefined, store),
          accept: (body) => accept(request, body),
          runner,
          schedule,
          leaving,
          onError,
        }),
    };
  };

  /** To whom the visitor's messages belong, or why he is not let in. */
  async function ownerBehind(request: Request): Promise<string | SocketClose> {
    const visit = await sessions.read(request);
    if (visit.status === "new") return { code: 4401, reason: "session_missing" };
    return visit.status === "known" ? ownerOf(visit.session) : closeFor(visit.response);
  }

  /** Each message is judged like a request of its own: the session may have ended since the connection was opened. */
  async function accept(request: Request, body: Readonly<Record<string, unknown>>): Promise<Accepted> {
    const limited = await limit(
      new Request(new URL("/chat", request.url), { method: "POST", headers: request.headers }),
    );
    if (limited !== null) return { status: "closed", close: await closeFor(limited) };
    const owner = await ownerBehind(request);
    if (typeof owner !== "string") return { status: "closed", close: owner };
    const accepted = await acceptMessage(owner, body, options);
    if (accepted.status === "accepted") return accepted;
    const answer: unknown = await accepted.response.json();
    const { code, detail } = isRecord(answer) ? answer : {};
    return { status: "refused", error: { code: String(code), message: String(detail) } };
  }
}

function refuse(response: Response): SocketAnswer {
  return { status: "refused", response };
}

function closing({ code, reason }: SocketClose): SocketAnswer {
  return {
    status: "accepted",
    open(connection) {
      connection.close(code, reason);
      return { receive() {}, gone() {} };
    },
  };
}
