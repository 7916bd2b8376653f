import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ChatStore } from "../../src/index.js";
import { describeMessages } from "./message-suite.js";
import { describeOwners } from "./owner-suite.js";
import { describeSessions } from "./session-suite.js";
import { createStoreTools } from "./store-tools.js";
import { describeTurns } from "./turn-suite.js";

/** What every store promises: run it with a function that makes an empty one. */
export function describeStore(name: string, createStore: () => Promise<ChatStore>): void {
  describe(name, () => {
    let store: ChatStore;
    beforeEach(async () => {
      store = await createStore();
    });
    afterEach(() => store.close());
    const current = () => store;
    const { key, add, claim, event } = createStoreTools(current);

    describeMessages(current);
    describeOwners(current);
    describeTurns(current);
    describeSessions(current);

    test("an open store is ready", async () => {
      await expect(current().ready()).resolves.toBeUndefined();
    });

    test("a closed store refuses every call, and can be closed again", async () => {
      await add("a");
      await current().close();
      await current().close();
      await expect(add("b")).rejects.toThrow();
      await expect(current().messages(key("c"), { limit: 1 })).rejects.toThrow();
      await expect(current().joinTurn(key("c"), "a", claim())).rejects.toThrow();
      await expect(current().appendEvents(key("c"), 1, [event(1)])).rejects.toThrow();
      await expect(current().moveOwner("one", "two")).rejects.toThrow();
      await expect(current().deleteConversation(key("c"))).rejects.toThrow();
      await expect(current().ready()).rejects.toThrow();
      await expect(current().countAttempt("k", { at: 1, expiresAt: 2 })).rejects.toThrow();
      await expect(current().findSession("s")).rejects.toThrow();
      await expect(current().presentSession("s", 2, { at: 1, expiresAt: 2 })).rejects.toThrow();
      await expect(current().revokeSession("s", { at: 1, expiresAt: 2 })).rejects.toThrow();
    });
  });
}
