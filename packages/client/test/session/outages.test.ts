import { describe, expect, test } from "vitest";
import { historyOf, json, plain } from "../support/fake-backend.js";
import {
  BASE,
  count,
  foreignBackend,
  goOffline,
  MINUTE,
  pageUnderTest,
  SECOND,
  sessionOf,
  settle,
  transcript,
} from "../support/page-under-test.js";

const page = pageUnderTest();
const { pass, start } = page;

describe("an outage", () => {
  test("is looked into by a probe: nobody there", async () => {
    const backend = foreignBackend();
    goOffline(backend);
    const client = await start(backend);
    expect(client.session.value).toMatchObject({ status: "unavailable", reach: "unreachable" });
  });

  test("is looked into by a probe: somebody there who does not let this site read", async () => {
    const backend = foreignBackend();
    goOffline(backend);
    backend.on("GET /api/health", () => new Response(null, { status: 204 }));
    const client = await start(backend);
    expect(client.session.value).toMatchObject({ status: "unavailable", reach: "refused" });
    await pass(2 * MINUTE);
    expect(client.session.value).toMatchObject({ status: "misconfigured" });
  });

  test("ends by itself: the history comes, and what was written meanwhile goes", async () => {
    const backend = foreignBackend();
    goOffline(backend);
    const client = await start(backend);
    client.send("Hi");
    await pass(SECOND);
    expect(transcript(client)).toEqual(["user pending: Hi"]);
    expect(backend.posted("/chat")).toEqual([]);

    const back = foreignBackend();
    for (const route of ["GET /api/session", "GET /api/chat/history", "POST /chat"]) {
      backend.on(route, (request) =>
        back.fetch(new Request(BASE + request.path, { method: request.method })),
      );
    }
    await pass(30_000);
    expect(client.session.value.status).toBe("active");
    expect(client.history.value.status).toBe("loaded");
    expect(transcript(client)).toEqual(["user done: Hi", "assistant done: Hello"]);
  });

  test("is met with ever rarer tries", async () => {
    const backend = foreignBackend();
    goOffline(backend);
    await start(backend);
    await pass(10 * MINUTE);
    const early = count(backend, "/api/session");
    await pass(10 * MINUTE);
    const late = count(backend, "/api/session") - early;
    expect(early).toBeLessThan(20);
    expect(late).toBeLessThanOrEqual(8);
  });

  test("that the visitor's return may have ended is looked at again soon", async () => {
    const backend = foreignBackend();
    goOffline(backend);
    const client = await start(backend);
    await pass(20 * MINUTE);
    backend.on("GET /api/session", sessionOf("s1"));
    backend.on("GET /api/chat/history", () => historyOf());
    page.life.happens("online");
    await pass(2_000);
    expect(client.session.value.status).toBe("active");
  });

  test("of a page that is being left is none", async () => {
    const backend = foreignBackend();
    const client = await start(backend);
    goOffline(backend);
    void client.reload();
    await settle();
    page.life.leave();
    await pass(2_000);
    expect(client.session.value.status).toBe("active");
  });

  test("with Retry-After is waited out, and the refused message goes once more", async () => {
    const backend = foreignBackend();
    let posts = 0;
    backend.on("POST /chat", () =>
      posts++ === 0
        ? json({ detail: "slow" }, { status: 429, headers: { "retry-after": "7" } })
        : plain("Hello"),
    );
    const client = await start(backend);
    const before = backend.requests.length;
    client.send("Hi");
    await pass(6_500);
    expect(backend.requests.length - before).toBe(1);
    expect(client.session.value.status).toBe("throttled");
    await pass(6_000);
    expect(transcript(client)).toEqual(["user done: Hi", "assistant done: Hello"]);
  });
});
