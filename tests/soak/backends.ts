import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { json } from "node:stream/consumers";
import { createChatBackend } from "@chatisle/server";
import { serveNode } from "@chatisle/server/node";
import { sqliteStore } from "@chatisle/server/sqlite";
import { listen } from "../support/listen.ts";

/** A backend that the visitor's messages arrive at. */
export interface SoakBackend {
  readonly url: string;
  /** The texts it has taken, in order: its log. */
  readonly taken: readonly string[];
  /** Whether it knows its visitor without a cookie. */
  readonly isCookieless: boolean;
  close(): Promise<void>;
}

const replyTo = (text: string) => `On ${text}`;

/** Ours, which knows a message again by its id. Limits are for visitors, not for soaks. */
export async function ownBackend(origin: string): Promise<SoakBackend> {
  const taken: string[] = [];
  const backend = createChatBackend({
    store: sqliteStore({ path: ":memory:" }),
    reply: ({ text }) => {
      taken.push(text);
      return replyTo(text);
    },
    origins: [origin],
    secret: "a secret of the soak, of no worth to anybody",
    rateLimits: { session: 1e6, address: 1e6, reads: 1e6, addressReads: 1e6 },
  });
  const server = await serveNode(backend, { port: 0, closeTimeout: 0 });
  return {
    url: server.url,
    taken,
    isCookieless: false,
    async close() {
      await server.close();
      await backend.close();
    },
  };
}

/** One that has never heard of us: no ids, no cookies, every message it gets is a new one. */
export async function foreignBackend(): Promise<SoakBackend> {
  const messages: { role: "human" | "assistant"; content: string }[] = [];
  const taken: string[] = [];
  const routes: Record<string, (request: IncomingMessage, response: ServerResponse) => void> = {
    "GET /api/session": (_request, response) => answer(response, { session_id: "s1", is_anonymous: false }),
    "GET /api/chat/history": (_request, response) => answer(response, { messages }),
    "GET /api/auth/token-health": (_request, response) =>
      answer(response, { compatible: true, authenticated: true }),
    "POST /chat": async (request, response) => {
      const { message } = (await json(request)) as { message: string };
      taken.push(message);
      messages.push({ role: "human", content: message }, { role: "assistant", content: replyTo(message) });
      answer(response, { reply: replyTo(message) });
    },
  };
  const server = await listen(
    createServer((request, response) => {
      const route = routes[`${request.method} ${request.url?.replace(/\?.*$/, "")}`];
      if (route === undefined) response.writeHead(404).end();
      else route(request, response);
    }),
  );
  return { ...server, taken, isCookieless: true };
}

function answer(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
}
