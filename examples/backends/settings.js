/** What the Node programs in these folders read from their environment. */
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export const isProduction = process.env.NODE_ENV === "production";
export const port = Number(process.env.PORT ?? 8000);
export const database = process.env.DATABASE ?? "chat.sqlite";

/**
 * The secrets under a name, such as `SESSION_SECRET`: the one that signs, and from `SESSION_SECRET_OLD` those that
 * are still believed. Development makes one at the first start and keeps it; production must be given one, because a
 * secret that changes at a restart would end every session.
 */
export function secrets(name) {
  const previous = (process.env[`${name}_OLD`] ?? "").split(",").filter((secret) => secret !== "");
  return { current: process.env[name] ?? developmentSecret(name), previous };
}

function developmentSecret(name) {
  if (isProduction) {
    console.error(`${name} is not set. Make one with: openssl rand -base64 32`);
    process.exit(1);
  }
  const file = join(process.env.SECRETS ?? ".", `${name}.txt`);
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString("base64url"), { mode: 0o600 });
  return readFileSync(file, "utf8");
}
