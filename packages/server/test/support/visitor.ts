import type { HistoryAnswer, HistoryRow, SessionAnswer } from "@chatisle/client/protocol";
import type { ChatBackend } from "../../src/index.js";

export const PAGE = "https://shop.test";
export const API = "https://api.shop.test";

export interface VisitorOptions {
  /** The origin of the page. */
  readonly page?: string;
  /** The origin of the backend. */
  readonly api?: string;
  readonly site?: "same-origin" | "same-site" | "cross-site";
}

/** A browser with one page open: sends what browsers send, and keeps cookies. */
export interface Visitor {
  readonly cookies: Map<string, string>;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  session(): Promise<SessionAnswer>;
  send(message: string, options?: { readonly id?: string; readonly accept?: string }): Promise<Response>;
  post(path: string, body: unknown): Promise<Response>;
  stop(id: string): Promise<Response>;
  history(query?: string): Promise<HistoryAnswer>;
  rows(): Promise<readonly Pick<HistoryRow, "role" | "content" | "status">[]>;
}

export function createVisitor(
  backend: ChatBackend,
  { page = PAGE, api = API, site = "same-site" }: VisitorOptions = {},
): Visitor {
  const cookies = new Map<string, string>();

  async function send(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set("origin", page);
    headers.set("sec-fetch-site", site);
    headers.set("sec-fetch-mode", "cors");
    if (cookies.size > 0) headers.set("cookie", [...cookies].map((pair) => pair.join("=")).join("; "));
    const response = await backend.handle(new Request(api + path, { ...init, headers }));
    for (const cookie of response.headers.getSetCookie()) keep(cookie);
    return response;
  }
  function keep(cookie: string): void {
    const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
    if (/Max-Age=0/.test(cookie)) cookies.delete(name);
    else cookies.set(name, value);
  }
  const post = (path: string, body: unknown, accept = "application/json") =>
    send(path, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "content-type": "application/json", accept },
    });
  const history = async (query = "") =>
    (await (await send(`/api/chat/history${query}`)).json()) as HistoryAnswer;

  return {
    cookies,
    fetch: send,
    post,
    session: async () => (await (await send("/api/session")).json()) as SessionAnswer,
    send: (message, { id, accept } = {}) =>
      post("/chat", { message, ...(id !== undefined && { id }) }, accept),
    stop: (id) => post("/chat/stop", { id }),
    history,
    rows: async () =>
      (await history()).messages.map(({ role, content, status }) => ({
        role,
        content,
        ...(status !== undefined && { status }),
      })),
  };
}
