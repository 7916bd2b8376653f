import { BackendError } from "../backend-error.js";
import type { ServeConfig } from "./serve-config.js";

/**
 * Refuses a configuration that would work, and be unsafe or lose what visitors wrote.
 * @throws {@link BackendError} `option`, naming the setting and the fix.
 */
export function refuseUnsafe(config: ServeConfig): void {
  const { secret, previousSecrets = [], origins = [], databaseUrl, signInSecret } = config;
  const refuse = (message: string): never => {
    throw new BackendError("option", message);
  };
  for (const [name, value] of [
    ["SESSION_SECRET", secret],
    ["SIGN_IN_SECRET", signInSecret],
    ...previousSecrets.map((old) => ["SESSION_SECRET_OLD", old] as const),
  ] as const) {
    if (value !== undefined && isGuessable(value)) {
      refuse(
        `${name} repeats a few characters, which anybody can guess. Make one with \`openssl rand -base64 32\`.`,
      );
    }
  }
  if (signInSecret !== undefined && signInSecret === secret) {
    refuse(
      "SIGN_IN_SECRET and SESSION_SECRET are the same. Make another one with `openssl rand -base64 32`.",
    );
  }
  if (config.isDevelopment === true) return;

  if (secret === undefined) {
    refuse(
      "SESSION_SECRET is not set, and without it every restart would end all sessions. Make one with " +
        "`openssl rand -base64 32` and keep it outside the repository. On your own machine, `chatisle serve --dev` or " +
        "NODE_ENV=development makes one.",
    );
  }
  const plain = origins.find((origin) => /^http:\/\//i.test(origin) && !isLoopback(origin));
  if (plain !== undefined) {
    refuse(
      `ALLOWED_ORIGINS has ${plain}: over http anybody on the way reads the chat. Serve the site over https.`,
    );
  }
  if (databaseUrl === ":memory:") {
    refuse(
      "DATABASE_URL is :memory:, which forgets everything at a restart. Name a file or a PostgreSQL server.",
    );
  }
}

/** Fewer different characters than any random secret of 32 bytes has. */
function isGuessable(secret: string): boolean {
  return new Set(secret).size < 8;
}

function isLoopback(origin: string): boolean {
  return /^http:\/\/(localhost|[^/:]+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?\/?$/i.test(origin);
}
