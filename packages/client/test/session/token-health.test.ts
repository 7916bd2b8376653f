import { describe, expect, test } from "vitest";
import { json } from "../support/fake-backend.js";
import {
  count,
  foreignBackend,
  healthy,
  MINUTE,
  pageUnderTest,
  SECOND,
  transcript,
} from "../support/page-under-test.js";

const page = pageUnderTest();
const { connect, pass, start } = page;

describe("token health", () => {
  test("is asked about every five minutes, from the session on", async () => {
    const backend = foreignBackend();
    await start(backend);
    expect(count(backend, "/api/auth/token-health")).toBe(0);
    await pass(6 * MINUTE);
    expect(count(backend, "/api/auth/token-health")).toBe(1);
    await pass(10 * MINUTE);
    expect(count(backend, "/api/auth/token-health")).toBe(3);
  });

  test("is asked about as often as the backend says", async () => {
    const backend = foreignBackend();
    backend.on("GET /api/session", () => json({ session_id: "s1", refresh_in: 60 }));
    await start(backend);
    await pass(4 * MINUTE);
    expect(count(backend, "/api/auth/token-health")).toBe(3);
  });

  test("is not asked about without a session", async () => {
    const backend = foreignBackend();
    backend.on("GET /api/session", () => json({}, { status: 401 }));
    await start(backend);
    await pass(20 * MINUTE);
    expect(count(backend, "/api/auth/token-health")).toBe(0);
  });

  test("waits while any other request shows it", async () => {
    const backend = foreignBackend();
    const client = await start(backend);
    await pass(4 * MINUTE);
    client.send("Hi");
    await pass(2 * MINUTE);
    expect(count(backend, "/api/auth/token-health")).toBe(0);
  });

  test("is not asked about in a hidden page, and once when the visitor comes back", async () => {
    const backend = foreignBackend();
    await start(backend);
    page.life.happens("hidden");
    await pass(60 * MINUTE);
    expect(count(backend, "/api/auth/token-health")).toBe(0);
    page.life.happens("visible");
    page.life.happens("online");
    await pass(5_000);
    expect(count(backend, "/api/auth/token-health")).toBe(1);
  });

  test("that is incompatible asks for a sign-in and loses nothing", async () => {
    const backend = foreignBackend();
    backend.on("GET /api/auth/token-health", () => json({ compatible: false, authenticated: true }));
    const client = connect(backend);
    client.setDraft("half a thought");
    void client.start();
    await pass(SECOND);
    await pass(6 * MINUTE);
    expect(client.session.value.status).toBe("sign-in-required");
    client.send("Hi");
    await pass(SECOND);
    expect(transcript(client)).toEqual(["user pending: Hi"]);
    expect(backend.posted("/chat")).toEqual([]);

    backend.on("GET /api/auth/token-health", healthy);
    await client.reload();
    await pass(SECOND);
    expect(transcript(client)).toEqual(["user done: Hi", "assistant done: Hello"]);
  });

  test.each([
    ["403", () => json({}, { status: 403 })],
    ["404", () => json({}, { status: 404 })],
    ["an HTML page", () => new Response("<html>", { headers: { "content-type": "text/html" } })],
    ["500", () => json({}, { status: 500 })],
    ["garbage", () => json({ ok: 1 })],
    ["nothing", () => new Response(null, { status: 204 })],
  ])("answered with %s never ends the session", async (_case, answer) => {
    const backend = foreignBackend();
    backend.on("GET /api/auth/token-health", answer);
    const client = await start(backend);
    await pass(6 * MINUTE);
    expect(client.session.value.status).not.toBe("expired");
    await pass(MINUTE);
    client.send("Hi");
    await pass(SECOND);
    expect(transcript(client)).toEqual(["user done: Hi", "assistant done: Hello"]);
  });
});
