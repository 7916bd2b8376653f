import { describe, expect, test } from "vitest";
import { type ChatClient, createChatClient, memoryStorage, textOf } from "../src/index.js";
import { fakePage } from "./support/fake-page.js";
import { faultyNetwork } from "./support/faulty-network.js";
import { manualClock } from "./support/manual-clock.js";
import { seeded } from "./support/seeded.js";

const MESSAGES = Number(process.env.SOAK_MESSAGES ?? 100);
const SEEDS = Array.from({ length: Number(process.env.SOAK_SEEDS ?? 2) }, (_, index) => index + 1);

describe.each([
  ["a foreign backend", false],
  ["a backend that de-duplicates", true],
] as const)("%s on a network that fails", (_name, isDeduplicating) => {
  test.each(SEEDS)("loses no message, doubles none and keeps their order (seed %i)", async (seed) => {
    const random = seeded(seed);
    const clock = manualClock();
    const network = faultyNetwork({ clock, random, isDeduplicating, faults: 0.4 });
    const storage = memoryStorage();
    const connect = () =>
      createChatClient({
        baseUrl: "https://api.shop.test",
        fetch: network.fetch,
        storage,
        clock,
        random,
        page: fakePage().page,
      });

    async function pass(milliseconds: number): Promise<void> {
      for (let left = milliseconds; left > 0; left -= 1_000) {
        clock.advance(1_000);
        for (let turn = 0; turn < 12; turn++) await new Promise((resolve) => setImmediate(resolve));
      }
    }
    const isWaiting = (client: ChatClient) =>
      client.messages.value.some(({ status }) => status === "pending");
    const troubled = (client: ChatClient) =>
      client.messages.value.find(({ status }) => status === "error" || status === "interrupted");

    /** A visitor who waits, and presses Retry on whatever says that it failed. */
    async function seeThrough(client: ChatClient): Promise<void> {
      for (let patience = 0; patience < 4_000; patience++) {
        await pass(1_000);
        if (client.reply.value.status !== "idle") continue;
        const message = troubled(client);
        if (message === undefined && isWaiting(client)) continue;
        if (message === undefined) return;
        const retried = client.retry(message.id);
        await pass(2_000);
        void retried;
      }
      throw new Error(
        `Not settled: ${JSON.stringify(client.messages.value.at(-1))}, ${JSON.stringify(client.session.value)}`,
      );
    }

    const sent: string[] = [];
    let client = connect();
    void client.start();
    for (let count = 0; count < MESSAGES; count++) {
      // Some texts repeat: nothing else tells them apart for a backend without ids.
      const text = random() < 0.2 ? "ok" : `message ${count}`;
      client.send(text);
      sent.push(text);
      if (random() < 0.3) continue; // the next one is written before the answer
      if (random() < 0.1) {
        client.dispose();
        client = connect();
        void client.start();
      }
      await seeThrough(client);
    }
    await seeThrough(client);

    const said = (role: string) => network.rows.filter((row) => row.role === role).map((row) => row.content);
    expect(said("human")).toEqual(sent);
    const visible = client.messages.value.filter(({ role }) => role === "user").map(textOf);
    expect(visible).toEqual(sent);

    network.heal();
    void client.reload();
    await pass(60_000);
    expect(client.messages.value.map(textOf)).toEqual(network.rows.map((row) => row.content));
    client.dispose();
  });
});
