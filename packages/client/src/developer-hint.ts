/** Why a page does not reach its backend as it should, as far as a script can tell. */
export type Trouble = "policy" | "refused" | "unreachable" | "withheld-cookie" | "forbidden" | "astray";

export interface Place {
  /** The backend's base URL. */
  readonly api: string;
  /** The page's address. */
  readonly page: string;
  /** What was tried and what came back, where that is known. Default: nothing. */
  readonly said?: string;
}

/** Tells the developer of a site what is wrong and what to do. */
export function tellDeveloper(trouble: Trouble, place: Place): void {
  const words = developerHint(trouble, place);
  if (trouble === "withheld-cookie" || trouble === "forbidden") console.warn(words);
  else console.error(words);
}

/** What is wrong, what to do, and the command that finds out more. */
export function developerHint(trouble: Trouble, { api: base, page, said = "" }: Place): string {
  const api = new URL(base === "" ? "/" : base, page);
  const site = new URL(page).origin;
  return `[chatisle] ${WORDS[trouble](api, site, said)} To find out more, run: npx chatisle doctor ${api.href} --origin ${site}`;
}

const WORDS: Readonly<Record<Trouble, (api: URL, site: string, said: string) => string>> = {
  policy: ({ origin }) =>
    `This page's Content-Security-Policy refuses connections to ${origin}. Add ${origin} to its connect-src directive.`,
  refused: ({ origin }, site) =>
    `${origin} answers, but the browser withholds its answers from this page: most likely the backend does not allow ` +
    `the origin ${site}. Allow exactly that origin, with credentials, on error answers too.`,
  unreachable: ({ origin, hostname }, site) =>
    isLocal(hostname) && !isLocal(new URL(site).hostname)
      ? `No connection to ${origin} from ${site}: a public page may talk to this machine or this network only with ` +
        "the browser's local-network permission, which a backend for visitors cannot count on. Give it a public address."
      : `No connection to ${origin}. Check that the backend runs, and its address, certificate and port.`,
  "withheld-cookie": ({ origin }, site) =>
    `This browser withholds the cookie of ${origin} from ${site}, because they are different sites. A token in memory ` +
    "stands in for it until the page is left. A conversation that survives a reload in every browser needs the backend " +
    "on the site's own domain.",
  forbidden: (_api, _site, said) =>
    `${said} This ends no session, but the chat cannot find out how the session fares. A backend says 401 when there is ` +
    "none, so most likely a proxy, a firewall or a check of the host name stands before it: let this request through.",
  astray: ({ href }, _site, said) =>
    `What answers at ${href} is no backend of a chat (${said}). Check the API base URL and its path, or name the paths of ` +
    "your backend in the protocol options.",
};

/** Whether a host is this machine, or of a private network. */
function isLocal(hostname: string): boolean {
  return (
    /(^|\.)(localhost|local)$/.test(hostname) ||
    /^(127|10|192\.168|169\.254|172\.(1[6-9]|2\d|3[01]))\./.test(hostname) ||
    /^\[(::1|f[cd]|fe80)/.test(hostname)
  );
}
