import { type ChatClient, createChatClient, memoryStorage, textOf } from "@chatisle/client";
import { startFaultServer } from "@chatisle/testing/fault-server";
import { expect, onTestFinished, test } from "vitest";
import { pause } from "../../packages/client/src/pause.ts";
import { fakePage } from "../../packages/client/test/support/fake-page.ts";
import { manualClock } from "../../packages/client/test/support/manual-clock.ts";
import { seeded } from "../../packages/client/test/support/seeded.ts";
import type { SoakBackend } from "./backends.ts";
import { browserFetch } from "./browser-fetch.ts";
import { faultScript } from "./fault-script.ts";

const MESSAGES = Number(process.env.SOAK_MESSAGES ?? 100);
const SEEDS = Array.from({ length: Number(process.env.SOAK_SEEDS ?? 2) }, (_, index) => index + 1);
const FAULT_RATE = 0.4;
const ORIGIN = "http://localhost:4321";
/** Milliseconds of the client's time that a visitor waits for a message at most. */
const PATIENCE = 4_000_000;
/** Turns of the event loop in which nothing is on its way, after which nothing more comes of what was. */
const QUIET_TURNS = 12;

/**
 * Tests that visitor and backend tell the same conversation, whatever became of its requests.
 * @param startBackend - Lets pages of an origin in.
 */
export function soak(startBackend: (origin: string) => Promise<SoakBackend>): void {
  test.for(SEEDS)(
    "loses no message, doubles none and keeps their order (seed %i)",
    async (seed, { signal }) => {
      const random = seeded(seed);
      const clock = manualClock();
      let held = 0;
      const backend = await startBackend(ORIGIN);
      onTestFinished(() => backend.close());
      const network = await startFaultServer({
        backend: backend.url,
        script: faultScript(seed, FAULT_RATE),
        async wait(delay, isGone) {
          held += 1;
          await pause(clock, delay, isGone);
          held -= 1;
        },
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
      async function beQuiet(): Promise<void> {
        for (let turns = 0; turns < QUIET_TURNS; turns = browser.inFlight() === held ? turns + 1 : 0) {
          await new Promise((resolve) => setImmediate(resolve));
          signal.throwIfAborted();
        }
      }

      /** Goes to what happens next by the clock, or on by some milliseconds when that is earlier. */
      async function pass(most: number): Promise<void> {
        clock.advance(Math.min(clock.untilNext(), most));
        await beQuiet();
      }

      /** A visitor who waits, and presses Retry on whatever says that it failed. */
      async function seeThrough(client: ChatClient): Promise<void> {
        for (const end = clock.now() + PATIENCE; clock.now() < end; ) {
          await pass(1_000);
          if (client.reply.value.status !== "idle") continue;
          const messages = client.messages.value;
          const troubled = messages.find(({ status }) => status === "error" || status === "interrupted");
          if (troubled !== undefined) void client.retry(troubled.id);
          else if (messages.every(({ status }) => status !== "pending")) return;
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
      await beQuiet();
      while ("cursor" in client.history.value) {
        void client.loadOlder();
        await beQuiet();
      }
      const conversation = sent.flatMap((text) => [text, `On ${text}`]);
      expect(client.messages.value.map(textOf)).toEqual(conversation);
    },
  );
}
