/**
 * How many streams one core holds: `npm run bench:server -- streams [count]`. Every visitor follows a reply of his own, of
 * 100 words, one each 200 ms, over http, on SQLite; they arrive within some five seconds, and the first word comes when all
 * are there. The backend is a process of its own, which `taskset` keeps on one core where there is one; the readers are another.
 */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { StreamServerReport } from "./streams-server.ts";

const WORDS = 100;
const ARRIVAL_MS = 5_000;

export interface StreamFigures extends StreamServerReport {
  readonly streams: number;
  /** Those that got every word, in its order, and the end. */
  readonly complete: number;
  readonly seconds: number;
  /** Of the one core that the backend has. */
  readonly cpuPercent: number;
  /** From the moment a word is written until its reader has it, in milliseconds. */
  readonly delayMedian: number;
  readonly delay99: number;
}

interface Reading {
  readonly isComplete: boolean;
  readonly delays: readonly number[];
}

export async function measureStreams(count: number, database: string): Promise<StreamFigures> {
  const server = startServer(database, count);
  const [url] = (await once(server, "message")) as [string];
  const begun = performance.now();
  const readings = await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      await pause((index / count) * ARRIVAL_MS);
      return read(url);
    }),
  );
  const seconds = (performance.now() - begun) / 1000;
  server.send("report");
  const [report] = (await once(server, "message")) as [StreamServerReport];
  await once(server, "exit");
  const delays = readings.flatMap(({ delays }) => delays).sort((one, other) => one - other);
  const delayAt = (part: number) => delays[Math.floor(delays.length * part)] ?? Number.NaN;
  return {
    streams: count,
    complete: readings.filter(({ isComplete }) => isComplete).length,
    seconds: Math.round(seconds),
    ...report,
    cpuPercent: Math.round((100 * report.cpuSeconds) / seconds),
    delayMedian: delayAt(0.5),
    delay99: delayAt(0.99),
  };
}

function startServer(database: string, count: number) {
  const args = [
    fileURLToPath(new URL("./streams-server.ts", import.meta.url)),
    database,
    String(WORDS),
    String(count),
  ];
  const isPinned = spawnSync("taskset", ["-c", "0", "true"]).status === 0;
  if (!isPinned) console.warn("There is no taskset: the backend may use more than one core.");
  const [command, ...rest] = [...(isPinned ? ["taskset", "-c", "0"] : []), process.execPath, ...args];
  return spawn(command ?? process.execPath, rest, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
}

/** Follows one reply to its end. */
async function read(url: string): Promise<Reading> {
  const response = await fetch(`${url}/chat`, {
    method: "POST",
    headers: { origin: url, "content-type": "application/json", accept: "text/event-stream" },
    body: JSON.stringify({ message: "Hello" }),
  });
  const delays: number[] = [];
  const words: number[] = [];
  let text = "";
  let seen = 0;
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    const now = Date.now();
    const whole = text.lastIndexOf("\n\n");
    for (const [, word, written] of text.slice(seen, whole).matchAll(/"(\d+):(\d+) "/g)) {
      words.push(Number(word));
      delays.push(now - Number(written));
    }
    seen = Math.max(seen, whole);
  }
  const isWhole = words.length === WORDS && words.every((word, place) => word === place);
  return { isComplete: isWhole && text.includes('"reason":"stop"'), delays };
}
