import { describe, expect, test } from "vitest";
import { connect, foreignBackend } from "../support/chat.js";
import { json, offline, plain } from "../support/fake-backend.js";

describe("older pages", () => {
  test("come before what is shown, once each, until there are no more", async () => {
    const backend = foreignBackend(() => plain("ok"));
    backend.on("GET /api/chat/history", (request) =>
      request.path.includes("cursor=p2")
        ? json({
            messages: [
              { id: "1", role: "human", content: "first" },
              { id: "2", role: "assistant", content: "second" },
            ],
          })
        : json({
            messages: [
              { id: "2", role: "assistant", content: "second" },
              { id: "3", role: "human", content: "third" },
            ],
            next_cursor: "p2",
          }),
    );
    const client = connect(backend);
    await client.start();
    await client.loadOlder();
    expect(client.messages.value.map((m) => m.id)).toEqual(["1", "2", "3"]);
    expect(client.history.value).toEqual({ status: "loaded" });
    await client.loadOlder();
    expect(backend.requests.filter((r) => r.path.includes("cursor"))).toHaveLength(1);
  });

  test("that fail can be asked for again", async () => {
    const backend = foreignBackend(() => plain("ok"));
    backend.on("GET /api/chat/history", () =>
      json({ messages: [{ id: "3", role: "human", content: "third" }], next_cursor: "p2" }),
    );
    const client = connect(backend);
    await client.start();
    backend.on("GET /api/chat/history", offline);
    await client.loadOlder();
    expect(client.history.value).toMatchObject({ status: "failed", cursor: "p2" });
    backend.on("GET /api/chat/history", () =>
      json({ messages: [{ id: "1", role: "human", content: "first" }] }),
    );
    await client.loadOlder();
    expect(client.messages.value.map((m) => m.id)).toEqual(["1", "3"]);
  });
});
