import { describe, expect, test } from "vitest";
import { memoryStorage, textOf } from "../../src/index.js";
import { connect, foreignBackend, isIdle, transcript, until } from "../support/chat.js";
import { openStream, plain } from "../support/fake-backend.js";

describe("sending", () => {
  test("a foreign backend sees the message and nothing else", async () => {
    const backend = foreignBackend(() => plain("ok"));
    const client = connect(backend);
    client.send("Hi");
    await until(isIdle(client));
    expect(backend.posted("/chat")).toEqual([{ message: "Hi" }]);
    expect([...(backend.requests.at(-1)?.headers.keys() ?? [])].sort()).toEqual(["accept", "content-type"]);
  });

  test("a streamed reply grows as it comes and is whole at the end", async () => {
    const stream = openStream("text/event-stream");
    const client = connect(foreignBackend(() => stream.response));
    client.send("Hi");
    await until(() => client.reply.value.status === "waiting");
    void stream.write('data: {"content":"Hel"}\n\n');
    await until(() => client.messages.value.some((m) => textOf(m) === "Hel"));
    expect(client.reply.value.status).toBe("streaming");
    void stream.write('data: {"content":"lo"}\n\ndata: {"done":true}\n\n');
    await until(isIdle(client));
    expect(transcript(client)).toEqual(["user done: Hi", "assistant done: Hello"]);
  });

  test("messages go one at a time, in order", async () => {
    const first = openStream("text/plain");
    const replies = [first.response, plain("second reply")];
    const backend = foreignBackend(() => replies.shift() ?? plain("too many"));
    const client = connect(backend);
    client.send("one");
    client.send("two");
    await until(() => client.reply.value.status === "waiting");
    await expect.poll(() => backend.posted("/chat")).toEqual([{ message: "one" }]);
    void first.write("first reply");
    void first.end();
    await until(isIdle(client));
    expect(transcript(client)).toEqual([
      "user done: one",
      "assistant done: first reply",
      "user done: two",
      "assistant done: second reply",
    ]);
  });

  test("blank text is not sent", async () => {
    const backend = foreignBackend(() => plain("ok"));
    expect(connect(backend).send(" \n")).toBeNull();
    expect(backend.requests).toEqual([]);
  });

  test("the draft is cleared by sending and survives a reload until then", async () => {
    const storage = memoryStorage();
    const backend = foreignBackend(() => plain("ok"));
    connect(backend, { storage }).setDraft("half a tho");
    const reloaded = connect(backend, { storage });
    expect(reloaded.draft.value).toBe("half a tho");
    reloaded.send("half a thought");
    await until(isIdle(reloaded));
    expect(connect(backend, { storage }).draft.value).toBe("");
  });

  test("stop keeps what has come and ends the request", async () => {
    const stream = openStream("text/plain");
    let isAborted = false;
    const backend = foreignBackend(() => plain(""));
    backend.on("POST /chat", (_request, signal) => {
      signal.addEventListener("abort", () => {
        isAborted = true;
      });
      return stream.response;
    });
    const client = connect(backend);
    client.send("Hi");
    void stream.write("Once upon");
    await until(() => client.reply.value.status === "streaming");
    client.stop();
    await until(isIdle(client));
    expect(transcript(client)).toEqual(["user done: Hi", "assistant stopped: Once upon"]);
    expect(isAborted).toBe(true);
  });
});
