import { expect, test } from "vitest";
import { historyOf } from "../support/fake-backend.js";
import { count, foreignBackend, pageUnderTest, transcript } from "../support/page-under-test.js";

const page = pageUnderTest();
const { pass, start } = page;

test("a page back from the browser's cache reads session and history again", async () => {
  const backend = foreignBackend();
  const client = await start(backend);
  backend.on("GET /api/chat/history", () => historyOf({ role: "human", content: "From my phone" }));
  page.life.happens("restored");
  await pass(5_000);
  expect(transcript(client)).toEqual(["user done: From my phone"]);
  expect(count(backend, "/api/session")).toBe(2);
});

test("a disposed client leaves no timer and no listener", async () => {
  const client = await start(foreignBackend());
  client.dispose();
  expect(page.clock.pending()).toBe(0);
  expect(page.life.listeners.size).toBe(0);
  expect(client.session.value.status).toBe("disposed");
});
