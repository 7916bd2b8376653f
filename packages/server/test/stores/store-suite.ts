import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ChatStore, NewReply } from "../../src/index.js";

const reply = (id: string, fields: Partial<NewReply> = {}): NewReply => ({
  id,
  text: "Hi",
  parts: [],
  status: "done",
  createdAt: 2,
  ...fields,
});

/** What every store promises: run it with a function that makes an empty one. */
export function describeStore(name: string, createStore: () => Promise<ChatStore>): void {
  describe(name, () => {
    let store: ChatStore;
    beforeEach(async () => {
      store = await createStore();
    });
    afterEach(() => store.close());

    const add = (id: string, conversation = "c") =>
      store.addMessage(conversation, { id, text: `text of ${id}`, createdAt: 1 });
    const ids = async (query: { before?: number; limit: number }, conversation = "c") =>
      (await store.messages(conversation, query)).map(({ id }) => id);

    test("a message is stored once, however often it comes", async () => {
      const first = await add("a");
      const again = await store.addMessage("c", { id: "a", text: "other", createdAt: 9 });
      expect(first).toEqual({
        isNew: true,
        message: {
          seq: 1,
          id: "a",
          role: "user",
          text: "text of a",
          parts: [],
          status: "done",
          createdAt: 1,
        },
        reply: null,
      });
      expect(again).toEqual({ ...first, isNew: false });
      expect(await ids({ limit: 10 })).toEqual(["a"]);
    });

    test("a message that comes many times at once is stored once", async () => {
      const results = await Promise.all(Array.from({ length: 20 }, () => add("a")));
      expect(results.filter(({ isNew }) => isNew)).toHaveLength(1);
      expect(new Set(results.map(({ message }) => message.seq)).size).toBe(1);
    });

    test("conversations do not see each other", async () => {
      await add("a", "one");
      expect((await add("a", "two")).isNew).toBe(true);
      expect(await ids({ limit: 10 }, "one")).toEqual(["a"]);
      expect(await ids({ limit: 10 }, "three")).toEqual([]);
    });

    test("a reply is stored behind its message and found with it", async () => {
      const source = { type: "source", id: "s", url: "/", quote: "Grüße 👋🏽" } as const;
      await add("a");
      await store.saveReply("c", "a", reply("r", { parts: [source], status: "stopped" }));
      const stored = {
        ...reply("r", { parts: [source], status: "stopped" }),
        seq: 2,
        role: "assistant",
        replyTo: "a",
      };
      expect((await store.messages("c", { limit: 10 }))[1]).toEqual(stored);
      expect((await add("a")).reply).toEqual(stored);
      expect((await store.openTurn("c", "a")).reply).toEqual(stored);
    });

    test("a second reply takes the place of the first", async () => {
      await add("a");
      await store.saveReply("c", "a", reply("r", { status: "interrupted" }));
      await add("b");
      await store.saveReply("c", "a", reply("r", { text: "Better" }));
      expect(await ids({ limit: 10 })).toEqual(["a", "r", "b"]);
      expect((await add("a")).reply).toMatchObject({ seq: 2, text: "Better", status: "done" });
    });

    test("turns are counted upwards, in each conversation for itself", async () => {
      await add("a", "one");
      await add("a", "two");
      const turns = await Promise.all(["one", "one", "two", "one"].map((id) => store.openTurn(id, "a")));
      expect(turns).toEqual([1, 2, 1, 3].map((turn) => ({ turn, reply: null })));
    });

    test("a turn or a reply without a conversation is refused", async () => {
      await expect(store.openTurn("none", "a")).rejects.toThrow();
      await expect(store.saveReply("none", "a", reply("r"))).rejects.toThrow();
    });

    test("messages come oldest to newest, the newest of them, and before a position those that end there", async () => {
      for (const id of ["a", "b", "c", "d", "e"]) await add(id);
      expect(await ids({ limit: 2 })).toEqual(["d", "e"]);
      expect(await ids({ limit: 10 })).toEqual(["a", "b", "c", "d", "e"]);
      expect(await ids({ before: 4, limit: 2 })).toEqual(["b", "c"]);
      expect(await ids({ before: 1, limit: 2 })).toEqual([]);
    });

    test.each([
      "",
      "\u0000",
      "a\u0000b",
      "'); DROP TABLE messages; --",
      "👋🏽 ümlaut \u2028",
      "x".repeat(100_000),
    ])("text comes back as it was: %j", async (text) => {
      await store.addMessage("c", { id: "a", text, createdAt: 1 });
      await store.saveReply("c", "a", reply("r", { text }));
      expect((await store.messages("c", { limit: 2 })).map((message) => message.text)).toEqual([text, text]);
    });

    test("a conversation moves behind another, in its order, with its replies", async () => {
      await add("a", "from");
      await store.openTurn("from", "a");
      await store.openTurn("from", "a");
      await store.saveReply("from", "a", reply("r"));
      await add("z", "to");
      await store.moveConversation("from", "to");
      expect(await ids({ limit: 10 }, "to")).toEqual(["z", "a", "r"]);
      expect(await ids({ limit: 10 }, "from")).toEqual([]);
      expect((await add("a", "to")).reply).toMatchObject({ id: "r", replyTo: "a" });
      expect((await store.openTurn("to", "z")).turn).toBe(3);
      expect((await add("y", "to")).message.seq).toBe(4);
    });

    test("a message that both conversations have is there once after a move, with the reply it had", async () => {
      for (const conversation of ["from", "to"]) {
        await add("a", conversation);
        await store.saveReply(conversation, "a", reply(`reply in ${conversation}`));
      }
      await add("b", "from");
      await store.moveConversation("from", "to");
      expect(await ids({ limit: 10 }, "to")).toEqual(["a", "reply in to", "b"]);
    });

    test("a move to a new conversation, from none and to itself keeps every message", async () => {
      await add("a", "from");
      await store.moveConversation("from", "to");
      await store.moveConversation("none", "to");
      await store.moveConversation("to", "to");
      expect(await ids({ limit: 10 }, "to")).toEqual(["a"]);
    });

    test("a deleted conversation leaves nothing, and no other is touched", async () => {
      await add("a", "one");
      await store.saveReply("one", "a", reply("r"));
      await add("a", "two");
      await store.deleteConversation("one");
      await store.deleteConversation("none");
      expect(await ids({ limit: 10 }, "one")).toEqual([]);
      expect(await ids({ limit: 10 }, "two")).toEqual(["a"]);
      expect(await add("a", "one")).toMatchObject({ isNew: true, reply: null });
    });

    test("a session has a record from its first renewal on, of the highest generation", async () => {
      expect(await store.findSession("s")).toBeNull();
      await store.presentSession("s", 2, { at: 10, expiresAt: 100 });
      await store.presentSession("s", 3, { at: 20, expiresAt: 110 });
      await store.presentSession("s", 2, { at: 30, expiresAt: 120 });
      await store.presentSession("s", 3, { at: 40, expiresAt: 130 });
      expect(await store.findSession("s")).toEqual({ generation: 3, presentedAt: 20, isRevoked: false });
      expect(await store.findSession("other")).toBeNull();
    });

    test("a revoked session stays revoked, whatever is presented", async () => {
      await store.revokeSession("s", { at: 10, expiresAt: 100 });
      await store.presentSession("s", 5, { at: 20, expiresAt: 110 });
      await store.revokeSession("s", { at: 30, expiresAt: 50 });
      expect(await store.findSession("s")).toMatchObject({ isRevoked: true });
    });

    test("a session is forgotten once all its tokens have expired, and not before", async () => {
      await store.revokeSession("s", { at: 0, expiresAt: 100 });
      await store.revokeSession("other", { at: 100, expiresAt: 300 });
      expect(await store.findSession("s")).not.toBeNull();
      await store.presentSession("third", 2, { at: 101, expiresAt: 300 });
      expect(await store.findSession("s")).toBeNull();
      expect(await store.findSession("other")).not.toBeNull();
    });

    test("attempts are counted under their key, until the first one's time is over", async () => {
      const counts = [];
      for (const at of [0, 50, 99, 100])
        counts.push(await store.countAttempt("k", { at, expiresAt: at + 100 }));
      expect(counts).toEqual([1, 2, 3, 1]);
      expect(await store.countAttempt("other", { at: 100, expiresAt: 200 })).toBe(1);
    });

    test("attempts that come at once are all counted", async () => {
      const write = { at: 0, expiresAt: 100 };
      const counts = await Promise.all(Array.from({ length: 20 }, () => store.countAttempt("k", write)));
      expect(Math.max(...counts)).toBe(20);
      expect(new Set(counts).size).toBe(20);
    });

    test("a closed store refuses every call, and can be closed again", async () => {
      await add("a");
      await store.close();
      await store.close();
      await expect(add("b")).rejects.toThrow();
      await expect(store.messages("c", { limit: 1 })).rejects.toThrow();
      await expect(store.openTurn("c", "a")).rejects.toThrow();
      await expect(store.saveReply("c", "a", reply("r"))).rejects.toThrow();
      await expect(store.moveConversation("c", "d")).rejects.toThrow();
      await expect(store.deleteConversation("c")).rejects.toThrow();
      await expect(store.countAttempt("k", { at: 1, expiresAt: 2 })).rejects.toThrow();
      await expect(store.findSession("s")).rejects.toThrow();
      await expect(store.presentSession("s", 2, { at: 1, expiresAt: 2 })).rejects.toThrow();
      await expect(store.revokeSession("s", { at: 1, expiresAt: 2 })).rejects.toThrow();
    });
  });
}
