import { setTimeout as pause } from "node:timers/promises";
import type { HistoryAnswer } from "@chatisle/client/protocol";
import { createParser } from "eventsource-parser";

/** What a visitor has lived through. */
export interface VisitorReport {
  readonly attempts: number;
  /** Answers that said that the session has ended. */
  readonly sessionsEnded: number;
  readonly history: HistoryAnswer;
}

/** Far beyond what one dead instance takes. */
const MAX_ATTEMPTS = 200;

/**
 * Sends messages, one after the other, each under its id until its reply has been told to the end; as a client does whose
 * connections are cut and whose requests are lost.
 */
export async function visitPersistently(
  url: string,
  texts: readonly string[],
  onSettled: () => void,
): Promise<VisitorReport> {
  let attempts = 0;
  let sessionsEnded = 0;
  const headers: Record<string, string> = { origin: url };

  /** Repeats a request until it has worked. */
  async function insist<Result>(request: () => Promise<Result | null>): Promise<Result> {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      attempts += 1;
      try {
        const result = await request();
        if (result !== null) return result;
      } catch {
        // The connection was refused or cut: an instance has died.
      }
      await pause(100);
    }
    throw new Error(`A request was tried ${MAX_ATTEMPTS} times in vain.`);
  }

  async function call(path: string, init: RequestInit = {}): Promise<Response | null> {
    const response = await fetch(url + path, { ...init, headers: { ...headers, ...init.headers } });
    if (response.status === 401) sessionsEnded += 1;
    if (response.status >= 400 && response.status < 500) {
      throw new Error(`${path} was answered ${response.status} ${await response.text()}`);
    }
    return response.ok ? response : null;
  }

  headers.cookie = await insist(async () => {
    const response = await call("/api/session");
    return response?.headers.getSetCookie()[0]?.split(";")[0] ?? null;
  });
  for (const [index, message] of texts.entries()) {
    await insist(async () => {
      const response = await call("/chat", {
        method: "POST",
        headers: { "content-type": "application/json", accept: "text/event-stream" },
        body: JSON.stringify({ message, id: `message-${index}` }),
      });
      return response !== null && (await isFinished(response)) ? true : null;
    });
    onSettled();
  }
  const history = await insist(async () => {
    const response = await call("/api/chat/history?limit=200");
    return response === null ? null : ((await response.json()) as HistoryAnswer);
  });
  return { attempts, sessionsEnded, history };
}

async function isFinished(response: Response): Promise<boolean> {
  let isFinish = false;
  const parser = createParser({
    onEvent: ({ data }) => {
      isFinish = (JSON.parse(data) as { type: string }).type === "finish";
    },
  });
  parser.feed(await response.text());
  return isFinish;
}
