import { describe, expect, test } from "vitest";
import { type AdapterContext, ChatError } from "../../src/protocol/index.js";
import { createSession } from "../../src/session.js";
import { healthDelay, throttleDelay } from "../../src/session-schedule.js";
import { openTabs } from "../../src/tabs.js";
import { createCredential } from "../../src/transport/credential.js";
import { fakePage } from "../support/fake-page.js";
import { manualClock } from "../support/manual-clock.js";
import { SECOND, settle } from "../support/page-under-test.js";
import { seeded } from "../support/seeded.js";

describe("a thousand visitors' pages after an outage of thirty seconds", () => {
  const CLIENTS = 1_000;
  const OUTAGE = 30 * SECOND;

  /** Most arrivals in any second from `from` on. */
  function peak(arrivals: readonly number[], from: number): number {
    const seconds = new Map<number, number>();
    for (const at of arrivals) {
      if (at >= from) seconds.set(Math.floor(at / SECOND), (seconds.get(Math.floor(at / SECOND)) ?? 0) + 1);
    }
    return Math.max(...seconds.values());
  }

  test.each([1, 2])("do not come back in one moment (seed %i)", async (seed) => {
    const random = seeded(seed);
    const clock = manualClock();
    const begin = clock.now();
    const arrivals: number[] = [];
    const disposal = new AbortController();
    for (let client = 0; client < CLIENTS; client++) {
      const session = createSession({
        protocol: {
          name: "herd",
          send: () => expect.fail("Nobody has anything to say."),
          async session() {
            arrivals.push(clock.now() - begin);
            if (clock.now() - begin >= OUTAGE) return { id: "s1", isAnonymous: true };
            throw new ChatError("network", "The backend is away.");
          },
        },
        context: { credential: createCredential({ isCrossOrigin: false }) } as unknown as AdapterContext,
        clock,
        random,
        page: fakePage().page,
        signal: disposal.signal,
        probe: async () => false,
        tabs: openTabs(`herd-${client}`, clock),
        departure: { isDue: () => false, note() {}, tell: async () => null },
      });
      void session.open();
    }
    // All were cut off in one moment; what they do from then on is theirs.
    await settle();
    arrivals.length = 0;
    for (let time = 0; time <= 5 * OUTAGE; time += 100) {
      clock.advance(100);
      await settle();
    }
    disposal.abort();
    expect(arrivals.filter((at) => at >= OUTAGE)).toHaveLength(CLIENTS);
    expect(peak(arrivals, 0)).toBeLessThanOrEqual(CLIENTS * 0.25);
    expect(peak(arrivals, OUTAGE)).toBeLessThanOrEqual(CLIENTS * 0.1);
  });

  test.each([1, 2, 3])(
    "that were all told to wait thirty seconds do not come back in one moment (seed %i)",
    (seed) => {
      const random = seeded(seed);
      const arrivals = Array.from({ length: CLIENTS }, () => throttleDelay(30 * SECOND, random));
      expect(Math.min(...arrivals)).toBeGreaterThanOrEqual(30 * SECOND);
      expect(peak(arrivals, 0)).toBeLessThanOrEqual(CLIENTS * 0.1);
    },
  );

  test.each([1, 2, 3])("that all loaded in the same second spread their token health (seed %i)", (seed) => {
    const random = seeded(seed);
    const arrivals = Array.from({ length: CLIENTS }, () => healthDelay(300 * SECOND, true, random));
    expect(peak(arrivals, 0)).toBeLessThanOrEqual(CLIENTS * 0.1);
  });
});
