import type { ProtocolDescriptor } from "../chat-client.js";
import { isRecord } from "../transport/is-record.js";
import type { Candidate } from "./attempt.js";
import type { Dialect } from "./dialect.js";

/** Asks for a JSON document, whatever comes back instead. */
export type Look = (url: string) => Promise<{ readonly status: number | null; readonly data: unknown }>;

/** Ways to talk to an address, the likeliest first. Nothing but harmless GETs is sent to find them. */
export async function candidatesFor(url: URL, look: Look): Promise<readonly Candidate[]> {
  const path = url.pathname.replace(/\/+$/, "") + url.search;
  const base = url.origin;
  const hinted = await hintedProtocols(base, path, look);
  if (hinted.length > 0) return hinted.map((protocol) => ({ baseUrl: base, protocol }));

  const whole = base + path;
  const session = await look(`${whole}/api/session`);
  if (isRecord(session.data) && "session_id" in session.data) return [await restAt(whole, look)];
  if (path !== "") {
    const endpoint: ProtocolDescriptor = {
      use: "rest",
      paths: { session: null, history: null, tokenHealth: null, send: path },
    };
    const others = (["ai-sdk", "ag-ui", "openai"] as const).map((use) => presetAt(use, path));
    return [endpoint, ...others].map((protocol) => ({ baseUrl: base, protocol }));
  }
  const models = await firstModel(`${base}/api/tags`, look);
  if (models !== undefined) return [{ baseUrl: base, protocol: { use: "ollama", model: models } }];
  const model = await firstModel(`${base}/v1/models`, look);
  if (model !== undefined) return [{ baseUrl: base, protocol: { use: "openai", model } }];
  return [await restAt(base, look)];
}

/** The preset of a dialect, at a path. */
export function presetAt(use: Exclude<Dialect, "flowise">, path: string): ProtocolDescriptor {
  return { use, path };
}

/** The default protocol, without the endpoints that are not there. */
async function restAt(baseUrl: string, look: Look): Promise<Candidate> {
  const [session, history, tokenHealth] = await Promise.all(
    ["/api/session", "/api/chat/history", "/api/auth/token-health"].map((path) => look(baseUrl + path)),
  );
  const isAbsent = (answer: typeof session) => answer?.status === 404 || answer?.status === 405;
  const absent = {
    ...(isAbsent(session) && { session: null }),
    ...(isAbsent(history) && { history: null }),
    ...(isAbsent(tokenHealth) && { tokenHealth: null }),
  };
  const isWhole = Object.keys(absent).length === 0;
  return { baseUrl, protocol: { use: "rest", ...(!isWhole && { paths: absent }) } };
}

/** What the path itself gives away. */
async function hintedProtocols(
  base: string,
  path: string,
  look: Look,
): Promise<readonly ProtocolDescriptor[]> {
  const [plain = ""] = path.split("?");
  const flow = /^(.*)\/prediction\/([^/]+)$/.exec(plain);
  if (flow?.[1] !== undefined && flow[2] !== undefined)
    return [{ use: "flowise", path: flow[1], flow: flow[2] }];
  if (plain.endsWith("/chat/completions")) {
    const model = await firstModel(`${base}${plain.replace("/chat/completions", "/models")}`, look);
    return [{ use: "openai", path, ...(model !== undefined && { model }) }];
  }
  if (plain.endsWith("/v1/responses")) {
    const model = await firstModel(`${base}${plain.replace("/responses", "/models")}`, look);
    return [{ use: "openai-responses", path, ...(model !== undefined && { model }) }];
  }
  if (/\/webhook(-test)?\//.test(plain)) return [{ use: "n8n", path }];
  if (plain.endsWith("/webhooks/rest/webhook")) return [{ use: "rasa", path }];
  if (plain === "/api/chat") {
    const model = await firstModel(`${base}/api/tags`, look);
    return model === undefined ? [] : [{ use: "ollama", model }];
  }
  return [];
}

/** The first model in a list of OpenAI's or Ollama's form. */
async function firstModel(url: string, look: Look): Promise<string | undefined> {
  const { data } = await look(url);
  const models = isRecord(data) ? (data.data ?? data.models) : undefined;
  const first: unknown = Array.isArray(models) ? models[0] : undefined;
  const name = isRecord(first) ? (first.id ?? first.name) : undefined;
  return typeof name === "string" ? name : undefined;
}
