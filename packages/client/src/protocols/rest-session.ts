import type { AdapterContext, Protocol, TokenHealth } from "../protocol/index.js";
import { isRecord } from "../transport/is-record.js";
import { holdToken, milliseconds, openSession, unexpected } from "./rest-open-session.js";
import type { AccountPaths } from "./rest-session-paths.js";

/** The part of the default protocol that is about who the visitor is. */
export function restSession(paths: AccountPaths): Partial<Protocol> {
  const sessionPath = paths.session === undefined ? "/api/session" : paths.session;
  const healthPath = paths.tokenHealth === undefined ? "/api/auth/token-health" : paths.tokenHealth;

  return {
    ...(sessionPath !== null && {
      session: (context: AdapterContext, signal: AbortSignal) => openSession(context, sessionPath, signal),
    }),

    ...(healthPath !== null && {
      async tokenHealth(context: AdapterContext, signal: AbortSignal): Promise<TokenHealth> {
        const answer = await context.json({ path: healthPath }, signal);
        if (!isRecord(answer) || typeof answer.compatible !== "boolean")
          throw unexpected(healthPath, '"compatible"');
        holdToken(context, answer);
        return {
          isCompatible: answer.compatible,
          isAuthenticated: answer.authenticated === true,
          ...milliseconds("refreshIn", answer.refresh_in),
          ...milliseconds("expiresIn", answer.exp_in),
        };
      },
    }),

    async refresh(context, signal) {
      const answer = await context.json({ path: paths.refresh ?? "/api/auth/refresh", json: {} }, signal);
      if (isRecord(answer)) holdToken(context, answer);
      return sessionPath === null ? context.session : openSession(context, sessionPath, signal);
    },

    async signOut(context, signal) {
      await context.json({ path: paths.signOut ?? "/api/auth/sign-out", json: {} }, signal);
    },
  };
}
