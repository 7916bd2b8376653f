import { describe, expect, test } from "vitest";
import { memoryStorage, textOf } from "../../src/index.js";
import { connect, isIdle, transcript, until } from "../support/chat.js";
import { fakeBackend, historyOf, kitEvents, kitSession, openStream, plain } from "../support/fake-backend.js";

describe("the reference backend", () => {
  const kit = (replies: () => Response | Promise<Response>) =>
    fakeBackend({
      "GET /api/session": kitSession,
      "GET /api/chat/history": () => historyOf(),
      "GET /chat/stream": () => new Response(null, { status: 204 }),
      "POST /chat/stop": () => new Response(null, { status: 204 }),
      "POST /chat": replies,
    });
  const events = (...list: readonly object[]) =>
    new Response(kitEvents(...list), { headers: { "content-type": "text/event-stream" } });

  test("gets the message's id, and its sources reach the transcript", async () => {
    const source = { type: "source", id: "1", url: "/help#reset", title: "Reset" };
    const backend = kit(() =>
      events(
        { type: "start", id: "r1" },
        { type: "delta", kind: "text", text: "Hold the switch." },
        { type: "part", part: source },
        { type: "finish", reason: "stop" },
      ),
    );
    const client = connect(backend);
    const id = client.send("How do I reset it?");
    await until(isIdle(client));
    expect(backend.posted("/chat")).toEqual([{ message: "How do I reset it?", id }]);
    expect(client.messages.value.at(-1)).toMatchObject({
      id: "r1",
      status: "done",
      parts: [{ type: "text", text: "Hold the switch." }, source],
    });
  });

  test("is told when the visitor stops", async () => {
    const stream = openStream("text/event-stream");
    const backend = kit(() => stream.response);
    const client = connect(backend);
    const id = client.send("Hi");
    void stream.write(kitEvents({ type: "start", id: "r1" }, { type: "delta", kind: "text", text: "Once" }));
    await until(() => client.messages.value.some((m) => textOf(m) === "Once"));
    client.stop();
    await until(isIdle(client));
    await expect.poll(() => backend.posted("/chat/stop")).toEqual([{ id }]);
  });

  test("a stream that ends without its last event is cut, and Retry follows the reply from there", async () => {
    const backend = kit(() =>
      events({ type: "start", id: "r1" }, { type: "delta", kind: "text", text: "Once " }),
    );
    const client = connect(backend);
    client.send("Tell");
    await until(isIdle(client));
    expect(transcript(client).at(-1)).toBe("assistant interrupted: Once ");
    backend.on("GET /chat/stream", () =>
      events(
        { type: "start", id: "r1" },
        { type: "delta", kind: "text", text: "Once " },
        { type: "delta", kind: "text", text: "upon a time" },
        { type: "finish", reason: "stop" },
      ),
    );
    await client.retry("r1");
    expect(backend.requests.at(-1)?.path).toBe("/chat/stream?after=2");
    expect(transcript(client)).toEqual(["user done: Tell", "assistant done: Once upon a time"]);
    expect(backend.posted("/chat")).toHaveLength(1);
  });

  test("after a reload the running reply goes on", async () => {
    const backend = kit(() => plain(""));
    backend.on("GET /api/chat/history", () => historyOf({ id: "q1", role: "human", content: "Tell" }));
    backend.on("GET /chat/stream", () =>
      events(
        { type: "start", id: "r1" },
        { type: "delta", kind: "text", text: "Once" },
        { type: "finish", reason: "stop" },
      ),
    );
    const client = connect(backend);
    await client.start();
    expect(transcript(client)).toEqual(["user done: Tell", "assistant done: Once"]);
  });

  test("what an earlier page tried to send goes again under the same id", async () => {
    const storage = memoryStorage();
    const before = connect(
      kit(() => new Promise<Response>(() => {})),
      { storage },
    );
    const id = before.send("Hi");
    await until(() => before.reply.value.status === "waiting");
    before.dispose();

    const backend = kit(() =>
      events(
        { type: "start", id: "r1" },
        { type: "delta", kind: "text", text: "Hello" },
        { type: "finish", reason: "stop" },
      ),
    );
    const after = connect(backend, { storage });
    await after.start();
    expect(backend.posted("/chat")).toEqual([{ message: "Hi", id }]);
    expect(transcript(after)).toEqual(["user done: Hi", "assistant done: Hello"]);
  });
});
