import { expect, test, vi } from "vitest";
import type { ChatStore } from "../../src/index.js";
import { createStoreTools } from "./store-tools.js";

/** What every store promises about turns. */
export function describeTurns(current: () => ChatStore): void {
  const { key, add, claim, open, answer, ids, event, reply } = createStoreTools(current);

  test("turns are numbered upwards, in each conversation for itself; the first one runs", async () => {
    await add("a", key("one"));
    await add("b", key("one"));
    await add("a", key("two"));
    const join = (id: string, conversation: string) => current().joinTurn(key(conversation), id, claim());
    expect(await join("a", "one")).toEqual({ status: "opened", turn: 1, earlier: null, isFirst: true });
    expect(await join("b", "one")).toEqual({ status: "opened", turn: 2, earlier: null, isFirst: false });
    expect(await join("a", "two")).toEqual({ status: "opened", turn: 1, earlier: null, isFirst: true });
    expect(await current().openTurns(key("one"))).toEqual([
      { turn: 1, messageId: "a", conversation: key("one"), status: "live" },
      { turn: 2, messageId: "b", conversation: key("one"), status: "live" },
    ]);
    expect(await current().openTurns({ owner: "visitor" })).toHaveLength(3);
    expect(await current().openTurns(key("none"))).toEqual([]);
  });

  test("a message has one turn, however many claim it at once", async () => {
    await add("a");
    const joinings = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        current().joinTurn(key("c"), "a", claim({ instance: `instance ${index}` })),
      ),
    );
    expect(joinings.filter(({ status }) => status === "opened")).toHaveLength(1);
    expect(joinings.filter(({ status }) => status === "joined")).toHaveLength(9);
  });

  test("a conversation takes so many turns and no more", async () => {
    for (const id of ["a", "b", "c"]) await add(id);
    await open("a", { room: 2 });
    await open("b", { room: 2 });
    expect(await current().joinTurn(key("c"), "c", claim({ room: 2 }))).toEqual({ status: "full" });
  });

  test("an interrupted reply is written anew, and every other only for a new wish", async () => {
    await add("a");
    await answer("a", reply("r", { status: "interrupted" }));
    const turn = await open("a");
    await current().endTurn(key("c"), turn, "one", { events: [], reply: reply("r") });
    expect(await current().joinTurn(key("c"), "a", claim())).toMatchObject({ status: "settled" });
    const wish = claim({ wish: "another one" });
    const joining = await current().joinTurn(key("c"), "a", wish);
    expect(joining).toMatchObject({ status: "opened", earlier: { id: "r" } });
    expect(await current().joinTurn(key("c"), "a", wish)).toMatchObject({ status: "joined" });
    const second = joining.status === "opened" ? joining.turn : 0;
    await current().endTurn(key("c"), second, "one", { events: [], reply: reply("r", { text: "Another" }) });
    expect(await current().joinTurn(key("c"), "a", wish)).toMatchObject({ reply: { text: "Another" } });
    expect(await current().joinTurn(key("c"), "a", claim({ wish: "third" }))).toMatchObject({
      status: "opened",
    });
  });

  test("a turn without a conversation is refused", async () => {
    await expect(current().joinTurn(key("none"), "a", claim())).rejects.toThrow();
  });

  test("the events of a turn are read from any position on, until and after its end", async () => {
    await add("a");
    const turn = await open("a");
    expect(await current().readTurn(key("c"), turn, 0)).toEqual({
      messageId: "a",
      status: "live",
      events: [],
    });
    await current().appendEvents(key("c"), turn, [event(11), event(12)]);
    await current().appendEvents(key("c"), turn, [event(13)]);
    await current().appendEvents(key("c"), turn, []);
    expect(await current().readTurn(key("c"), turn, 11)).toEqual({
      messageId: "a",
      status: "live",
      events: [event(12), event(13)],
    });
    await current().endTurn(key("c"), turn, "one", { events: [event(14)], reply: null });
    const events = [11, 12, 13, 14].map((seq) => event(seq));
    expect(await current().readTurn(key("c"), turn, 0)).toEqual({ messageId: "a", status: "ended", events });
    await current().appendEvents(key("c"), turn, [event(15)]);
    expect(await current().readTurn(key("c"), turn, 14)).toEqual({
      messageId: "a",
      status: "ended",
      events: [],
    });
    expect(await current().readTurn(key("c"), turn + 1, 0)).toBeNull();
    expect(await current().readTurn(key("none"), 1, 0)).toBeNull();
  });

  test("events that are written twice are there once, or again in a batch of their own", async () => {
    await add("a");
    const turn = await open("a");
    await current().appendEvents(key("c"), turn, [event(1)]);
    await current().appendEvents(key("c"), turn, [event(1)]);
    await current().appendEvents(key("c"), turn, [event(1), event(2)]);
    const found = await current().readTurn(key("c"), turn, 1);
    expect(found?.events).toEqual([event(2)]);
  });

  test("a turn ends once, and only by its own instance while that lives", async () => {
    await add("a");
    const turn = await open("a");
    const ending = { events: [], reply: reply("r") };
    expect(await current().endTurn(key("c"), turn, "two", ending)).toBe(false);
    expect(await current().endTurn(key("c"), turn, "one", ending)).toBe(true);
    expect(await current().endTurn(key("c"), turn, "one", { ...ending, reply: reply("r2") })).toBe(false);
    expect(await ids({ limit: 9 })).toEqual(["a", "r"]);
    expect(await current().openTurns(key("c"))).toEqual([]);
  });

  test("a turn whose lease is over is lost, and anybody may end it, but its instance too late", async () => {
    await add("a");
    await add("b");
    const turn = await open("a", { lease: 0 });
    const kept = await open("b");
    expect(await current().readTurn(key("c"), turn, 0)).toMatchObject({ status: "lost" });
    expect(await current().lostTurns()).toEqual([
      { turn, messageId: "a", conversation: key("c"), status: "lost" },
    ]);
    const ending = { events: [], reply: reply("r", { status: "interrupted" }) };
    expect(await current().endTurn(key("c"), kept, "two", ending)).toBe(false);
    expect(await current().endTurn(key("c"), turn, "two", ending)).toBe(true);
    expect(await current().endTurn(key("c"), turn, "one", { events: [], reply: reply("late") })).toBe(false);
    expect(await current().findMessage(key("c"), "r")).toMatchObject({ status: "interrupted" });
    expect(await current().lostTurns()).toEqual([]);
  });

  test("an instance keeps all its turns, and learns which are to stop", async () => {
    for (const id of ["a", "b"]) await add(id, key(id));
    await open("a", { lease: 0 }, key("a"));
    await open("b", { lease: 0, instance: "two" }, key("b"));
    expect(await current().keepTurns("one", 60_000)).toEqual([]);
    expect(await current().lostTurns()).toMatchObject([{ messageId: "b" }]);
    await current().stopTurns("visitor", { messageId: "a" });
    await current().stopTurns("other");
    expect(await current().keepTurns("one", 60_000)).toMatchObject([
      { messageId: "a", conversation: key("a") },
    ]);
    expect(await current().keepTurns("two", 60_000)).toEqual([]);
    await current().stopTurns("visitor", { conversation: "b" });
    expect(await current().keepTurns("two", 60_000)).toMatchObject([{ messageId: "b" }]);
  });

  test("whoever watches is told of events, of the end and of a stop, until he ceases", async () => {
    await add("a");
    const changes: string[] = [];
    const told = (count: number) => vi.waitFor(() => expect(changes.length).toBeGreaterThanOrEqual(count));
    const end = current().watchTurns(({ id }, change) => changes.push(`${id} ${change}`));
    const turn = await open("a");
    await current().appendEvents(key("c"), turn, [event(1)]);
    await told(1);
    await current().stopTurns("visitor");
    await told(2);
    await current().endTurn(key("c"), turn, "one", { events: [event(2)], reply: null });
    await told(3);
    end();
    expect(changes).toEqual(["c events", "c stop", "c events"]);
  });
}
