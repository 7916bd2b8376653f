import { expect, test } from "vitest";
import { historyOf, json, plain } from "../support/fake-backend.js";
import { foreignBackend, pageUnderTest, transcript, unauthorized } from "../support/page-under-test.js";

const page = pageUnderTest();
const anonymous = (session_id: string) => () => json({ session_id, is_anonymous: true });

/** A backend that has lost the sessions it kept, as after a restart: the next one it is asked for is another. */
function forgetfulBackend() {
  const backend = foreignBackend();
  let current = "s1";
  backend.on("GET /api/session", () => anonymous(current)());
  return {
    ...backend,
    forget() {
      current = "s2";
      let isRefused = false;
      backend.on("GET /api/chat/history", () => historyOf());
      backend.on("POST /chat", () => {
        if (isRefused) return plain("Hello again");
        isRefused = true;
        return unauthorized("session_missing")();
      });
    },
  };
}

test("a message that is refused because the backend has lost the session goes by itself in the next one", async () => {
  const backend = forgetfulBackend();
  const client = await page.start(backend);
  await page.send(client, "one");
  backend.forget();
  await page.send(client, "two");
  expect(transcript(client)).toEqual(["user done: two", "assistant done: Hello again"]);
  expect(backend.posted("/chat")).toEqual([{ message: "one" }, { message: "two" }, { message: "two" }]);
  expect(client.session.value).toMatchObject({ status: "anonymous", session: { id: "s2" } });
});

test("an anonymous visitor whose session cannot be renewed goes on in another one", async () => {
  const backend = forgetfulBackend();
  backend.on("POST /api/auth/refresh", unauthorized());
  const client = await page.start(backend, {
    protocol: { use: "rest", paths: { refresh: "/api/auth/refresh" } },
  });
  await page.send(client, "one");
  backend.forget();
  await page.send(client, "two");
  expect(transcript(client)).toEqual(["user done: two", "assistant done: Hello again"]);
  expect(client.session.value).toMatchObject({ status: "anonymous", session: { id: "s2" } });
});

test("a message goes by itself once more, not round in circles, where no session lasts until the next request", async () => {
  const backend = foreignBackend();
  let sessions = 0;
  backend.on("GET /api/session", () => anonymous(`s${++sessions}`)());
  backend.on("POST /chat", unauthorized("session_missing"));
  const client = await page.start(backend);
  await page.send(client, "one");
  await page.pass(60_000);
  expect(backend.posted("/chat")).toHaveLength(2);
  expect(transcript(client)).toEqual(["user error: one"]);
});

test("a message whose outcome nobody knows waits for the visitor when the session turns out to be another", async () => {
  const backend = forgetfulBackend();
  const client = await page.start(backend);
  await page.send(client, "one");
  backend.forget();
  backend.on("POST /chat", () => Promise.reject(new TypeError("Failed to fetch")));
  await page.send(client, "two");
  await page.pass(60_000);
  backend.on("POST /chat", () => plain("Hello again"));
  await page.pass(60_000);
  expect(backend.posted("/chat")).toEqual([{ message: "one" }, { message: "two" }]);
  expect(transcript(client)).toEqual(["user error: two"]);
});

test("a message of somebody who was signed in is not sent in the session of another visitor", async () => {
  const backend = forgetfulBackend();
  backend.on("GET /api/session", () => json({ session_id: "s1", is_anonymous: false }));
  const client = await page.start(backend);
  await page.send(client, "one");
  backend.forget();
  backend.on("GET /api/session", anonymous("s2"));
  await page.send(client, "two");
  expect(backend.posted("/chat")).toEqual([{ message: "one" }, { message: "two" }]);
});
