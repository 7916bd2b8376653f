import { describe, expect, test } from "vitest";
import { memoryStorage } from "../../src/index.js";
import { historyOf, json, offline, plain } from "../support/fake-backend.js";
import {
  type Backend,
  count,
  foreignBackend,
  MINUTE,
  pageUnderTest,
  SECOND,
  sessionOf,
  transcript,
} from "../support/page-under-test.js";

const page = pageUnderTest();
const { pass, start } = page;

describe("a 401 in mid-conversation", () => {
  const lapse = (backend: Backend, times: number) => {
    let left = times;
    backend.on("POST /chat", () =>
      left-- > 0 ? json({ detail: "expired" }, { status: 401 }) : plain("Hello"),
    );
  };

  test("leads to one look at the session, and the message goes once more", async () => {
    const backend = foreignBackend();
    lapse(backend, 1);
    const client = await start(backend);
    client.send("Hi");
    await pass(SECOND);
    expect(transcript(client)).toEqual(["user done: Hi", "assistant done: Hello"]);
    expect(count(backend, "/api/session")).toBe(2);
    expect(backend.posted("/chat")).toHaveLength(2);
  });

  test("renews the session where the backend has a way to", async () => {
    const backend = foreignBackend();
    lapse(backend, 1);
    backend.on("POST /api/auth/refresh", () => json({}));
    const client = await start(backend, {
      protocol: { use: "rest", paths: { refresh: "/api/auth/refresh" } },
    });
    client.send("Hi");
    await pass(SECOND);
    expect(backend.posted("/api/auth/refresh")).toEqual([{}]);
    expect(transcript(client)).toEqual(["user done: Hi", "assistant done: Hello"]);
  });

  test("is shown when it comes again, and not tried for ever", async () => {
    const backend = foreignBackend();
    lapse(backend, 9);
    const client = await start(backend);
    client.send("Hi");
    await pass(SECOND);
    expect(transcript(client)).toEqual(["user error: Hi"]);
    expect(backend.posted("/chat")).toHaveLength(2);
  });

  test("with a session that is gone keeps the message, and sends it after the sign-in", async () => {
    const backend = foreignBackend();
    lapse(backend, 1);
    const client = await start(backend);
    backend.on("GET /api/session", () => json({}, { status: 401 }));
    client.send("Hi");
    client.setDraft("and");
    await pass(SECOND);
    expect(client.session.value.status).toBe("expired");
    expect(transcript(client)).toEqual(["user pending: Hi"]);
    expect(client.draft.value).toBe("and");

    backend.on("GET /api/session", sessionOf("s1"));
    await client.reload();
    await pass(SECOND);
    expect(transcript(client)).toEqual(["user done: Hi", "assistant done: Hello"]);
  });

  test("with a key that one node does not know yet ends nothing", async () => {
    const backend = foreignBackend();
    const client = await start(backend);
    const unknown = () => json({ code: "unknown_key", detail: "" }, { status: 401 });
    backend.on("GET /api/auth/token-health", unknown);
    backend.on("GET /api/session", unknown);
    await pass(6 * MINUTE);
    expect(client.session.value.status).toBe("renewing");
    backend.on("GET /api/session", sessionOf("s1"));
    await pass(20_000);
    expect(client.session.value.status).toBe("active");
  });

  test("does not show another person's messages", async () => {
    const backend = foreignBackend();
    backend.on("GET /api/chat/history", () => historyOf({ role: "human", content: "Ada's" }));
    const client = await start(backend);
    expect(transcript(client)).toEqual(["user done: Ada's"]);
    backend.on("GET /api/session", () => json({ session_id: "bob", is_anonymous: false }));
    backend.on("GET /api/chat/history", () => json({}, { status: 500 }));
    await client.reload();
    await pass(SECOND);
    expect(transcript(client)).toEqual([]);
  });

  test("leaves the draft to the same person, and not to another one", async () => {
    const storage = memoryStorage();
    const signedIn = (session_id: string, subject: string) => () =>
      json({ session_id, subject, is_anonymous: false });
    const backend = foreignBackend();
    const visit = async () => {
      const client = await start(backend, { storage });
      return client;
    };
    backend.on("GET /api/session", signedIn("s1", "ada"));
    (await visit()).setDraft("For Ada only");
    backend.on("GET /api/session", signedIn("s2", "ada"));
    expect((await visit()).draft.value).toBe("For Ada only");
    backend.on("GET /api/session", signedIn("s3", "bob"));
    expect((await visit()).draft.value).toBe("");
  });

  test("keeps no id of a session where others can read it", async () => {
    const kept: string[] = [];
    const storage = { ...memoryStorage(), setItem: (_key: string, value: string) => void kept.push(value) };
    const backend = foreignBackend();
    backend.on("GET /api/session", () => json({ session_id: "secret-session", subject: "secret-subject" }));
    backend.on("POST /chat", offline);
    const client = await start(backend, { storage });
    client.send("Hi");
    await pass(SECOND);
    expect(kept.join()).toContain("Hi");
    expect(kept.join()).not.toContain("secret");
  });

  test("does not send another person's message", async () => {
    const backend = foreignBackend();
    lapse(backend, 1);
    const client = await start(backend);
    backend.on("GET /api/session", () => json({}, { status: 401 }));
    const id = client.send("For Ada only") ?? "";
    await pass(SECOND);
    backend.on("GET /api/session", () => json({ session_id: "bob", is_anonymous: false }));
    await client.reload();
    await pass(SECOND);
    expect(transcript(client)).toEqual(["user error: For Ada only"]);
    expect(backend.posted("/chat")).toHaveLength(1);
    await client.retry(id);
    expect(transcript(client)).toEqual(["user done: For Ada only", "assistant done: Hello"]);
  });
});
