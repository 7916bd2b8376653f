import { describe, expect, test } from "vitest";
import { BASE, connect, foreignBackend, isIdle, transcript, until } from "../support/chat.js";
import { fakeBackend, historyOf, json, offline, plain } from "../support/fake-backend.js";

describe("starting", () => {
  test("a known visitor gets an active session and the transcript so far", async () => {
    const client = connect(
      foreignBackend(
        () => plain(""),
        () => historyOf({ role: "human", content: "Hi" }, { role: "assistant", content: "Hello!" }),
      ),
    );
    await client.start();
    expect(client.session.value).toMatchObject({ status: "active", session: { id: "s1" } });
    expect(transcript(client)).toEqual(["user done: Hi", "assistant done: Hello!"]);
  });

  test("a 401 makes the visitor anonymous, and the first message can be sent", async () => {
    const backend = foreignBackend(() => plain("Welcome"));
    backend.on("GET /api/session", () => json({ detail: "no session" }, { status: 401 }));
    backend.on("GET /api/chat/history", () => json({ detail: "no session" }, { status: 401 }));
    const client = connect(backend);
    await client.start();
    expect(client.session.value).toEqual({ status: "anonymous", session: null });
    expect(client.history.value).toEqual({ status: "loaded" });
    client.send("Hi");
    await until(isIdle(client));
    expect(transcript(client)).toEqual(["user done: Hi", "assistant done: Welcome"]);
  });

  test.each([
    ["a refused connection", offline, "network"],
    [
      "an HTML login page",
      () => new Response("<!doctype html><title>Sign in", { headers: { "content-type": "text/html" } }),
      "protocol",
    ],
    ["JSON that is no session", () => json({}), "protocol"],
    ["null", () => json(null), "protocol"],
    ["a server error", () => json({ detail: "boom" }, { status: 500 }), "server"],
  ] as const)("%s is an outage, never the end of a session", async (_case, answer, code) => {
    const backend = foreignBackend(() => plain("fine"));
    backend.on("GET /api/session", answer);
    backend.on("GET /api/chat/history", answer);
    const client = connect(backend);
    await client.start();
    expect(client.session.value).toMatchObject({ status: "unavailable", failure: { code } });
    expect(client.history.value).toMatchObject({ status: "failed" });

    backend.on("GET /api/session", () => json({ session_id: "s1" }));
    backend.on("GET /api/chat/history", () => historyOf({ role: "human", content: "Hi" }));
    await client.reload();
    expect(client.session.value).toMatchObject({ status: "active" });
    expect(transcript(client)).toEqual(["user done: Hi"]);
  });

  test("is done once, however often it is asked for", async () => {
    const backend = foreignBackend(() => plain("ok"));
    const client = connect(backend);
    await Promise.all([client.start(), client.start()]);
    expect(backend.requests.map((request) => request.path)).toEqual(["/api/session", "/api/chat/history"]);
  });

  test("appends the documented paths to a base that has a path itself", async () => {
    const backend = fakeBackend({});
    const client = connect(backend, { baseUrl: `${BASE}/api/` });
    await client.start();
    expect(backend.requests[0]?.path).toBe("/api/api/session");
  });

  test("sends the cookie along with every request", async () => {
    const sent: (RequestCredentials | undefined)[] = [];
    const backend = foreignBackend(() => plain("ok"));
    const client = connect({
      fetch: (input, init) => {
        sent.push(input instanceof Request ? input.credentials : init?.credentials);
        return backend.fetch(input, init);
      },
    });
    client.send("Hi");
    await until(isIdle(client));
    expect(sent).toEqual(["include", "include", "include"]);
  });
});
