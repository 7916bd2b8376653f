import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { postgresStore } from "../../src/stores/postgres.js";
import { startPostgres, type TestPostgres } from "../support/postgres.js";
import { expectInOrder, fillOutOfOrder } from "./reply-places.js";
import { describeStore } from "./store-suite.js";

let server: TestPostgres;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());
const newSchema = () => `test_${randomUUID().replaceAll("-", "_").slice(0, 23)}`;
const open = (schema: string) => postgresStore({ url: server.url, schema, onError: () => {} });

describeStore("a store in PostgreSQL", () => open(newSchema()));

const conversation = { owner: "visitor", id: "c" };
const message = { id: "a", text: "Hello", parts: [], createdAt: 1 };

async function sql(text: string): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  const { rows } = await client.query(text);
  await client.end();
  return rows;
}

test("instances that start at once make the tables once, and share what they store", async () => {
  const schema = newSchema();
  const stores = await Promise.all([open(schema), open(schema), open(schema)]);
  const results = await Promise.all(stores.map((store) => store.addMessage(conversation, message)));
  expect(results.filter(({ isNew }) => isNew)).toHaveLength(1);
  expect(await sql(`SELECT version FROM ${schema}.migrations`)).toEqual([{ version: 1 }, { version: 2 }]);
  await Promise.all(stores.map((store) => store.close()));
});

test("a message claimed at three instances at once is written at one", async () => {
  const schema = newSchema();
  const stores = await Promise.all([open(schema), open(schema), open(schema)]);
  await stores[0]?.addMessage(conversation, message);
  const joinings = await Promise.all(
    stores.map((store, index) =>
      store.joinTurn(conversation, "a", { instance: `instance ${index}`, lease: 60_000, room: 9 }),
    ),
  );
  expect(joinings.map(({ status }) => status).sort()).toEqual(["joined", "joined", "opened"]);
  await Promise.all(stores.map((store) => store.close()));
});

test("a server that crashes and comes back loses nothing, and instances hear each other again", async () => {
  const schema = newSchema();
  const [one, other] = [await open(schema), await open(schema)];
  await one.addMessage(conversation, message);
  await one.joinTurn(conversation, "a", { instance: "one", lease: 60_000, room: 9 });
  await server.restart();
  expect(await one.findMessage(conversation, "a")).toMatchObject({ text: "Hello" });
  const heard = vi.fn();
  other.watchTurns(heard);
  await vi.waitFor(
    async () => {
      await one.stopTurns("visitor");
      expect(heard).toHaveBeenCalledWith(conversation, "stop");
    },
    { timeout: 10_000, interval: 200 },
  );
  await Promise.all([one.close(), other.close()]);
});

test("in a schema of an earlier release replies come to stand behind their messages", async () => {
  const schema = newSchema();
  const before = await open(schema);
  await fillOutOfOrder(before);
  await before.close();
  await sql(`UPDATE ${schema}.messages SET seq = 100 + CASE id WHEN 'a' THEN 1 WHEN 'b' THEN 2 ELSE 3 END;
    UPDATE ${schema}.messages SET seq = seq - 100;
    UPDATE ${schema}.conversations SET last_seq = 3;
    DELETE FROM ${schema}.migrations WHERE version = 2`);

  const store = await open(schema);
  await expectInOrder(store);
  await store.close();
});

test("a schema of a newer release is refused untouched, with what to do", async () => {
  const schema = newSchema();
  await (await open(schema)).close();
  await sql(`INSERT INTO ${schema}.migrations (version) VALUES (999)`);
  await expect(open(schema)).rejects.toThrow(/version 999.*Update @chatisle\/server/s);
});
