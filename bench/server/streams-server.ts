/**
 * The backend of the measurement of streams, as a process of its own: `streams-server.ts <database> <words>
 * <streams>`. It tells its address, and when it is told anything, what it has used; then it ends.
 */
import { setTimeout as pause } from "node:timers/promises";
import { createChatBackend } from "@chatisle/server";
import { serveNode } from "@chatisle/server/node";
import { sqliteStore } from "@chatisle/server/sqlite";

const WORD_DELAY_MS = 200;

export interface StreamServerReport {
  /** The most streams that were open at one moment. */
  readonly atOnce: number;
  readonly cpuSeconds: number;
  /** Resident memory at its highest. */
  readonly megabytes: number;
}

const [database = "", words, streams] = process.argv.slice(2);
let open = 0;
let atOnce = 0;
let begin = () => {};
const isEverybodyHere = new Promise<void>((resolve) => {
  begin = resolve;
});
const backend = createChatBackend({
  store: sqliteStore({ path: database }),
  /** Each word says when it was written. */
  async *reply() {
    // However slowly they come on a busy machine: all streams are open at once.
    await isEverybodyHere;
    for (let word = 0; word < Number(words); word += 1) {
      yield `${word}:${Date.now()} `;
      await pause(WORD_DELAY_MS);
    }
  },
  origins: [],
  secret: "a secret of the measurement, long enough",
  rateLimits: { session: 1e9, address: 1e9, reads: 1e9, addressReads: 1e9 },
  observe(event) {
    if (event.type !== "stream") return;
    open += event.change === "opened" ? 1 : -1;
    atOnce = Math.max(atOnce, open);
    if (open === Number(streams)) begin();
  },
});
const { url, close } = await serveNode(backend, { port: 0 });
const before = process.cpuUsage();
process.send?.(url);
process.once("message", async () => {
  const { user, system } = process.cpuUsage(before);
  const report: StreamServerReport = {
    atOnce,
    cpuSeconds: Math.round((user + system) / 1e5) / 10,
    megabytes: Math.round(process.resourceUsage().maxRSS / 1_000),
  };
  process.send?.(report);
  await close();
  await backend.close();
  process.disconnect();
});
