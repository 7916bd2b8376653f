import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { ChatStore, FileRecord, NewReply, StoredEvent, TurnClaim } from "../../src/index.js";

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

    const key = (id: string, owner = "visitor") => ({ owner, id });
    const add = (id: string, conversation = key("c")) =>
      store.addMessage(conversation, { id, text: `text of ${id}`, parts: [], createdAt: 1 });
    const claim = (fields: Partial<TurnClaim> = {}): TurnClaim => ({
      instance: "one",
      lease: 60_000,
      room: 9,
      ...fields,
    });
    const open = async (messageId: string, fields: Partial<TurnClaim> = {}, conversation = key("c")) => {
      const joining = await store.joinTurn(conversation, messageId, claim(fields));
      if (joining.status !== "opened") throw new Error(`The turn was not opened but ${joining.status}.`);
      return joining.turn;
    };
    /** Writes the reply to a message in a turn of its own. */
    const answer = async (messageId: string, written: NewReply, conversation = key("c")) => {
      const turn = await open(messageId, { wish: randomUUID() }, conversation);
      await store.endTurn(conversation, turn, "one", { events: [], reply: written });
      return turn;
    };
    const ids = async (query: Parameters<ChatStore["messages"]>[1], conversation = key("c")) =>
      (await store.messages(conversation, query)).map(({ id }) => id);
    const event = (seq: number, text = `event ${seq}`): StoredEvent => ({
      seq,
      event: { type: "delta", kind: "text", text },
    });

    test("a message is stored once, however often it comes", async () => {
      const first = await add("a");
      const again = await store.addMessage(key("c"), { id: "a", text: "other", parts: [], createdAt: 9 });
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
      expect((await store.messages(key("c"), { limit: 10 }))[1]).toEqual(stored);
      expect(await store.findMessage(key("c"), "r")).toEqual(stored);
      expect(await store.joinTurn(key("c"), "a", claim())).toEqual({ status: "settled", reply: stored });
      expect(await store.findMessage(key("c"), "none")).toBeNull();
    });

    test("a second reply takes the place of the first, without its rating", async () => {
      await add("a");
      await answer("a", reply("r"));
      await store.rateReply(key("c"), "r", { value: 1 });
      await add("b");
      await answer("a", reply("r", { text: "Better" }));
      expect(await ids({ limit: 10 })).toEqual(["a", "r", "b"]);
      const found = await store.findMessage(key("c"), "r");
      expect(found).toMatchObject({ seq: 2, text: "Better", status: "done" });
      expect(found).not.toHaveProperty("rating");
    });

    test("an edited message takes the place of the old one and of all that followed it", async () => {
      for (const id of ["a", "b", "c"]) await add(id);
      await answer("b", reply("rb"));
      const turn = await open("c");
      await store.addMessage(key("c"), { id: "b2", text: "better", parts: [], createdAt: 5, replaces: "b" });
      expect(await ids({ limit: 10 })).toEqual(["a", "b2"]);
      expect(await store.endTurn(key("c"), turn, "one", { events: [], reply: reply("rc") })).toBe(false);
      expect(await ids({ limit: 10 })).toEqual(["a", "b2"]);
    });

    test("an edit that comes twice, or of a message that is not there, takes nothing away", async () => {
      await add("a");
      const edit = { id: "a2", text: "better", parts: [], createdAt: 5, replaces: "a" };
      await store.addMessage(key("c"), edit);
      await answer("a2", reply("r"));
      expect((await store.addMessage(key("c"), edit)).isNew).toBe(false);
      await store.addMessage(key("c"), { ...edit, id: "x", replaces: "none" });
      await store.addMessage(key("c"), { ...edit, id: "y", replaces: "r" });
      expect(await ids({ limit: 10 })).toEqual(["a2", "r", "x", "y"]);
    });

    test("a reply is rated, and the rating taken back; a visitor's message is not", async () => {
      await add("a");
      await answer("a", reply("r"));
      expect(await store.rateReply(key("c"), "r", { value: -1, comment: "No." })).toBe(true);
      expect(await store.findMessage(key("c"), "r")).toMatchObject({ rating: -1 });
      expect(await store.rateReply(key("c"), "r", { value: 0 })).toBe(true);
      expect(await store.findMessage(key("c"), "r")).not.toHaveProperty("rating");
      expect(await store.rateReply(key("c"), "a", { value: 1 })).toBe(false);
      expect(await store.rateReply(key("none"), "r", { value: 1 })).toBe(false);
    });

    test("messages come oldest to newest: the newest, those before a position, those after one", async () => {
      for (const id of ["a", "b", "c", "d", "e"]) await add(id);
      expect(await ids({ limit: 2 })).toEqual(["d", "e"]);
      expect(await ids({ limit: 10 })).toEqual(["a", "b", "c", "d", "e"]);
      expect(await ids({ before: 4, limit: 2 })).toEqual(["b", "c"]);
      expect(await ids({ before: 1, limit: 2 })).toEqual([]);
      expect(await ids({ after: 2, limit: 2 })).toEqual(["c", "d"]);
      expect(await ids({ after: 5, limit: 2 })).toEqual([]);
    });

    test.each([
      "",
      "'); DROP TABLE messages; --",
      '\\ " \n \u0001',
      "👋🏽 ümlaut \u2028",
      "x".repeat(100_000),
    ])("text comes back as it was: %j", async (text) => {
      await store.addMessage(key("c"), { id: "a", text, parts: [], createdAt: 1 });
      await answer("a", reply("r", { text, parts: [{ type: "data", id: "d", name: "x", value: text }] }));
      const [message, written] = await store.messages(key("c"), { limit: 2 });
      expect([message?.text, written?.text]).toEqual([text, text]);
      expect(written?.parts).toMatchObject([{ value: text }]);
    });

    test("conversations are listed by their last message, page by page, with their beginning as the title", async () => {
      for (const [id, createdAt] of [
        ["old", 1],
        ["same-1", 5],
        ["same-2", 5],
        ["new", 9],
      ] as const) {
        await store.addMessage(key(id), { id: "a", text: `About  ${id}`, parts: [], createdAt });
      }
      await store.addMessage(key("old"), { id: "b", text: "More", parts: [], createdAt: 10 });
      await add("a", key("hidden", "other"));
      const first = await store.conversations("visitor", { limit: 2 });
      expect(first).toEqual([
        { id: "old", title: "About old", updatedAt: 10 },
        { id: "new", title: "About new", updatedAt: 9 },
      ]);
      const [, last] = first;
      if (last === undefined) throw new Error("There is no second conversation.");
      const rest = await store.conversations("visitor", { after: last, limit: 1 });
      expect(rest).toMatchObject([{ id: "same-2" }]);
      const [middle] = rest;
      if (middle === undefined) throw new Error("There is no third conversation.");
      expect(await store.conversations("visitor", { after: middle, limit: 9 })).toMatchObject([
        { id: "same-1" },
      ]);
    });

    test("a conversation moves behind the other owner's of its name, in its order, with its replies", async () => {
      await add("a", key("c", "from"));
      await answer("a", reply("r"), key("c", "from"));
      await add("z");
      await store.moveOwner("from", "visitor");
      expect(await ids({ limit: 10 })).toEqual(["z", "a", "r"]);
      expect(await ids({ limit: 10 }, key("c", "from"))).toEqual([]);
      expect(await store.findMessage(key("c"), "r")).toMatchObject({ replyTo: "a" });
      expect(await open("z")).toBeGreaterThan(1);
      expect((await add("y")).message.seq).toBe(4);
    });

    test("a message that both conversations have is there once after a move, with the reply it had", async () => {
      for (const owner of ["from", "visitor"]) {
        await add("a", key("c", owner));
        await answer("a", reply(`reply of ${owner}`), key("c", owner));
      }
      await add("b", key("c", "from"));
      await store.moveOwner("from", "visitor");
      expect(await ids({ limit: 10 })).toEqual(["a", "reply of visitor", "b"]);
    });

    test("a move to a new owner, from none and to itself keeps every message and file", async () => {
      await add("a", key("c", "from"));
      await store.addFile({ id: "f", owner: "from", name: "a.png", type: "image/png", createdAt: 1 });
      await store.moveOwner("from", "visitor");
      await store.moveOwner("none", "visitor");
      await store.moveOwner("visitor", "visitor");
      expect(await ids({ limit: 10 })).toEqual(["a"]);
      expect(await store.findFile("f")).toMatchObject({ owner: "visitor" });
    });

    const file = (id: string, fields: Partial<FileRecord> = {}): FileRecord => ({
      id,
      owner: "visitor",
      name: "Grüße.png",
      type: "image/png",
      createdAt: 1,
      ...fields,
    });
    const filePart = (id: string) => ({ type: "file", id, url: `/upload/${id}` }) as const;

    test("a file's record is kept, and goes with the conversation that it was sent in", async () => {
      await store.addFile(file("sent"));
      await store.addFile(file("loose"));
      await store.addMessage(key("c"), { id: "a", text: "", parts: [filePart("sent")], createdAt: 1 });
      expect(await store.findFile("sent")).toEqual(file("sent"));
      expect((await store.messages(key("c"), { limit: 1 }))[0]?.parts).toEqual([filePart("sent")]);
      expect(await store.deleteConversation(key("c"))).toEqual(["sent"]);
      expect(await store.findFile("sent")).toBeNull();
      expect(await store.findFile("loose")).toEqual(file("loose"));
    });

    test("a deleted conversation leaves nothing, and no other is touched", async () => {
      await add("a", key("one"));
      await answer("a", reply("r"), key("one"));
      await add("a", key("two"));
      await store.deleteConversation(key("one"));
      expect(await store.deleteConversation(key("none"))).toEqual([]);
      expect(await ids({ limit: 10 }, key("one"))).toEqual([]);
      expect(await ids({ limit: 10 }, key("two"))).toEqual(["a"]);
      expect(await add("a", key("one"))).toMatchObject({ isNew: true });
      expect(await store.conversations("visitor", { limit: 9 })).toHaveLength(2);
    });

    test("a deleted owner leaves nothing, and no other is touched", async () => {
      await store.addFile(file("mine"));
      await store.addFile(file("theirs", { owner: "other" }));
      await add("a", key("one"));
      await add("a", key("two"));
      await add("a", key("one", "other"));
      expect(await store.deleteOwner("visitor")).toEqual(["mine"]);
      expect(await store.conversations("visitor", { limit: 9 })).toEqual([]);
      expect(await store.findFile("theirs")).not.toBeNull();
      expect(await store.conversations("other", { limit: 9 })).toHaveLength(1);
    });

    test("what is older than wanted is deleted, some at a time, and nothing else", async () => {
      for (let index = 0; index < 130; index += 1) await add("a", key(`old-${index}`));
      await store.addMessage(key("new"), { id: "a", text: "New", parts: [], createdAt: 10 });
      await store.addFile(file("old"));
      await store.addFile(file("new", { createdAt: 10 }));
      const first = await store.deleteOlder(10);
      expect(first).toMatchObject({ isMore: true });
      expect(await store.deleteOlder(10)).toMatchObject({ isMore: false });
      expect(first.files).toEqual(["old"]);
      expect(await store.conversations("visitor", { limit: 200 })).toMatchObject([{ id: "new" }]);
      expect(await store.findFile("new")).not.toBeNull();
    });

    test("turns are numbered upwards, in each conversation for itself; the first one runs", async () => {
      await add("a", key("one"));
      await add("b", key("one"));
      await add("a", key("two"));
      const join = (id: string, conversation: string) => store.joinTurn(key(conversation), id, claim());
      expect(await join("a", "one")).toEqual({ status: "opened", turn: 1, earlier: null, isFirst: true });
      expect(await join("b", "one")).toEqual({ status: "opened", turn: 2, earlier: null, isFirst: false });
      expect(await join("a", "two")).toEqual({ status: "opened", turn: 1, earlier: null, isFirst: true });
      expect(await store.openTurns(key("one"))).toEqual([
        { turn: 1, messageId: "a", conversation: key("one"), status: "live" },
        { turn: 2, messageId: "b", conversation: key("one"), status: "live" },
      ]);
      expect(await store.openTurns({ owner: "visitor" })).toHaveLength(3);
      expect(await store.openTurns(key("none"))).toEqual([]);
    });

    test("a message has one turn, however many claim it at once", async () => {
      await add("a");
      const joinings = await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          store.joinTurn(key("c"), "a", claim({ instance: `instance ${index}` })),
        ),
      );
      expect(joinings.filter(({ status }) => status === "opened")).toHaveLength(1);
      expect(joinings.filter(({ status }) => status === "joined")).toHaveLength(9);
    });

    test("a conversation takes so many turns and no more", async () => {
      for (const id of ["a", "b", "c"]) await add(id);
      await open("a", { room: 2 });
      await open("b", { room: 2 });
      expect(await store.joinTurn(key("c"), "c", claim({ room: 2 }))).toEqual({ status: "full" });
    });

    test("an interrupted reply is written anew, and every other only for a new wish", async () => {
      await add("a");
      await answer("a", reply("r", { status: "interrupted" }));
      const turn = await open("a");
      await store.endTurn(key("c"), turn, "one", { events: [], reply: reply("r") });
      expect(await store.joinTurn(key("c"), "a", claim())).toMatchObject({ status: "settled" });
      const wish = claim({ wish: "another one" });
      const joining = await store.joinTurn(key("c"), "a", wish);
      expect(joining).toMatchObject({ status: "opened", earlier: { id: "r" } });
      expect(await store.joinTurn(key("c"), "a", wish)).toMatchObject({ status: "joined" });
      const second = joining.status === "opened" ? joining.turn : 0;
      await store.endTurn(key("c"), second, "one", { events: [], reply: reply("r", { text: "Another" }) });
      expect(await store.joinTurn(key("c"), "a", wish)).toMatchObject({ reply: { text: "Another" } });
      expect(await store.joinTurn(key("c"), "a", claim({ wish: "third" }))).toMatchObject({
        status: "opened",
      });
    });

    test("a turn without a conversation is refused", async () => {
      await expect(store.joinTurn(key("none"), "a", claim())).rejects.toThrow();
    });

    test("the events of a turn are read from any position on, until and after its end", async () => {
      await add("a");
      const turn = await open("a");
      expect(await store.readTurn(key("c"), turn, 0)).toEqual({ messageId: "a", status: "live", events: [] });
      await store.appendEvents(key("c"), turn, [event(11), event(12)]);
      await store.appendEvents(key("c"), turn, [event(13)]);
      await store.appendEvents(key("c"), turn, []);
      expect(await store.readTurn(key("c"), turn, 11)).toEqual({
        messageId: "a",
        status: "live",
        events: [event(12), event(13)],
      });
      await store.endTurn(key("c"), turn, "one", { events: [event(14)], reply: null });
      const events = [11, 12, 13, 14].map((seq) => event(seq));
      expect(await store.readTurn(key("c"), turn, 0)).toEqual({ messageId: "a", status: "ended", events });
      await store.appendEvents(key("c"), turn, [event(15)]);
      expect(await store.readTurn(key("c"), turn, 14)).toEqual({
        messageId: "a",
        status: "ended",
        events: [],
      });
      expect(await store.readTurn(key("c"), turn + 1, 0)).toBeNull();
      expect(await store.readTurn(key("none"), 1, 0)).toBeNull();
    });

    test("events that are written twice are there once, or again in a batch of their own", async () => {
      await add("a");
      const turn = await open("a");
      await store.appendEvents(key("c"), turn, [event(1)]);
      await store.appendEvents(key("c"), turn, [event(1)]);
      await store.appendEvents(key("c"), turn, [event(1), event(2)]);
      const found = await store.readTurn(key("c"), turn, 1);
      expect(found?.events).toEqual([event(2)]);
    });

    test("a turn ends once, and only by its own instance while that lives", async () => {
      await add("a");
      const turn = await open("a");
      const ending = { events: [], reply: reply("r") };
      expect(await store.endTurn(key("c"), turn, "two", ending)).toBe(false);
      expect(await store.endTurn(key("c"), turn, "one", ending)).toBe(true);
      expect(await store.endTurn(key("c"), turn, "one", { ...ending, reply: reply("r2") })).toBe(false);
      expect(await ids({ limit: 9 })).toEqual(["a", "r"]);
      expect(await store.openTurns(key("c"))).toEqual([]);
    });

    test("a turn whose lease is over is lost, and anybody may end it, but its instance too late", async () => {
      await add("a");
      await add("b");
      const turn = await open("a", { lease: 0 });
      const kept = await open("b");
      expect(await store.readTurn(key("c"), turn, 0)).toMatchObject({ status: "lost" });
      expect(await store.lostTurns()).toEqual([
        { turn, messageId: "a", conversation: key("c"), status: "lost" },
      ]);
      const ending = { events: [], reply: reply("r", { status: "interrupted" }) };
      expect(await store.endTurn(key("c"), kept, "two", ending)).toBe(false);
      expect(await store.endTurn(key("c"), turn, "two", ending)).toBe(true);
      expect(await store.endTurn(key("c"), turn, "one", { events: [], reply: reply("late") })).toBe(false);
      expect(await store.findMessage(key("c"), "r")).toMatchObject({ status: "interrupted" });
      expect(await store.lostTurns()).toEqual([]);
    });

    test("an instance keeps all its turns, and learns which are to stop", async () => {
      for (const id of ["a", "b"]) await add(id, key(id));
      await open("a", { lease: 0 }, key("a"));
      await open("b", { lease: 0, instance: "two" }, key("b"));
      expect(await store.keepTurns("one", 60_000)).toEqual([]);
      expect(await store.lostTurns()).toMatchObject([{ messageId: "b" }]);
      await store.stopTurns("visitor", { messageId: "a" });
      await store.stopTurns("other");
      expect(await store.keepTurns("one", 60_000)).toMatchObject([
        { messageId: "a", conversation: key("a") },
      ]);
      expect(await store.keepTurns("two", 60_000)).toEqual([]);
      await store.stopTurns("visitor", { conversation: "b" });
      expect(await store.keepTurns("two", 60_000)).toMatchObject([{ messageId: "b" }]);
    });

    test("whoever watches is told of events, of the end and of a stop, until he ceases", async () => {
      await add("a");
      const changes: string[] = [];
      const told = (count: number) => vi.waitFor(() => expect(changes.length).toBeGreaterThanOrEqual(count));
      const end = store.watchTurns(({ id }, change) => changes.push(`${id} ${change}`));
      const turn = await open("a");
      await store.appendEvents(key("c"), turn, [event(1)]);
      await told(1);
      await store.stopTurns("visitor");
      await told(2);
      await store.endTurn(key("c"), turn, "one", { events: [event(2)], reply: null });
      await told(3);
      end();
      expect(changes).toEqual(["c events", "c stop", "c events"]);
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

    test("an open store is ready", async () => {
      await expect(store.ready()).resolves.toBeUndefined();
    });

    test("a closed store refuses every call, and can be closed again", async () => {
      await add("a");
      await store.close();
      await store.close();
      await expect(add("b")).rejects.toThrow();
      await expect(store.messages(key("c"), { limit: 1 })).rejects.toThrow();
      await expect(store.joinTurn(key("c"), "a", claim())).rejects.toThrow();
      await expect(store.appendEvents(key("c"), 1, [event(1)])).rejects.toThrow();
      await expect(store.moveOwner("one", "two")).rejects.toThrow();
      await expect(store.deleteConversation(key("c"))).rejects.toThrow();
      await expect(store.ready()).rejects.toThrow();
      await expect(store.countAttempt("k", { at: 1, expiresAt: 2 })).rejects.toThrow();
      await expect(store.findSession("s")).rejects.toThrow();
      await expect(store.presentSession("s", 2, { at: 1, expiresAt: 2 })).rejects.toThrow();
      await expect(store.revokeSession("s", { at: 1, expiresAt: 2 })).rejects.toThrow();
    });
  });
}
