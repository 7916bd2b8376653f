import { describe, expect, test } from "vitest";
import { memoryStorage } from "../../src/index.js";
import { BASE, connect, foreignBackend, transcript, until } from "../support/chat.js";
import { historyOf, plain } from "../support/fake-backend.js";

describe("a reload", () => {
  test("shows a message whose outcome is unknown as unconfirmed, and does not send it by itself", async () => {
    const storage = memoryStorage();
    const never = foreignBackend(() => new Promise<Response>(() => {}));
    const before = connect(never, { storage });
    before.send("Hi");
    await until(() => before.reply.value.status === "waiting");
    before.dispose();

    const backend = foreignBackend(() => plain("ok"));
    const after = connect(backend, { storage });
    await after.start();
    expect(transcript(after)).toEqual(["user error: Hi"]);
    expect(backend.posted("/chat")).toEqual([]);
  });

  test("sends by itself what was written and never tried", async () => {
    const storage = memoryStorage();
    const silent = foreignBackend(() => plain("ok"));
    silent.on("GET /api/session", () => new Promise<Response>(() => {}));
    connect(silent, { storage }).send("Hi");

    const client = connect(
      foreignBackend(() => plain("ok")),
      { storage },
    );
    await client.start();
    expect(transcript(client)).toEqual(["user done: Hi", "assistant done: ok"]);
  });

  test("settles what the history shows to have arrived", async () => {
    const storage = memoryStorage();
    const before = connect(
      foreignBackend(() => new Promise<Response>(() => {})),
      { storage },
    );
    before.send("Hi");
    await until(() => before.reply.value.status === "waiting");
    before.dispose();

    const after = connect(
      foreignBackend(
        () => plain("no"),
        () => historyOf({ role: "human", content: "Hi" }),
      ),
      { storage },
    );
    await after.start();
    expect(transcript(after)).toEqual(["user done: Hi"]);
  });

  test("survives garbage in the storage", async () => {
    const storage = memoryStorage();
    const key = `chatisle:default:${BASE}:outbox`;
    storage.setItem(
      key,
      '[{"id":1},null,{"id":"a","text":"x","createdAt":"2026-01-01T00:00:00Z","twinsBefore":"no"}]',
    );
    const client = connect(
      foreignBackend(() => plain("ok")),
      { storage },
    );
    await client.start();
    expect(client.messages.value).toEqual([]);
  });
});
