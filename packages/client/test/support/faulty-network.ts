import type { HistoryRow } from "../../src/protocol/index.js";
import type { ManualClock } from "./manual-clock.js";

export interface FaultyNetworkOptions {
  readonly clock: ManualClock;
  readonly random: () => number;
  /** Whether the backend knows a message again by its id, and says so. */
  readonly isDeduplicating: boolean;
  /** How many of all requests meet a fault, from 0 to 1. */
  readonly faults: number;
}

/**
 * A backend that remembers, behind a network that fails by a script: late answers, connections reset before and after
 * the request arrived, 429, 5xx, a proxy's HTML page, streams cut in the middle.
 */
export function faultyNetwork({ clock, random, isDeduplicating, faults }: FaultyNetworkOptions) {
  const rows: HistoryRow[] = [];
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)] as Item;
  const wait = (delay: number) => new Promise<void>((resolve) => void clock.after(delay, resolve));
  const reset = () => Promise.reject(new TypeError("Failed to fetch"));
  let isHealthy = false;

  function answer(path: string, body: { message: string; id?: string } | null): Response {
    if (path.startsWith("/api/session")) {
      const kit = isDeduplicating ? { v: 1, capabilities: ["dedupe"] } : {};
      return Response.json({ session_id: "s1", is_anonymous: false, ...kit });
    }
    if (path.startsWith("/api/chat/history")) return Response.json({ messages: rows });
    if (path.startsWith("/api/auth/token-health"))
      return Response.json({ compatible: true, authenticated: true });
    if (body === null) return new Response(null, { status: 404 });
    const known = isDeduplicating && body.id !== undefined && rows.some((row) => row.id === body.id);
    if (!known) {
      const id = isDeduplicating && body.id !== undefined ? { id: body.id } : {};
      const replyId = isDeduplicating ? { id: `reply-to-${body.id}` } : {};
      rows.push(
        { role: "human", content: body.message, ...id },
        { role: "assistant", content: `On ${body.message}`, ...replyId },
      );
    }
    const reply = { type: "delta", kind: "text", text: `On ${body.message}` };
    const stream = [
      { type: "start", id: `reply-to-${body.id ?? rows.length}` },
      reply,
      { type: "finish", reason: "stop" },
    ];
    return new Response(stream.map((event) => `data: ${JSON.stringify(event)}\n\n`).join(""), {
      headers: { "content-type": "text/event-stream" },
    });
  }

  /** What the visitor's browser gets: an answer, or one of the ways to get none. */
  async function deliver(path: string, body: { message: string; id?: string } | null): Promise<Response> {
    if (isHealthy || random() >= faults) return answer(path, body);
    const fault = pick(["late", "reset-before", "reset-after", "429", "500", "503", "html", "cut"] as const);
    switch (fault) {
      case "late": {
        const late = answer(path, body);
        await wait(random() * 5_000);
        return late;
      }
      case "reset-before":
        return reset();
      case "reset-after":
        answer(path, body);
        return reset();
      case "429":
        return Response.json({ detail: "slow down" }, { status: 429, headers: { "retry-after": "2" } });
      case "500":
        return new Response("Internal Server Error", { status: 500 });
      case "503":
        return Response.json({ detail: "deploying" }, { status: 503, headers: { "retry-after": "3" } });
      case "html":
        return new Response("<!doctype html><title>Bad gateway</title>", {
          headers: { "content-type": "text/html" },
        });
      case "cut":
        return cut(answer(path, body));
    }
  }

  /** The first part of an answer, then the end of the connection: with an error, or quietly as old proxies do it. */
  async function cut(whole: Response): Promise<Response> {
    const bytes = new Uint8Array(await whole.arrayBuffer());
    const kept = bytes.slice(0, Math.floor(random() * bytes.length));
    const isQuiet = random() < 0.5;
    let isSent = false;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (!isSent) {
          isSent = true;
          if (kept.length > 0) return controller.enqueue(kept);
        }
        if (isQuiet) controller.close();
        else controller.error(new TypeError("network error"));
      },
    });
    return new Response(body, { status: whole.status, headers: whole.headers });
  }

  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const text = await request.text();
    const { pathname, search } = new URL(request.url);
    return deliver(pathname + search, text === "" ? null : JSON.parse(text));
  };

  return {
    fetch,
    rows,
    /** From now on nothing fails. */
    heal() {
      isHealthy = true;
    },
  };
}
