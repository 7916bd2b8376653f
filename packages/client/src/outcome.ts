import { ChatError, type ChatFailure } from "./protocol/index.js";
import type { Session } from "./session.js";

/** How something that the visitor asked for ended. */
export type Outcome<Value = void> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly failure: ChatFailure };

/**
 * Runs a request that the visitor waits for. A 401 renews the session, and the request goes once more: it was refused,
 * so nothing is doubled.
 */
export async function outcomeOf<Value>(
  session: Pick<Session, "report" | "settle">,
  request: () => Promise<Value>,
): Promise<Outcome<Value>> {
  const first = await attempt(session, request);
  const isRefused = !first.ok && first.failure.code === "auth";
  return isRefused && (await session.settle()) ? attempt(session, request) : first;
}

async function attempt<Value>(
  session: Pick<Session, "report">,
  request: () => Promise<Value>,
): Promise<Outcome<Value>> {
  try {
    const value = await request();
    session.report(null);
    return { ok: true, value };
  } catch (cause) {
    if (!(cause instanceof ChatError)) throw cause;
    const failure = cause.toJSON();
    session.report(failure);
    return { ok: false, failure };
  }
}
