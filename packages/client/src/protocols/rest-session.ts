import type { AdapterContext, Capability, Protocol, SessionInfo, TokenHealth } from "../protocol/index.js";
import { ChatError } from "../protocol/index.js";
import { isRecord } from "../transport/is-record.js";

/** Where a backend answers about the visitor's session. `null`: it has no such endpoint. */
export interface SessionPaths {
  /** Default: `/api/session`. */
  readonly session?: string | null;
  /** Default: `/api/auth/token-health`. */
  readonly tokenHealth?: string | null;
  /** Where a session is renewed after a 401 (`POST`). Default: none, the session is read again. */
  readonly refresh?: string | null;
}

/** The part of the default protocol that is about who the visitor is. */
export function restSession(paths: SessionPaths): Pick<Protocol, "session" | "tokenHealth" | "refresh"> {
  const sessionPath = paths.session === undefined ? "/api/session" : paths.session;
  const healthPath = paths.tokenHealth === undefined ? "/api/auth/token-health" : paths.tokenHealth;
  const refreshPath = paths.refresh ?? null;

  async function openSession(context: AdapterContext, signal: AbortSignal): Promise<SessionInfo | null> {
    if (sessionPath === null) return null;
    try {
      return readSession(await context.json({ path: sessionPath }, signal), sessionPath);
    } catch (cause) {
      // A 401 is an answer: this visitor has no session. Unless one node of a rolling deploy does not know the key yet.
      if (cause instanceof ChatError && cause.code === "auth" && cause.reason !== "unknown_key") return null;
      throw cause;
    }
  }

  return {
    ...(sessionPath !== null && { session: openSession }),

    ...(healthPath !== null && {
      async tokenHealth(context: AdapterContext, signal: AbortSignal): Promise<TokenHealth> {
        const answer = await context.json({ path: healthPath }, signal);
        if (!isRecord(answer) || typeof answer.compatible !== "boolean")
          throw unexpected(healthPath, '"compatible"');
        return { isCompatible: answer.compatible, isAuthenticated: answer.authenticated === true };
      },
    }),

    ...(refreshPath !== null && {
      async refresh(context: AdapterContext, signal: AbortSignal): Promise<SessionInfo | null> {
        await context.json({ path: refreshPath, json: {} }, signal);
        return openSession(context, signal);
      },
    }),
  };
}

function readSession(answer: unknown, path: string): SessionInfo {
  if (!isRecord(answer) || (typeof answer.session_id !== "string" && typeof answer.session_id !== "number")) {
    throw unexpected(path, '"session_id"');
  }
  const isKit = answer.v === 1 && Array.isArray(answer.capabilities);
  return {
    id: String(answer.session_id).slice(0, 256),
    isAnonymous: answer.is_anonymous === true,
    ...(typeof answer.subject === "string" && { subject: answer.subject.slice(0, 256) }),
    ...(typeof answer.refresh_in === "number" &&
      answer.refresh_in > 0 && { refreshIn: answer.refresh_in * 1000 }),
    ...(isKit && {
      capabilities: (answer.capabilities as unknown[]).filter(
        (item) => typeof item === "string",
      ) as Capability[],
    }),
  };
}

function unexpected(path: string, field: string): ChatError {
  return new ChatError(
    "protocol",
    `${path} answered with JSON that has no ${field}. Check the API base URL and its path, or name this backend's ` +
      "paths and fields in the protocol options.",
  );
}
