import { problem } from "../http/problem.js";
import { refuseForeignOrigin } from "../http/request-guards.js";
import { type AcceptOptions, acceptMessage } from "../routes/accept-message.js";
import { isRecord } from "../routes/is-record.js";
import { requestedConversation } from "../routes/requested-conversation.js";
import type { Schedule } from "../schedule.js";
import { ownerOf } from "../session/session-token.js";
import type { Sessions } from "../session/sessions.js";
import {
  type Accepted,
  type Admission,
  type SocketConnection,
  type SocketHandler,
  serveSocket,
} from "./chat-socket.js";
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

/** How a frame counts among the requests over HTTP. */
const METHODS = { read: "GET", write: "POST" } as const;

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
    const admission = await admit(request);
    if (admission.status === "closed") return closing(admission.close);
    return {
      status: "accepted",
      open: (connection) =>
        serveSocket(connection, {
          admit: (kind) =>
            admit(
              new Request(new URL("/chat", request.url), { method: METHODS[kind], headers: request.headers }),
            ),
          conversation: (owner) => requestedConversation(owner, undefined, store),
          accept,
          runner,
          schedule,
          leaving,
          onError,
        }),
    };
  };

  /** To whom the visitor's messages belong, or why he is not let in. */
  async function admit(request: Request): Promise<Admission> {
    const closed = (close: SocketClose) => ({ status: "closed", close }) as const;
    const limited = await limit(request);
    if (limited !== null) return closed(await closeFor(limited));
    const visit = await sessions.read(request);
    if (visit.status === "new") return closed({ code: 4401, reason: "session_missing" });
    if (visit.status !== "known") return closed(await closeFor(visit.response));
    return { status: "admitted", owner: ownerOf(visit.session) };
  }

  async function accept(owner: string, body: Readonly<Record<string, unknown>>): Promise<Accepted> {
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
