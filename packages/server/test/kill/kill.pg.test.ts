import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startPostgres, type TestPostgres } from "../support/postgres.js";
import { startInstances } from "./instances.js";
import { visitPersistently } from "./persistent-visitor.js";

/** `npm run test:kill` asks for more. */
const visitors = Number(process.env.KILL_VISITORS ?? 4);
const messages = Number(process.env.KILL_MESSAGES ?? 10);
const killEvery = Number(process.env.KILL_EVERY_MS ?? 700);

let database: TestPostgres;
beforeAll(async () => {
  database = await startPostgres();
});
afterAll(() => database.stop());

test("while three instances behind nginx, on PostgreSQL, are killed and restarted in turn, no message is lost or doubled and no session ends", async () => {
  const instances = await startInstances({
    count: 3,
    databaseUrl: database.url,
    secret: "ZkV4cXb0q1w8e7r6t5y2u3i9o0pAsDfG",
  });
  const texts = Array.from({ length: messages }, (_, index) => `this is message number ${index}`);
  const begun = performance.now();
  let settled = 0;
  let kills = 0;
  const stop = new AbortController();
  const killing = (async () => {
    while (!stop.signal.aborted) {
      await pause(killEvery, undefined, { signal: stop.signal }).catch(() => {});
      if (stop.signal.aborted) return;
      kills += 1;
      // Every third one ends as it does in a deployment.
      await (kills % 3 === 0 ? instances.restartNext() : instances.killNext());
    }
  })();
  try {
    const reports = await Promise.all(
      Array.from({ length: visitors }, () =>
        visitPersistently(instances.url, texts, () => {
          settled += 1;
        }),
      ),
    );
    const expected = texts.flatMap((text) => [
      { role: "human", content: text },
      { role: "assistant", content: `You said: ${text}` },
    ]);
    for (const { history, sessionsEnded } of reports) {
      expect(sessionsEnded).toBe(0);
      const rows = history.messages.map(({ role, content, status }) => ({ role, content, status }));
      expect(rows).toEqual(expected.slice(-200).map((row) => ({ ...row, status: undefined })));
    }
    expect(kills).toBeGreaterThan(0);
    const attempts = reports.reduce((sum, report) => sum + report.attempts, 0);
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    console.info(
      `${visitors} visitors, ${settled} messages in ${seconds} s, ${kills} instances ended, ${attempts} requests: ` +
        "0 lost, 0 doubled, 0 sessions ended",
    );
  } finally {
    stop.abort();
    await killing;
    await instances.stop();
  }
}, 600_000);
