import type { Capability, SessionAnswer } from "@chatisle/client/protocol";
import type { Session } from "../session/session-token.js";
import type { Grant } from "../session/sessions.js";

/** What every route that gives a session answer is made of. */
export interface AnnouncedOptions {
  readonly now: () => number;
  readonly capabilities: readonly Capability[];
}

export interface SessionAnswerDetails {
  readonly source: "cookie" | "header" | "none";
  readonly now: number;
  readonly capabilities: readonly Capability[];
  /** A new credential to hand over; null when the presented one stays. */
  readonly grant: Grant | null;
}

/** Seconds until the client asks for token health again. */
const REFRESH_SECONDS = 300;
const SHOWN_KEY_LENGTH = 6;

/** The answer about a session, alike on every route that gives one. */
export function sessionAnswer(
  session: Session,
  { source, now, capabilities, grant }: SessionAnswerDetails,
): Response {
  const answer: SessionAnswer = {
    v: 1,
    session_id: session.id,
    session_key: `${session.id.slice(0, SHOWN_KEY_LENGTH)}…`,
    created_at: new Date(session.createdAt).toISOString(),
    is_anonymous: session.subject === undefined,
    state: session.subject === undefined ? "anonymous" : "active",
    ...(session.subject !== undefined && { subject: session.subject }),
    source,
    issued: grant?.type === "cookie",
    exp_in: Math.max(0, Math.floor((session.expiresAt - now) / 1000)),
    refresh_in: REFRESH_SECONDS,
    capabilities,
    ...(grant?.type === "token" && { token: grant.token }),
  };
  return Response.json(answer, { headers: grant?.type === "cookie" ? { "set-cookie": grant.cookie } : {} });
}
