import type { IncomingMessage, RequestListener } from "node:http";
import { createServer } from "node:https";
import { join } from "node:path";
import { createChatBackend, type Reply } from "@chatisle/server";
import { toNodeListener } from "@chatisle/server/node";
import { sqliteStore } from "@chatisle/server/sqlite";
import { makeCertificate } from "../support/certificate.ts";
import { startHostProxy } from "../support/host-proxy.ts";
import { listen, type RunningServer } from "../support/listen.ts";
import { runAstro } from "../support/site.ts";
import { folderListener } from "../support/static-site.ts";

/** One place that a site is deployed to, with a backend, a secret and a list of origins of its own. */
interface Environment {
  /** Where the site stands. The first is the canonical one. */
  readonly sites: readonly [string, ...string[]];
  /** Where its backend stands: a host, or a path on the site's own. */
  readonly api: string;
}

const ENVIRONMENTS = {
  production: { sites: ["shop.test", "www.shop.test"], api: "https://api.shop.test" },
  preview: { sites: ["shop-pr-7.hosting.test"], api: "https://api.preview.test" },
  staging: { sites: ["staging.shop.test"], api: "/chat-api" },
} as const satisfies Record<string, Environment>;

/** A page that a visitor may come to, and how it stands to its backend. */
export const PAGES = {
  production: { url: "https://shop.test/", relation: "same site" },
  www: { url: "https://www.shop.test/", relation: "same site" },
  staging: { url: "https://staging.shop.test/", relation: "same origin" },
  preview: { url: "https://shop-pr-7.hosting.test/", relation: "cross site" },
} as const;

export type PageName = keyof typeof PAGES;

/** One request, as a backend saw it. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly origin: string | undefined;
  readonly hasCookie: boolean;
  readonly hasToken: boolean;
}

/** Every deployment of one site, behind one proxy that knows their host names. */
export interface Deployments {
  readonly proxyPort: number;
  /** What the backends were asked since the last call, without preflights. */
  takeRequests(): SeenRequest[];
  /** Lets the replies end that take their time. */
  finishReplies(): void;
  close(): Promise<void>;
}

/** What a visitor says to get a reply that begins, and ends when the test says so. */
export const SLOW_QUESTION = "Take your time";

/**
 * Builds a site once for each environment and serves them all, with backends.
 * @param site - A folder in which the packages are installed.
 */
export async function deploy(site: string): Promise<Deployments> {
  const requests: SeenRequest[] = [];
  const open: { close(): Promise<void> }[] = [];
  const hosts = new Map<string, number>();
  let finish = () => {};
  let finished: Promise<void>;
  const hold = () => {
    finished = new Promise((resolve) => {
      finish = resolve;
    });
  };
  hold();
  const reply: Reply = async function* ({ text, signal }) {
    if (text !== SLOW_QUESTION) return yield `You said: ${text}`;
    yield "Let me see";
    await Promise.race([finished, new Promise((resolve) => signal.addEventListener("abort", resolve))]);
    yield ", done.";
  };

  const certificate = await makeCertificate(["shop.test", "*.shop.test", "*.hosting.test", "*.preview.test"]);
  const serve = async (names: readonly string[], listener: RequestListener) => {
    const server: RunningServer = await listen(createServer(certificate, listener));
    open.push(server);
    for (const name of names) hosts.set(name, server.port);
  };

  for (const [name, { sites, api }] of Object.entries<Environment>(ENVIRONMENTS)) {
    const folder = join(site, `dist-${name}`);
    await runAstro(site, ["build", "--outDir", folder], { PUBLIC_API_BASE_URL: api });
    const backend = createChatBackend({
      store: sqliteStore({ path: ":memory:" }),
      reply,
      origins: sites.map((host) => `https://${host}`),
      secret: `a secret of the tests' ${name}, of no worth to anybody`,
    });
    open.push(backend);
    const answer = toNodeListener(backend);
    const chat: RequestListener = (request, response) => {
      if (request.method !== "OPTIONS") requests.push(seen(request));
      answer(request, response);
    };
    if (api.startsWith("/")) await serve(sites, underPath(api, chat, folderListener(folder)));
    else {
      await serve(sites, folderListener(folder));
      await serve([new URL(api).host], chat);
    }
  }
  const proxy = await startHostProxy(hosts);
  open.push(proxy);

  return {
    proxyPort: proxy.port,
    takeRequests: () => requests.splice(0),
    finishReplies() {
      finish();
      hold();
    },
    async close() {
      for (const each of open.reverse()) await each.close();
    },
  };
}

function seen({ method = "", url = "", headers }: IncomingMessage): SeenRequest {
  return {
    method,
    path: url.replace(/\?.*$/, ""),
    origin: headers.origin,
    hasCookie: headers.cookie !== undefined,
    hasToken: headers.authorization !== undefined,
  };
}

/** What a front server does: the path's requests go to one listener without it, all others to another. */
function underPath(path: string, inner: RequestListener, rest: RequestListener): RequestListener {
  return (request, response) => {
    if (!request.url?.startsWith(`${path}/`)) return rest(request, response);
    request.url = request.url.slice(path.length);
    inner(request, response);
  };
}
