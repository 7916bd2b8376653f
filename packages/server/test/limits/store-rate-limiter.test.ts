import { expect, test } from "vitest";
import { storeRateLimiter } from "../../src/index.js";
import { memoryStore } from "../../src/stores/memory.js";
import { createManualClock } from "../support/manual-clock.js";
import { createTestBackend } from "../support/test-backend.js";
import { createVisitor } from "../support/visitor.js";

/** Two instances that share a store, and a clock that stands at the beginning of a minute. */
function setUp() {
  const clock = createManualClock(Date.UTC(2030, 0, 15, 12));
  const { now, schedule } = clock;
  const store = memoryStore();
  const instances = [0, 1].map(() => {
    const rateLimits = { session: 2, reads: 1, limiter: storeRateLimiter({ store, now }) };
    return createTestBackend({ store, now, schedule, rateLimits }).backend;
  });
  return { clock, instances };
}

test("a limit holds over all instances that share a store, and is over with the minute", async () => {
  const { clock, instances } = setUp();
  const [one, other] = instances.map((backend) => createVisitor(backend));
  if (one === undefined || other === undefined) throw new Error("There are no two instances.");
  await one.session();
  for (const [name, value] of one.cookies) other.cookies.set(name, value);
  expect((await one.send("one")).status).toBe(200);
  expect((await other.send("two")).status).toBe(200);
  clock.advance(20_000);
  const limited = await one.send("three");
  expect(limited.status).toBe(429);
  expect(limited.headers.get("retry-after")).toBe("40");
  expect((await other.send("three")).status).toBe(429);
  clock.advance(40_000);
  expect((await other.send("three")).status).toBe(200);
});

test("reads are counted by the instance that answers them", async () => {
  const { instances } = setUp();
  const [one, other] = instances.map((backend) => createVisitor(backend));
  await one?.session();
  for (const [name, value] of one?.cookies ?? []) other?.cookies.set(name, value);
  const read = async (visitor: typeof one) => (await visitor?.fetch("/api/chat/history"))?.status;
  expect([await read(one), await read(other), await read(one)]).toEqual([200, 200, 429]);
});

test("what is counted names neither the visitor nor the session", async () => {
  const keys: string[] = [];
  const limiter = storeRateLimiter({
    store: {
      async countAttempt(key) {
        keys.push(key);
        return 1;
      },
    },
  });
  expect(await limiter.take("write session secret-token", 1)).toBeNull();
  expect(keys).toHaveLength(1);
  expect(keys[0]).not.toContain("secret-token");
});
