import { expect, test } from "vitest";
import { postgresStore } from "../../src/stores/postgres.js";

test("a server that cannot be reached is named, without user and password", async () => {
  const url = "postgres://somebody:hunter2@127.0.0.1:1/chat";
  const failure = await postgresStore({ url }).catch((error: unknown) => String(error));
  expect(failure).toContain("127.0.0.1:1/chat");
  expect(failure).not.toContain("hunter2");
});

test("a schema name that would need quotes is refused", async () => {
  await expect(postgresStore({ url: "postgres://127.0.0.1:1/x", schema: 'a"; DROP' })).rejects.toThrow(
    "schema",
  );
});
