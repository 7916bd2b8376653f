import { expect, test } from "vitest";
import type { ChatStore, FileRecord } from "../../src/index.js";
import { createStoreTools } from "./store-tools.js";

/** What every store promises about what a visitor owns: conversations as a whole, and files. */
export function describeOwners(current: () => ChatStore): void {
  const { key, add, answer, ids, reply } = createStoreTools(current);

  test("conversations are listed by their last message, page by page, with their beginning as the title", async () => {
    for (const [id, createdAt] of [
      ["old", 1],
      ["same-1", 5],
      ["same-2", 5],
      ["new", 9],
    ] as const) {
      await current().addMessage(key(id), { id: "a", text: `About  ${id}`, parts: [], createdAt });
    }
    await current().addMessage(key("old"), { id: "b", text: "More", parts: [], createdAt: 10 });
    await add("a", key("hidden", "other"));
    const first = await current().conversations("visitor", { limit: 2 });
    expect(first).toEqual([
      { id: "old", title: "About old", updatedAt: 10 },
      { id: "new", title: "About new", updatedAt: 9 },
    ]);
    const [, last] = first;
    if (last === undefined) throw new Error("There is no second conversation.");
    const rest = await current().conversations("visitor", { after: last, limit: 1 });
    expect(rest).toMatchObject([{ id: "same-2" }]);
    const [middle] = rest;
    if (middle === undefined) throw new Error("There is no third conversation.");
    expect(await current().conversations("visitor", { after: middle, limit: 9 })).toMatchObject([
      { id: "same-1" },
    ]);
  });

  test("a conversation moves behind the other owner's of its name, in its order, with its replies", async () => {
    await add("a", key("c", "from"));
    await answer("a", reply("r"), key("c", "from"));
    await add("z");
    await current().moveOwner("from", "visitor");
    expect(await ids({ limit: 10 })).toEqual(["z", "a", "r"]);
    expect(await ids({ limit: 10 }, key("c", "from"))).toEqual([]);
    expect(await current().findMessage(key("c"), "r")).toMatchObject({ replyTo: "a" });
    expect(await answer("z", reply("rz"))).toBeGreaterThan(1);
    await add("y");
    expect(await ids({ limit: 10 })).toEqual(["z", "rz", "a", "r", "y"]);
  });

  test("a message that both conversations have is there once after a move, with the reply it had", async () => {
    for (const owner of ["from", "visitor"]) {
      await add("a", key("c", owner));
      await answer("a", reply(`reply of ${owner}`), key("c", owner));
    }
    await add("b", key("c", "from"));
    await current().moveOwner("from", "visitor");
    expect(await ids({ limit: 10 })).toEqual(["a", "reply of visitor", "b"]);
  });

  test("a move to a new owner, from none and to itself keeps every message and file", async () => {
    await add("a", key("c", "from"));
    await current().addFile({ id: "f", owner: "from", name: "a.png", type: "image/png", createdAt: 1 });
    await current().moveOwner("from", "visitor");
    await current().moveOwner("none", "visitor");
    await current().moveOwner("visitor", "visitor");
    expect(await ids({ limit: 10 })).toEqual(["a"]);
    expect(await current().findFile("f")).toMatchObject({ owner: "visitor" });
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
    await current().addFile(file("sent"));
    await current().addFile(file("loose"));
    await current().addMessage(key("c"), { id: "a", text: "", parts: [filePart("sent")], createdAt: 1 });
    expect(await current().findFile("sent")).toEqual(file("sent"));
    expect((await current().messages(key("c"), { limit: 1 }))[0]?.parts).toEqual([filePart("sent")]);
    expect(await current().deleteConversation(key("c"))).toEqual(["sent"]);
    expect(await current().findFile("sent")).toBeNull();
    expect(await current().findFile("loose")).toEqual(file("loose"));
  });

  test("a deleted conversation leaves nothing, and no other is touched", async () => {
    await add("a", key("one"));
    await answer("a", reply("r"), key("one"));
    await add("a", key("two"));
    await current().deleteConversation(key("one"));
    expect(await current().deleteConversation(key("none"))).toEqual([]);
    expect(await ids({ limit: 10 }, key("one"))).toEqual([]);
    expect(await ids({ limit: 10 }, key("two"))).toEqual(["a"]);
    expect(await add("a", key("one"))).toMatchObject({ isNew: true });
    expect(await current().conversations("visitor", { limit: 9 })).toHaveLength(2);
  });

  test("a deleted owner leaves nothing, and no other is touched", async () => {
    await current().addFile(file("mine"));
    await current().addFile(file("theirs", { owner: "other" }));
    await add("a", key("one"));
    await add("a", key("two"));
    await add("a", key("one", "other"));
    expect(await current().deleteOwner("visitor")).toEqual(["mine"]);
    expect(await current().conversations("visitor", { limit: 9 })).toEqual([]);
    expect(await current().findFile("theirs")).not.toBeNull();
    expect(await current().conversations("other", { limit: 9 })).toHaveLength(1);
  });

  test("what is older than wanted is deleted, some at a time, and nothing else", async () => {
    for (let index = 0; index < 130; index += 1) await add("a", key(`old-${index}`));
    await current().addMessage(key("new"), { id: "a", text: "New", parts: [], createdAt: 10 });
    await current().addFile(file("old"));
    await current().addFile(file("new", { createdAt: 10 }));
    const first = await current().deleteOlder(10);
    expect(first).toMatchObject({ isMore: true });
    expect(await current().deleteOlder(10)).toMatchObject({ isMore: false });
    expect(first.files).toEqual(["old"]);
    expect(await current().conversations("visitor", { limit: 200 })).toMatchObject([{ id: "new" }]);
    expect(await current().findFile("new")).not.toBeNull();
  });
}
