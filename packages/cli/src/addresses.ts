import { parseBaseUrl } from "@chatisle/client/base-url";
import { UsageError } from "./command.js";

/**
 * The address of a backend, as a command line names it.
 * @returns Without a slash at its end.
 * @throws {@link UsageError} - for one that cannot be called from here.
 */
export function readBackend(value: string): string {
  const address = parseBaseUrl(value);
  if (!address.ok) throw new UsageError(`${address.problem} ${address.fix}`);
  if (!address.isRelative) return address.baseUrl;
  throw new UsageError(`${JSON.stringify(value)} is a path. Name the backend with its scheme and host.`);
}

/**
 * The origin of a page, as `--origin` names it.
 * @throws {@link UsageError} - for anything else, with the origin in it where there is one.
 */
export function readOrigin(value: string): string {
  const origin = URL.canParse(value) ? new URL(value).origin : "null";
  if (origin === value) return value;
  throw new UsageError(
    `--origin ${JSON.stringify(value)} is not an origin: write scheme, host and perhaps a port${origin === "null" ? "" : `, here ${origin}`}.`,
  );
}
