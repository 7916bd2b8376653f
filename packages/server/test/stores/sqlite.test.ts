import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, expect, test } from "vitest";
import { sqliteStore } from "../../src/stores/sqlite.js";
import { STATEMENTS } from "../../src/stores/sqlite-statements.js";
import { createTestBackend } from "../support/test-backend.js";
import { createVisitor } from "../support/visitor.js";
import { expectInOrder, fillOutOfOrder } from "./reply-places.js";
import { describeStore } from "./store-suite.js";

const folder = mkdtempSync(join(tmpdir(), "chatisle-sqlite-"));
afterAll(() => rmSync(folder, { recursive: true }));
const newPath = () => join(folder, randomUUID(), "chat.sqlite");

describeStore("a SQLite store in memory", async () => sqliteStore({ path: ":memory:" }));
describeStore("a store in a file, whose folder it makes", async () => sqliteStore({ path: newPath() }));

test("a conversation is still there after a restart", async () => {
  const path = newPath();
  const before = createTestBackend({ store: sqliteStore({ path }) });
  const visitor = createVisitor(before.backend);
  await visitor.session();
  await visitor.send("Hello", { id: "q" });
  await before.backend.close();

  const after = createVisitor(createTestBackend({ store: sqliteStore({ path }) }).backend);
  for (const [name, value] of visitor.cookies) after.cookies.set(name, value);
  expect(await after.rows()).toEqual([
    { role: "human", content: "Hello" },
    { role: "assistant", content: "You said: Hello" },
  ]);
  expect((await after.send("Hello", { id: "q" })).headers.get("idempotent-replayed")).toBe("true");
});

test("two processes share a file without storing a message twice", async () => {
  const path = newPath();
  const [one, other] = [sqliteStore({ path }), sqliteStore({ path })];
  const conversation = { owner: "visitor", id: "c" };
  const message = { id: "a", text: "Hello", parts: [], createdAt: 1 };
  expect((await one.addMessage(conversation, message)).isNew).toBe(true);
  expect((await other.addMessage(conversation, message)).isNew).toBe(false);
  const claim = { lease: 60_000, room: 9 };
  expect(await one.joinTurn(conversation, "a", { ...claim, instance: "one" })).toMatchObject({
    turn: 1,
    status: "opened",
  });
  expect(await other.joinTurn(conversation, "a", { ...claim, instance: "two" })).toEqual({
    turn: 1,
    status: "joined",
  });
  await Promise.all([one.close(), other.close()]);
});

test("in a file of an earlier release replies come to stand behind their messages", async () => {
  const path = newPath();
  const before = sqliteStore({ path });
  await fillOutOfOrder(before);
  await before.close();
  const database = new DatabaseSync(path);
  database.exec("UPDATE messages SET seq = 100 + rowid; UPDATE messages SET seq = seq - 100");
  database.exec("UPDATE conversations SET last_seq = 3; PRAGMA user_version = 4");
  database.close();

  const store = sqliteStore({ path });
  await expectInOrder(store);
  await store.close();
});

test("a file of a newer release is refused untouched, with what to do", () => {
  const path = newPath();
  sqliteStore({ path }).close();
  const database = new DatabaseSync(path);
  database.exec("PRAGMA user_version = 999");
  database.close();
  expect(() => sqliteStore({ path })).toThrow(/schema 999.*Update @chatisle\/server/s);
  const reopened = new DatabaseSync(path);
  expect(reopened.prepare("PRAGMA user_version").get()).toEqual({ user_version: 999 });
  reopened.close();
});

test("a file that is no database is refused, with its path", () => {
  const path = join(folder, "notes.txt");
  writeFileSync(path, "This is not a database. ".repeat(100));
  expect(() => sqliteStore({ path })).toThrow(path);
});

test.each(Object.entries(STATEMENTS))(
  "%s reads no more than its row, however many are stored",
  async (_name, sql) => {
    const path = newPath();
    await sqliteStore({ path }).close();
    const database = new DatabaseSync(path);
    const plan = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all();
    database.close();
    // Neither a scan nor a sort: an insert has no plan at all, a subquery is a heading over its own steps.
    for (const { detail } of plan) {
      expect(detail).toMatch(
        /^SEARCH .* USING (COVERING )?INDEX|^SEARCH .* USING INTEGER PRIMARY KEY|^CORRELATED SCALAR SUBQUERY/,
      );
    }
  },
);
