import type { Capability, HistoryAnswer, HistoryRow } from "@chatisle/client/protocol";
import { vi } from "vitest";

/** A reply that a test writes piece by piece. */
export interface OpenReply {
  write(text: string): void;
  end(): void;
  /** Cuts the connection in the middle of the reply. */
  cut(): void;
}

/** A backend behind the page's `fetch`. */
export interface FakeBackend {
  /** The texts of the messages that have arrived, in order. */
  readonly received: string[];
  /** The newest page, oldest to newest. A failing history answers 403. */
  history: HistoryAnswer | "failing" | "hanging";
  /** The page before the newest. */
  olderHistory: HistoryAnswer;
  /** The status of the next answers to a message; 200 opens a reply. */
  sendStatus: number;
  /** Whether any request fails as if there were no network. */
  isOffline: boolean;
  /** What the session answer announces. */
  capabilities: readonly Capability[];
  /** Answers to requests beyond session, history and messages, such as `POST /api/auth/code`; they win. */
  readonly answers: Record<string, (request: Request) => Response | Promise<Response>>;
  /** The reply to the newest message. */
  readonly reply: OpenReply;
}

const json = (body: unknown, status = 200) => Response.json(body, { status });

/** Puts a backend behind `fetch` until `vi.unstubAllGlobals()`. */
export function fakeBackend(history: readonly HistoryRow[] = []): FakeBackend {
  let reply: OpenReply | undefined;
  const backend = {
    received: [] as string[],
    history: { messages: history } as FakeBackend["history"],
    olderHistory: { messages: [] } as HistoryAnswer,
    sendStatus: 200,
    isOffline: false,
    capabilities: [] as readonly Capability[],
    answers: {} as FakeBackend["answers"],
    get reply() {
      if (!reply) throw new Error("No message has arrived yet, so there is no reply to write.");
      return reply;
    },
  };

  async function answer(request: Request): Promise<Response> {
    if (backend.isOffline) throw new TypeError("Failed to fetch");
    const { pathname, searchParams } = new URL(request.url);
    const own = backend.answers[`${request.method} ${pathname.replace("/backend", "")}`];
    if (own) return own(request);
    if (pathname.endsWith("/api/session")) {
      const { capabilities } = backend;
      return json({ session_id: "s", v: 1, state: "anonymous", is_anonymous: true, capabilities });
    }
    if (pathname.endsWith("/api/chat/history")) {
      if (backend.history === "hanging") return new Promise(() => {});
      // It concerns this request alone: after an outage, the chat would ask again by itself, at a random moment.
      if (backend.history === "failing") return json({}, 403);
      return json(searchParams.has("cursor") ? backend.olderHistory : backend.history);
    }
    const { message } = (await request.json()) as { message: string };
    backend.received.push(message);
    if (backend.sendStatus !== 200) return json({}, backend.sendStatus);
    const stream = new TransformStream<Uint8Array, Uint8Array>();
    const writer = stream.writable.getWriter();
    const encoder = new TextEncoder();
    reply = {
      write: (text) => void writer.write(encoder.encode(text)).catch(() => {}),
      end: () => void writer.close().catch(() => {}),
      cut: () => void writer.abort(new TypeError("network error")).catch(() => {}),
    };
    return new Response(stream.readable, { headers: { "content-type": "text/plain" } });
  }

  vi.stubGlobal("fetch", (input: RequestInfo | URL, init?: RequestInit) => answer(new Request(input, init)));
  return backend;
}

/** A conversation of as many turns. */
export function turns(count: number, first = 1): HistoryRow[] {
  return Array.from({ length: count }, (_, index) => first + index).flatMap((number): HistoryRow[] => [
    { role: "human", content: `Question ${number}`, id: `q${number}`, created_at: "2026-11-20T10:00:00Z" },
    {
      role: "assistant",
      content: `Answer ${number}: ${"some words to fill a line or two ".repeat(4)}`,
      id: `a${number}`,
      created_at: "2026-11-20T10:00:05Z",
    },
  ]);
}
