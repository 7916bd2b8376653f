import { expect, test } from "vitest";
import type { ChatStore } from "../../src/index.js";
import { createStoreTools } from "./store-tools.js";

/** What every store promises about messages. */
export function describeMessages(current: () => ChatStore): void {
  const { key, add, claim, open, answer, ids, reply } = createStoreTools(current);

  test("a message is stored once, however often it comes", async () => {
    const first = await add("a");
    const again = await current().addMessage(key("c"), { id: "a", text: "other", parts: [], createdAt: 9 });
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
    });
    expect(again).toEqual({ ...first, isNew: false });
    expect(await ids({ limit: 10 })).toEqual(["a"]);
  });

  test("a message that comes many times at once is stored once", async () => {
    const results = await Promise.all(Array.from({ length: 20 }, () => add("a")));
    expect(results.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(new Set(results.map(({ message }) => message.seq)).size).toBe(1);
  });

  test("conversations do not see each other, nor do owners", async () => {
    await add("a", key("one"));
    expect((await add("a", key("two"))).isNew).toBe(true);
    expect((await add("a", key("one", "other"))).isNew).toBe(true);
    expect(await ids({ limit: 10 }, key("one"))).toEqual(["a"]);
    expect(await ids({ limit: 10 }, key("three"))).toEqual([]);
  });

  test("a reply is stored behind its message and found by its id and with its message", async () => {
    const source = { type: "source", id: "s", url: "/", quote: "Grüße 👋🏽" } as const;
    await add("a");
    await answer("a", reply("r", { parts: [source], status: "stopped" }));
    const stored = {
      ...reply("r", { parts: [source], status: "stopped" }),
      seq: 2,
      role: "assistant",
      replyTo: "a",
    };
    expect((await current().messages(key("c"), { limit: 10 }))[1]).toEqual(stored);
    expect(await current().findMessage(key("c"), "r")).toEqual(stored);
    expect(await current().joinTurn(key("c"), "a", claim())).toEqual({ status: "settled", reply: stored });
    expect(await current().findMessage(key("c"), "none")).toBeNull();
  });

  test("a reply stands behind its message, also when it comes after later messages", async () => {
    for (const id of ["a", "b", "c"]) await add(id);
    await answer("b", reply("rb"));
    await answer("a", reply("ra"));
    expect(await ids({ limit: 10 })).toEqual(["a", "ra", "b", "rb", "c"]);
    const [, first, second] = await current().messages(key("c"), { limit: 10 });
    expect(await ids({ before: second?.seq ?? 0, limit: 10 })).toEqual(["a", "ra"]);
    expect(await ids({ after: first?.seq ?? 0, limit: 2 })).toEqual(["b", "rb"]);
  });

  test("an edit leaves the replies to the messages before it, whenever they came", async () => {
    for (const id of ["a", "b"]) await add(id);
    await answer("a", reply("ra"));
    await current().addMessage(key("c"), { id: "b2", text: "x", parts: [], createdAt: 5, replaces: "b" });
    expect(await ids({ limit: 10 })).toEqual(["a", "ra", "b2"]);
  });

  test("a second reply takes the place of the first, without its rating", async () => {
    await add("a");
    await answer("a", reply("r"));
    await current().rateReply(key("c"), "r", { value: 1 });
    await add("b");
    await answer("a", reply("r", { text: "Better" }));
    expect(await ids({ limit: 10 })).toEqual(["a", "r", "b"]);
    const found = await current().findMessage(key("c"), "r");
    expect(found).toMatchObject({ seq: 2, text: "Better", status: "done" });
    expect(found).not.toHaveProperty("rating");
  });

  test("an edited message takes the place of the old one and of all that followed it", async () => {
    for (const id of ["a", "b", "c"]) await add(id);
    await answer("b", reply("rb"));
    const turn = await open("c");
    await current().addMessage(key("c"), {
      id: "b2",
      text: "better",
      parts: [],
      createdAt: 5,
      replaces: "b",
    });
    expect(await ids({ limit: 10 })).toEqual(["a", "b2"]);
    expect(await current().endTurn(key("c"), turn, "one", { events: [], reply: reply("rc") })).toBe(false);
    expect(await ids({ limit: 10 })).toEqual(["a", "b2"]);
  });

  test("an edit that comes twice, or of a message that is not there, takes nothing away", async () => {
    await add("a");
    const edit = { id: "a2", text: "better", parts: [], createdAt: 5, replaces: "a" };
    await current().addMessage(key("c"), edit);
    await answer("a2", reply("r"));
    expect((await current().addMessage(key("c"), edit)).isNew).toBe(false);
    await current().addMessage(key("c"), { ...edit, id: "x", replaces: "none" });
    await current().addMessage(key("c"), { ...edit, id: "y", replaces: "r" });
    expect(await ids({ limit: 10 })).toEqual(["a2", "r", "x", "y"]);
  });

  test("a reply is rated, and the rating taken back; a visitor's message is not", async () => {
    await add("a");
    await answer("a", reply("r"));
    expect(await current().rateReply(key("c"), "r", { value: -1, comment: "No." })).toBe(true);
    expect(await current().findMessage(key("c"), "r")).toMatchObject({ rating: -1 });
    expect(await current().rateReply(key("c"), "r", { value: 0 })).toBe(true);
    expect(await current().findMessage(key("c"), "r")).not.toHaveProperty("rating");
    expect(await current().rateReply(key("c"), "a", { value: 1 })).toBe(false);
    expect(await current().rateReply(key("none"), "r", { value: 1 })).toBe(false);
  });

  test("messages come oldest to newest: the newest, those before a position, those after one", async () => {
    for (const id of ["a", "b", "c", "d", "e"]) await add(id);
    expect(await ids({ limit: 2 })).toEqual(["d", "e"]);
    expect(await ids({ limit: 10 })).toEqual(["a", "b", "c", "d", "e"]);
    const places = (await current().messages(key("c"), { limit: 10 })).map(({ seq }) => seq);
    const [first = 0, second = 0, , fourth = 0, last = 0] = places;
    expect(await ids({ before: fourth, limit: 2 })).toEqual(["b", "c"]);
    expect(await ids({ before: first, limit: 2 })).toEqual([]);
    expect(await ids({ after: second, limit: 2 })).toEqual(["c", "d"]);
    expect(await ids({ after: last, limit: 2 })).toEqual([]);
  });

  test.each(["", "'); DROP TABLE messages; --", '\\ " \n \u0001', "👋🏽 ümlaut \u2028", "x".repeat(100_000)])(
    "text comes back as it was: %j",
    async (text) => {
      await current().addMessage(key("c"), { id: "a", text, parts: [], createdAt: 1 });
      await answer("a", reply("r", { text, parts: [{ type: "data", id: "d", name: "x", value: text }] }));
      const [message, written] = await current().messages(key("c"), { limit: 2 });
      expect([message?.text, written?.text]).toEqual([text, text]);
      expect(written?.parts).toMatchObject([{ value: text }]);
    },
  );
}
