import { parseSetCookie } from "../cookies/set-cookie.js";
import { isSameSite } from "../cookies/site.js";
import type { DoctorPaths, Evidence, SiteEvidence } from "./evidence.js";
import { type Answer, type DoctorRequest, type Exchange, isAnswered, type Transport } from "./exchange.js";
import { strangersTo } from "./strangers.js";

export interface ExaminationPlan {
  /** The backend's base URL, as the widget gets it. */
  readonly api: URL;
  /** Origins of the pages with the widget, the most important first. */
  readonly sites: readonly [string, ...string[]];
  readonly paths: DoctorPaths;
  /** Sent as one real message, to see whether the reply is streamed. Default: none is sent. */
  readonly message?: string;
  readonly transport: Transport;
  /** Waited for before every request. */
  readonly pace: () => Promise<void>;
}

/** Sends every request of an examination, one after another. At most 18 for one site, and 3 for each further one. */
export async function gatherEvidence(plan: ExaminationPlan): Promise<Evidence> {
  const { api, paths } = plan;
  const [home] = plan.sites;
  const at = (path: string) => new URL(api.href.replace(/\/$/, "") + path);

  let isFirst = true;
  let lost: Answer | undefined;

  async function send(request: Omit<DoctorRequest, "url"> & { readonly path: string }): Promise<Exchange> {
    const { path, ...rest } = request;
    const url = at(path);
    const sent = { ...rest, url, headers: { ...rest.headers, ...fetchMetadata(rest.headers.origin, url) } };
    // Where the first request met nobody, the others would only wait for the same.
    if (lost !== undefined) return { request: sent, answer: lost };
    await plan.pace();
    const answer = await plan.transport(sent);
    if (isFirst && !isAnswered(answer)) lost = answer;
    isFirst = false;
    return { request: sent, answer };
  }
  const get = (path: string, headers: Readonly<Record<string, string>>) =>
    send({ method: "GET", path, headers });
  const post = (body: string, headers: Readonly<Record<string, string>>) =>
    send({ method: "POST", path: paths.send, body, headers });

  async function examineSite(origin: string): Promise<SiteEvidence> {
    const session = await get(paths.session, { origin });
    const cookie = cookieOf(session);
    return {
      origin,
      session,
      ...(cookie !== "" && { sessionAgain: await get(paths.session, { origin, cookie }) }),
      ...(origin !== api.origin && {
        preflight: await send({
          method: "OPTIONS",
          path: paths.send,
          headers: {
            origin,
            "access-control-request-method": "POST",
            "access-control-request-headers": "content-type",
          },
        }),
      }),
    };
  }

  const health = paths.health === null ? undefined : await get(paths.health, { origin: home });
  const sites: SiteEvidence[] = [];
  for (const origin of plan.sites) sites.push(await examineSite(origin));
  const cookie = sites[0] === undefined ? "" : cookieOf(sites[0].session);
  const credential = cookie === "" ? {} : { cookie };
  const json = { "content-type": "application/json" };

  const strangers: Exchange[] = [];
  for (const origin of strangersTo(home)) {
    strangers.push(await get(paths.session, { origin, ...credential }));
  }
  const stranger = "https://evil.example";
  const upgrade = (path: string, headers: Readonly<Record<string, string>>) =>
    send({ method: "GET", path, headers: { ...headers, ...credential }, isUpgrade: true });

  return {
    api,
    paths,
    sites,
    ...(health !== undefined && { health }),
    strangers,
    withoutOrigin: await get(paths.session, {}),
    missing: await get("/chatisle-doctor-knows-no-such-path", { origin: home }),
    ...(cookie !== "" && {
      garbageCookie: await get(paths.session, {
        origin: home,
        cookie: cookie.replace(/=[^;]*/g, "=garbage"),
      }),
    }),
    tokenHealth:
      paths.tokenHealth === null
        ? []
        : [
            await get(paths.tokenHealth, { origin: home, ...credential }),
            await get(paths.tokenHealth, { origin: home, ...credential }),
          ],
    posts: {
      brokenJson: await post("{", { origin: home, ...credential, ...json }),
      plainText: await post("{}", { origin: home, ...credential, "content-type": "text/plain" }),
      stranger: await post("{}", { origin: stranger, ...credential, ...json }),
      withoutOrigin: await post("{}", { ...credential, ...json }),
    },
    ...(paths.socket !== null && {
      sockets: {
        own: await upgrade(paths.socket, { origin: home }),
        stranger: await upgrade(paths.socket, { origin: stranger }),
        withoutOrigin: await upgrade(paths.socket, {}),
      },
    }),
    ...(plan.message !== undefined && {
      reply: await post(JSON.stringify({ message: plan.message }), {
        origin: home,
        ...credential,
        ...json,
        accept: "text/event-stream, application/x-ndjson, application/json, text/plain",
      }),
    }),
  };
}

/** What browsers add by themselves, and backends may go by. */
function fetchMetadata(origin: string | undefined, url: URL): Readonly<Record<string, string>> {
  if (origin === undefined) return {};
  const page = URL.canParse(origin) ? new URL(origin) : undefined;
  const isOneSite = page?.protocol === url.protocol && isSameSite(page, url);
  const site = origin === url.origin ? "same-origin" : isOneSite ? "same-site" : "cross-site";
  return { "sec-fetch-site": site, "sec-fetch-mode": "cors" };
}

function cookieOf({ answer }: Exchange): string {
  if (!isAnswered(answer)) return "";
  return answer.setCookies
    .filter((header) => !parseSetCookie(header).isRemoval)
    .map((header) => header.split(";", 1)[0])
    .join("; ");
}
