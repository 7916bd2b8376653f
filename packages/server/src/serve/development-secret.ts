import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { BackendError } from "../backend-error.js";
import { newId } from "../new-id.js";

/**
 * The secret of a server on one's own machine: made at the first start and kept in a file that only its owner can read,
 * so that sessions outlive a restart. In production a secret comes from the host.
 * @param folder - Null where nothing is kept, sessions neither.
 * @throws {@link BackendError} `option` when the file cannot be read or written.
 */
export function developmentSecret(folder: string | null): string {
  if (folder === null) return newSecret();
  const path = join(folder, "secret");
  try {
    return read(path) ?? write(path);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new BackendError(
      "option",
      `Keeping a secret for development in ${path} failed: ${reason}. Make the folder writable, or set SESSION_SECRET.`,
      { cause },
    );
  }
}

function read(path: string): string | null {
  try {
    return readFileSync(path, "utf8").trim();
  } catch (error) {
    if (hasCode(error, "ENOENT")) return null;
    throw error;
  }
}

function write(path: string): string {
  const secret = newSecret();
  mkdirSync(dirname(path), { recursive: true });
  try {
    writeFileSync(path, `${secret}\n`, { mode: 0o600, flag: "wx" });
    return secret;
  } catch (error) {
    // Another server has begun at the same moment: both must sign with one secret.
    const others = hasCode(error, "EEXIST") ? read(path) : null;
    if (others === null) throw error;
    return others;
  }
}

function newSecret(): string {
  return newId() + newId();
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
