import type { HistoryRow, SessionAnswer } from "../../src/protocol/index.js";
import { fakeBackend, historyOf, json, kitEvents, type SeenRequest } from "./fake-backend.js";
import { healthy } from "./page-under-test.js";

interface KitSession {
  readonly id: string;
  readonly subject?: string;
}

/**
 * The reference backend in small: sessions in a cookie that the test's browser keeps or withholds, tokens, sign-in by
 * token and by code, history for each person, and messages that are known again by their id.
 */
export function kitBackend(options: { readonly keepsCookies?: boolean } = {}) {
  let { keepsCookies = true } = options;
  const rows = new Map<string, HistoryRow[]>();
  const sessions = new Map<string, KitSession>();
  let made = 0;
  /** What the browser sends along: null when it has, or lets through, none. */
  let cookie: string | null = null;

  function make(subject?: string): KitSession {
    const session: KitSession = { id: `s${++made}`, ...(subject !== undefined && { subject }) };
    sessions.set(session.id, session);
    return session;
  }
  const bearer = ({ headers }: SeenRequest) =>
    /^Bearer token-of-(.+)$/.exec(headers.get("authorization") ?? "")?.[1] ?? null;

  /** The session behind a request, or the answer that refuses its credential. */
  function visitor(
    request: SeenRequest,
  ): { session: KitSession | null; source: "cookie" | "header" | "none" } | Response {
    const token = bearer(request);
    if (cookie !== null && token !== null && cookie !== token) return problem(401, "malformed");
    const id = cookie ?? token;
    if (id === null) return { session: null, source: "none" };
    const session = sessions.get(id);
    if (session === undefined) {
      if (cookie === id) cookie = null;
      return problem(401, "revoked");
    }
    return { session, source: cookie === null ? "header" : "cookie" };
  }

  function answer(
    session: KitSession,
    details: Partial<SessionAnswer> & { readonly isGrantedTo?: "cookie" | "header" },
  ): Response {
    const { isGrantedTo, ...rest } = details;
    if (isGrantedTo === "cookie" && keepsCookies) cookie = session.id;
    return json({
      v: 1,
      session_id: session.id,
      is_anonymous: session.subject === undefined,
      ...(session.subject !== undefined && { subject: session.subject }),
      source: "none",
      issued: isGrantedTo === "cookie",
      ...(isGrantedTo === "header" && { token: `token-of-${session.id}` }),
      capabilities: [
        "stop",
        "resume",
        "dedupe",
        "refresh",
        "header",
        "sign-in",
        "sign-out",
        "code",
        "delete-data",
      ],
      ...rest,
    } satisfies SessionAnswer);
  }

  const whose = (session: KitSession) => session.subject ?? session.id;

  function signIn(request: SeenRequest, subject: string): Response {
    const isHeader = isRecordWith(request.body, "transport") || bearer(request) !== null;
    return answer(make(subject), { isGrantedTo: isHeader ? "header" : "cookie" });
  }

  function reply(request: SeenRequest): Response {
    const seen = visitor(request);
    if (seen instanceof Response) return seen;
    const { message, id } = request.body as { message: string; id: string };
    const owner = whose(seen.session ?? make());
    const said = rows.get(owner) ?? [];
    if (!said.some((row) => row.id === id)) {
      rows.set(owner, [
        ...said,
        { role: "human", content: message, id },
        { role: "assistant", content: `On ${message}`, id: `reply-to-${id}` },
      ]);
    }
    return new Response(
      kitEvents(
        { type: "start", id: `reply-to-${id}` },
        { type: "delta", kind: "text", text: `On ${message}` },
        { type: "finish", reason: "stop" },
      ),
      { headers: { "content-type": "text/event-stream" } },
    );
  }

  const backend = fakeBackend({
    "GET /api/session": (request) => {
      const seen = visitor(request);
      if (seen instanceof Response) return seen;
      if (seen.session === null) return answer(make(), { isGrantedTo: "cookie" });
      return answer(seen.session, { source: seen.source });
    },
    "POST /api/session": (request) => {
      const seen = visitor(request);
      if (seen instanceof Response) return seen;
      return answer(seen.session ?? make(), { source: "header", isGrantedTo: "header" });
    },
    "GET /api/chat/history": (request) => {
      const seen = visitor(request);
      if (seen instanceof Response) return seen;
      return historyOf(...(seen.session === null ? [] : (rows.get(whose(seen.session)) ?? [])));
    },
    "GET /api/auth/token-health": healthy,
    "GET /chat/stream": () => new Response(null, { status: 204 }),
    "POST /chat": reply,
    "POST /api/auth/refresh": (request) => {
      const seen = visitor(request);
      if (seen instanceof Response) return seen;
      return seen.session === null ? problem(401, "expired") : answer(seen.session, { source: seen.source });
    },
    "POST /api/auth/sign-in": (request) => {
      const { token } = request.body as { token: string };
      return token === "bad" ? problem(403, "token_refused") : signIn(request, token);
    },
    "POST /api/auth/code": ({ body }) =>
      isRecordWith(body, "transport")
        ? json({ challenge: "a challenge" })
        : new Response(null, { status: 204 }),
    "POST /api/auth/code/verify": (request) => {
      const { code, challenge } = request.body as { code: string; challenge?: string };
      const isProven = isRecordWith(request.body, "transport") ? challenge === "a challenge" : true;
      return code === "12345678" && isProven ? signIn(request, "email") : problem(403, "code_wrong");
    },
    "POST /api/auth/sign-out": (request) => {
      sessions.delete(cookie ?? bearer(request) ?? "");
      cookie = null;
      return new Response(null, { status: 204 });
    },
    "DELETE /api/session/data": (request) => {
      const seen = visitor(request);
      if (seen instanceof Response) return seen;
      if (seen.session !== null) rows.delete(whose(seen.session));
      return new Response(null, { status: 204 });
    },
  });

  return {
    ...backend,
    /** How it answers a message. */
    answer: reply,
    rows,
    /** The session in the browser's cookie jar. */
    cookie: () => cookie,
    /** The browser comes with this session from now on. */
    setCookie(id: string | null) {
      cookie = id;
    },
    /** The visitor has changed a setting: from now on the browser neither keeps nor sends a cookie. */
    withholdCookies() {
      keepsCookies = false;
      cookie = null;
    },
    /** Ends a session at the backend. */
    revoke: (id: string) => void sessions.delete(id),
    make,
  };
}

function isRecordWith(value: unknown, key: string): boolean {
  return typeof value === "object" && value !== null && key in value;
}

function problem(status: number, code: string): Response {
  return json({ code, detail: code, ...(status === 401 && { retry: false }) }, { status });
}
