import { format } from "node:util";
import { expect, onTestFinished, test, vi } from "vitest";
import { BackendError, createChatBackend } from "../../src/index.js";
import { logError } from "../../src/observe/log-error.js";
import { sqliteStore } from "../../src/stores/sqlite.js";
import { SECRET } from "../support/test-backend.js";
import { createVisitor, PAGE } from "../support/visitor.js";

/** What the log's reader sees. */
function watchLog(): () => string {
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  onTestFinished(() => log.mockRestore());
  return () => log.mock.calls.map((call) => format(...call)).join("\n");
}

test("a reply that fails is in the log with its reason, and nothing that the visitor wrote", async () => {
  const log = watchLog();
  const backend = createChatBackend({
    store: sqliteStore({ path: ":memory:" }),
    reply: ({ text }) => {
      throw Object.assign(new Error("no such model"), { prompt: text });
    },
    origins: [PAGE],
    secret: SECRET,
  });
  onTestFinished(() => backend.close());
  await (await createVisitor(backend).send("My card is 4711")).text();
  expect(log()).toContain("no such model");
  expect(log()).not.toContain("4711");
});

test("the causes of an error are in the log too, without the fields of a database's row", () => {
  const log = watchLog();
  const cause = Object.assign(new Error("value too long"), { detail: "Failing row contains (4711)" });
  logError(new BackendError("store", "The store failed.", { cause }));
  expect(log()).toMatch(/The store failed.*Caused by.*value too long/s);
  expect(log()).not.toContain("4711");
});

test.each([
  ["a text", "out of paper", "out of paper"],
  ["an object with a message", { message: "overloaded", request: "4711" }, "overloaded"],
  ["nothing", undefined, "undefined"],
])("%s that was thrown is in the log", (_what, thrown, told) => {
  const log = watchLog();
  logError(thrown);
  expect(log()).toContain(told);
  expect(log()).not.toContain("4711");
});

test("an error that is its own cause is told once", () => {
  const log = watchLog();
  const error = new Error("round");
  error.cause = error;
  logError(error);
  expect(log().match(/Error: round/g)).toHaveLength(1);
});
