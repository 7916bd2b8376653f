import { type ChatClient, createChatClient, memoryStorage, textOf } from "@chatisle/client";
import { startFaultServer } from "@chatisle/testing/fault-server";
import { describe, expect, onTestFinished, test } from "vitest";
import { fakePage } from "../../packages/client/test/support/fake-page.ts";
import { manualClock } from "../../packages/client/test/support/manual-clock.ts";
import { seeded } from "../../packages/client/test/support/seeded.ts";
import { foreignBackend, ownBackend } from "./backends.ts";
import { browserFetch } from "./browser-fetch.ts";
import { faultScript } from "./fault-script.ts";

const MESSAGES = Number(process.env.SOAK_MESSAGES ?? 100);
const SEEDS = Array.from({ length: Number(process.env.SOAK_SEEDS ?? 2) }, (_, index) => index + 1);
const FAULT_RATE = 0.4;
const ORIGIN = "http://localhost:4321";
/** Seconds of the client's time that a visitor waits for a message at most. */
const PATIENCE = 4_000;

describe.each([
  ["a foreign backend", foreignBackend],
  ["the backend that de-duplicates", () => ownBackend(ORIGIN)],
])("%s behind a network that fails", (_name, startBackend) => {
  test.each(SEEDS)("loses no message, doubles none and keeps their order (seed %i)", async (seed) => {
    const random = seeded(seed);
    const clock = manualClock();
    let held = 0;
    const backend = await startBackend();
    onTestFinished(() => backend.close());
    const network = await startFaultServer({
      backend: backend.url,
      script: faultScript(seed, FAULT_RATE),
      wait: (delay) =>
        new Promise((resolve) => {
          held += 1;
          clock.after(delay, () => {
            held -= 1;
            resolve();
          });
        }),
    });
    onTestFinished(() => network.close());
    const browser = browserFetch(ORIGIN);
    const storage = memoryStorage();
    const connect = () => {
      const { fetch } = browser;
      const { page } = fakePage();
      const client = createChatClient({ baseUrl: network.url, fetch, storage, clock, random, page });
      void client.start();
      return client;
    };

    /** Time passes only while nothing is on its way, so that a busy machine changes nothing. */
    async function pass(seconds: number): Promise<void> {
      for (let second = 0; second < seconds; second++) {
        clock.advance(1_000);
        for (let quiet = 0; quiet < 12; quiet = browser.inFlight() === held ? quiet + 1 : 0) {
          await new Promise((resolve) => setImmediate(resolve));
        }
      }
    }

    /** A visitor who waits, and presses Retry on whatever says that it failed. */
    async function seeThrough(client: ChatClient): Promise<void> {
      for (let waited = 0; waited < PATIENCE; waited++) {
        await pass(1);
        if (client.reply.value.status !== "idle") continue;
        const messages = client.messages.value;
        const troubled = messages.find(({ status }) => status === "error" || status === "interrupted");
        if (troubled !== undefined) {
          void client.retry(troubled.id);
          await pass(2);
        } else if (messages.every(({ status }) => status !== "pending")) return;
      }
      const { messages, session } = client;
      throw new Error(`Not settled: ${JSON.stringify([messages.value.at(-1), session.value])}`);
    }

    const sent: string[] = [];
    let client = connect();
    onTestFinished(() => client.dispose());
    for (let count = 0; count < MESSAGES; count++) {
      // Some texts repeat: nothing else tells them apart for a backend without ids.
      const text = random() < 0.2 ? "ok" : `message ${count}`;
      client.send(text);
      sent.push(text);
      if (random() < 0.3) continue; // the next one is written before the answer
      // The page is reloaded in the middle of it. Where the cookie was lost, a reload would begin a new session.
      if (random() < 0.1 && (browser.hasCookies() || backend.isCookieless)) {
        client.dispose();
        client = connect();
      }
      await seeThrough(client);
    }
    await seeThrough(client);
    expect(backend.taken).toEqual(sent);

    network.heal();
    void client.reload();
    await pass(60);
    while ("cursor" in client.history.value) {
      void client.loadOlder();
      await pass(1);
    }
    const conversation = sent.flatMap((text) => [text, `On ${text}`]);
    expect(client.messages.value.map(textOf)).toEqual(conversation);
  });
});
