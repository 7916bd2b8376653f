import { expect, test } from "vitest";
import type { ChatStore } from "../../src/index.js";

/** What every store promises about sessions. */
export function describeSessions(current: () => ChatStore): void {
  test("a session has a record from its first renewal on, of the highest generation", async () => {
    expect(await current().findSession("s")).toBeNull();
    await current().presentSession("s", 2, { at: 10, expiresAt: 100 });
    await current().presentSession("s", 3, { at: 20, expiresAt: 110 });
    await current().presentSession("s", 2, { at: 30, expiresAt: 120 });
    await current().presentSession("s", 3, { at: 40, expiresAt: 130 });
    expect(await current().findSession("s")).toEqual({ generation: 3, presentedAt: 20, isRevoked: false });
    expect(await current().findSession("other")).toBeNull();
  });

  test("a revoked session stays revoked, whatever is presented", async () => {
    await current().revokeSession("s", { at: 10, expiresAt: 100 });
    await current().presentSession("s", 5, { at: 20, expiresAt: 110 });
    await current().revokeSession("s", { at: 30, expiresAt: 50 });
    expect(await current().findSession("s")).toMatchObject({ isRevoked: true });
  });

  test("a session is forgotten once all its tokens have expired, and not before", async () => {
    await current().revokeSession("s", { at: 0, expiresAt: 100 });
    await current().revokeSession("other", { at: 100, expiresAt: 300 });
    expect(await current().findSession("s")).not.toBeNull();
    await current().presentSession("third", 2, { at: 101, expiresAt: 300 });
    expect(await current().findSession("s")).toBeNull();
    expect(await current().findSession("other")).not.toBeNull();
  });

  test("attempts are counted under their key, until the first one's time is over", async () => {
    const counts = [];
    for (const at of [0, 50, 99, 100])
      counts.push(await current().countAttempt("k", { at, expiresAt: at + 100 }));
    expect(counts).toEqual([1, 2, 3, 1]);
    expect(await current().countAttempt("other", { at: 100, expiresAt: 200 })).toBe(1);
  });

  test("attempts that come at once are all counted", async () => {
    const write = { at: 0, expiresAt: 100 };
    const counts = await Promise.all(Array.from({ length: 20 }, () => current().countAttempt("k", write)));
    expect(Math.max(...counts)).toBe(20);
    expect(new Set(counts).size).toBe(20);
  });
}
