import { type AdapterContext, type Capability, ChatError, type SessionInfo } from "../protocol/index.js";
import { isRecord } from "../transport/is-record.js";
import type { SessionPaths } from "./rest-session-paths.js";

/** The session of a visitor who has signed in: as the answer tells it, else as the backend does when it is asked. */
export async function readSignedIn(
  context: AdapterContext,
  answer: unknown,
  { session: path = "/api/session" }: SessionPaths,
  signal: AbortSignal,
): Promise<SessionInfo | null> {
  if (isRecord(answer) && "session_id" in answer) return read(context, answer, "The sign-in").info;
  return path === null ? null : openSession(context, path, signal);
}

/**
 * Asks who the visitor is. On another origin the browser may withhold the reference backend's cookie, without a word:
 * a session that was set is asked for once more, and when it does not come back, a token stands in for it. That is
 * found out once for each load of a page, with two requests at most, because the visitor may have changed a setting.
 */
export async function openSession(
  context: AdapterContext,
  path: string,
  signal: AbortSignal,
): Promise<SessionInfo | null> {
  const { credential } = context;
  const ask = () => readSession(context, path, signal);
  if (credential.layer === "header") {
    return ((credential.isHeld ? await ask() : null) ?? (await readHeaderSession(context, path, signal)))
      .info;
  }
  const first = await ask();
  if (first?.proof === "came-back") credential.decide("cookie");
  if (first?.proof !== "set" || credential.layer !== "unproven") return first?.info ?? null;
  const second = await ask();
  const isWithheld = second?.proof === "set" && second.info.capabilities?.includes("header") === true;
  credential.decide(isWithheld ? "header" : "cookie");
  return (isWithheld ? await readHeaderSession(context, path, signal) : second)?.info ?? null;
}

interface SessionReading {
  readonly info: SessionInfo;
  /** Whether a cookie came with the request, or was set by the answer because none had come. */
  readonly proof: "came-back" | "set" | "none";
}

/** Null: there is no session. */
async function readSession(
  context: AdapterContext,
  path: string,
  signal: AbortSignal,
  isFirst = true,
): Promise<SessionReading | null> {
  try {
    return read(context, await context.json({ path }, signal), path);
  } catch (cause) {
    // A 401 is an answer: this visitor has no session. Unless one node of a rolling deploy does not know the key yet.
    if (!(cause instanceof ChatError) || cause.code !== "auth" || cause.reason === "unknown_key") throw cause;
    const { credential } = context;
    credential.drop();
    if (!isFirst || credential.layer === "header" || !REFUSALS.has(cause.reason)) return null;
    // The reference backend has deleted the cookie that it refused, which had come back by the way.
    credential.decide("cookie");
    return readSession(context, path, signal, false);
  }
}

/** Why the reference backend refuses a cookie for good. */
const REFUSALS: ReadonlySet<string | undefined> = new Set(["expired", "revoked", "malformed"]);

/** A session that a token carries. */
async function readHeaderSession(context: AdapterContext, path: string, signal: AbortSignal) {
  return read(context, await context.json({ path, json: { transport: "header" } }, signal), path);
}

function read(context: AdapterContext, answer: unknown, path: string): SessionReading {
  if (!isRecord(answer) || (typeof answer.session_id !== "string" && typeof answer.session_id !== "number")) {
    throw unexpected(path, '"session_id"');
  }
  holdToken(context, answer);
  const isKit = answer.v === 1 && Array.isArray(answer.capabilities);
  const isSet = isKit && answer.issued === true && answer.source === "none";
  return {
    proof: isSet ? "set" : answer.source === "cookie" ? "came-back" : "none",
    info: {
      id: String(answer.session_id).slice(0, 256),
      isAnonymous: answer.is_anonymous === true,
      ...(typeof answer.subject === "string" && { subject: answer.subject.slice(0, 256) }),
      ...milliseconds("refreshIn", answer.refresh_in),
      ...(isKit && {
        capabilities: (answer.capabilities as unknown[]).filter(
          (item) => typeof item === "string",
        ) as Capability[],
      }),
    },
  };
}

/** The reference backend hands over the next token with many an answer. Nobody else's `token` is one. */
export function holdToken({ credential }: AdapterContext, answer: Readonly<Record<string, unknown>>): void {
  if (credential.layer === "header" && typeof answer.token === "string") credential.hold(answer.token);
}

export function milliseconds<Name extends string>(
  name: Name,
  seconds: unknown,
): { readonly [Key in Name]?: number } {
  return (typeof seconds === "number" && seconds >= 0 ? { [name]: seconds * 1000 } : {}) as {
    readonly [Key in Name]?: number;
  };
}

export function unexpected(path: string, field: string): ChatError {
  return new ChatError(
    "protocol",
    `${path} answered with JSON that has no ${field}. Check the API base URL and its path, or name this backend's ` +
      "paths and fields in the protocol options.",
  );
}
