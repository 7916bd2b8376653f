/**
 * How many streams one process holds: `npm run bench:server -- streams [count]`. Every visitor follows a reply of 100
 * words, one each 200 ms, over http, on SQLite; they arrive within the first five seconds. Readers and backend share the
 * process, and so its one core.
 */
import { setTimeout as pause } from "node:timers/promises";
import { createChatBackend } from "@chatisle/server";
import { serveNode } from "@chatisle/server/node";
import { sqliteStore } from "@chatisle/server/sqlite";

const WORDS = 100;
const WORD_DELAY_MS = 200;
const ARRIVAL_MS = 5_000;

export interface StreamFigures {
  readonly streams: number;
  readonly complete: number;
  readonly seconds: number;
  /** Of the whole process, the readers included. */
  readonly cpuSeconds: number;
  readonly megabytes: number;
}

export async function measureStreams(count: number, database: string): Promise<StreamFigures> {
  const backend = createChatBackend({
    store: sqliteStore({ path: database }),
    async *reply() {
      for (let word = 0; word < WORDS; word += 1) {
        yield `word${word} `;
        await pause(WORD_DELAY_MS);
      }
    },
    origins: [],
    secret: "a secret of the measurement, long enough",
    rateLimits: { address: 1e9, session: 1e9, reads: 1e9 },
  });
  const { url, close } = await serveNode(backend, { port: 0 });
  const begun = performance.now();
  const cpu = process.cpuUsage();
  const endings = await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      await pause((index / count) * ARRIVAL_MS);
      const response = await fetch(`${url}/chat`, {
        method: "POST",
        headers: { origin: url, "content-type": "application/json", accept: "text/event-stream" },
        body: JSON.stringify({ message: "Hello" }),
      });
      return (await response.text()).includes('"reason":"stop"');
    }),
  );
  const { user, system } = process.cpuUsage(cpu);
  const figures = {
    streams: count,
    complete: endings.filter(Boolean).length,
    seconds: (performance.now() - begun) / 1000,
    cpuSeconds: (user + system) / 1e6,
    megabytes: process.memoryUsage().rss / 1e6,
  };
  await close();
  await backend.close();
  return figures;
}
