import { ChatError, type Credential } from "../protocol/index.js";

/** The site's own way to say who the visitor is: a token for `Authorization: Bearer`, or null for nobody. */
export type GetToken = () => string | null | undefined | Promise<string | null | undefined>;

/** What the one door to the network asks before it sends a request. */
export interface Authorizer {
  /**
   * The value of the `Authorization` header, null for none.
   * @throws {@link ChatError} `server` when the site cannot tell.
   */
  header(): Promise<string | null>;
  /**
   * What a request that was answered 401 may go with once more; undefined when there is nothing better.
   * @param sent - What it went with.
   */
  renew(sent: string | null, failure: ChatError): Promise<string | null | undefined>;
}

export interface CredentialOptions {
  /** Whether the backend is on another origin than the page. */
  readonly isCrossOrigin: boolean;
  readonly getToken?: GetToken | undefined;
}

/** Holds the token of a page whose browser withholds the cookie, and asks a site for its own. In memory only. */
export function createCredential({ isCrossOrigin, getToken }: CredentialOptions): Credential & Authorizer {
  // A site with tokens of its own needs no cookie.
  let layer: Credential["layer"] = isCrossOrigin && getToken === undefined ? "unproven" : "cookie";
  let held: string | null = null;
  let asking: Promise<string | null> | undefined;

  /** Requests that start together share one question. */
  function ask(hook: GetToken): Promise<string | null> {
    asking ??= readToken(hook).finally(() => {
      asking = undefined;
    });
    return asking;
  }

  async function header(): Promise<string | null> {
    const token = held ?? (getToken === undefined ? null : await ask(getToken));
    return token === null ? null : `Bearer ${token}`;
  }

  return {
    get layer() {
      return layer;
    },
    get isHeld() {
      return held !== null;
    },
    decide(decided) {
      layer = decided;
      if (decided === "cookie") held = null;
    },
    hold(token) {
      layer = "header";
      held = token;
    },
    drop() {
      held = null;
    },
    header,
    async renew(sent, { reason }) {
      if (sent === null) return undefined;
      // The cookie comes through after all and names another session: it counts.
      if (reason === "malformed" && sent === `Bearer ${held}`) {
        layer = "cookie";
        held = null;
        return null;
      }
      const next = await header();
      const isBetter = next !== sent && (next !== null || getToken === undefined);
      return isBetter ? next : undefined;
    },
  };
}

async function readToken(hook: GetToken): Promise<string | null> {
  let token: unknown;
  try {
    token = await hook();
  } catch (cause) {
    throw unusable("it failed. Its own error is the cause of this one", cause);
  }
  if (token === null || token === undefined || token === "") return null;
  // What a header cannot hold, fetch would refuse in words that lead nowhere.
  if (typeof token !== "string" || !/^[\x21-\x7e]+$/.test(token)) {
    throw unusable("it gave something that is no token. Return a text without spaces, or null for nobody");
  }
  return token;
}

function unusable(what: string, cause?: unknown): ChatError {
  return new ChatError(
    "server",
    `The chat asked the site's getToken option who the visitor is, and ${what}.`,
    {
      cause,
    },
  );
}
