import { parseBaseUrl } from "./base-url.js";
import type { ChatClientOptions } from "./chat-client.js";
import type { Clock } from "./clock.js";
import type { PageLife } from "./page-life.js";
import { ChatError, type Credential, type Protocol } from "./protocol/index.js";
import { createCredential } from "./transport/credential.js";
import { createHttp, type Http } from "./transport/http.js";

/** Where the probe knocks. A backend without this path answers too: 404 is a sign of life. */
const PROBE_PATH = "/api/health";
/** How long the probe waits for a sign of life, in milliseconds. */
const PROBE_TIMEOUT = 15_000;

export interface LinkOptions extends Pick<ChatClientOptions, "baseUrl" | "fetch" | "getToken"> {
  readonly protocol: Pick<Protocol, "credentials">;
  readonly page: PageLife;
  readonly clock: Clock;
}

/** The way from the page to its backend. */
export interface Link {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  /** Whether the backend is on another origin than the page. */
  readonly isCrossOrigin: boolean;
  readonly credential: Credential;
  readonly http: Http;
  /** Whether anything answers at the backend's address, however unreadably. */
  probe(signal: AbortSignal): Promise<boolean>;
}

/** @throws {@link ChatError} `invalid` for an unusable base URL. */
export function createLink({ protocol, page, clock, fetch, getToken, ...options }: LinkOptions): Link {
  const address = parseBaseUrl(options.baseUrl);
  if (!address.ok) throw new ChatError("invalid", `${address.problem} ${address.fix}`);
  const { baseUrl } = address;
  const origin = address.isRelative ? globalThis.location?.origin : new URL(baseUrl).origin;
  const isCrossOrigin = origin !== globalThis.location?.origin;
  const credential = createCredential({ isCrossOrigin, getToken });
  const http = createHttp({
    baseUrl,
    credentials: protocol.credentials ?? "include",
    authorizer: credential,
    ...(fetch !== undefined && { fetch }),
    clock,
    stay: page.stay,
    isForbidden: () => origin !== undefined && page.isForbidden(origin),
  });
  return {
    baseUrl,
    isCrossOrigin,
    credential,
    http,
    probe: (signal) => http.probe(PROBE_PATH, { signal, timeout: PROBE_TIMEOUT }),
  };
}
