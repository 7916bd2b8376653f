import { describe, expect, test } from "vitest";
import { json, kitEvents, kitSession, offline } from "../support/fake-backend.js";
import { foreignBackend, MINUTE, pageUnderTest, SECOND, transcript } from "../support/page-under-test.js";

const page = pageUnderTest();
const { pass, start } = page;

describe("a backend that de-duplicates", () => {
  test("gets a message of unknown outcome again by itself, under the same id", async () => {
    const backend = foreignBackend();
    backend.on("GET /api/session", kitSession);
    backend.on("GET /chat/stream", () => new Response(null, { status: 204 }));
    backend.on("POST /chat", offline);
    const client = await start(backend);
    const id = client.send("Hi");
    await pass(SECOND);
    expect(transcript(client)).toEqual(["user pending: Hi"]);
    backend.on(
      "POST /chat",
      () =>
        new Response(
          kitEvents(
            { type: "start", id: "r1" },
            { type: "delta", kind: "text", text: "Hello" },
            { type: "finish", reason: "stop" },
          ),
          { headers: { "content-type": "text/event-stream" } },
        ),
    );
    await pass(30_000);
    expect(transcript(client)).toEqual(["user done: Hi", "assistant done: Hello"]);
    expect(backend.posted("/chat").map((body) => (body as { id: string }).id)).toEqual([id, id]);
  });

  test("is not asked for ever: then the visitor decides", async () => {
    const backend = foreignBackend();
    backend.on("GET /api/session", kitSession);
    backend.on("GET /chat/stream", () => new Response(null, { status: 204 }));
    backend.on("POST /chat", () => json({ code: "store_down", detail: "" }, { status: 500 }));
    const client = await start(backend);
    client.send("Hi");
    await pass(5 * MINUTE);
    expect(transcript(client)).toEqual(["user error: Hi"]);
    expect(backend.posted("/chat").length).toBeLessThanOrEqual(6);
  });
});
