import { describe, expect, test } from "vitest";
import { connect, foreignBackend, isIdle, transcript, until } from "../support/chat.js";
import { historyOf, json, offline, openStream, plain } from "../support/fake-backend.js";

describe("failing", () => {
  test.each([
    ["a refused connection", offline, "network"],
    ["401", () => json({ detail: "who?" }, { status: 401 }), "auth"],
    ["403", () => json({ detail: "no" }, { status: 403 }), "blocked"],
    ["500", () => new Response("Internal Server Error", { status: 500 }), "server"],
    [
      "an HTML page",
      () => new Response("<html>Log in</html>", { headers: { "content-type": "text/html" } }),
      "protocol",
    ],
    ["an empty answer", () => plain(""), "protocol"],
  ] as const)(
    "%s keeps the message, says why, and the same message can go again",
    async (_case, answer, code) => {
      const backend = foreignBackend(() => plain("Hello"));
      backend.on("POST /chat", answer);
      const client = connect(backend);
      const id = client.send("Hi") ?? "";
      await until(() => client.messages.value.some((m) => m.status === "error"));
      expect(client.messages.value).toMatchObject([{ id, status: "error", error: { code } }]);

      backend.on("POST /chat", () => plain("Hello"));
      await client.retry(id);
      expect(transcript(client)).toEqual(["user done: Hi", "assistant done: Hello"]);
    },
  );

  test("a message behind a failed one waits for it", async () => {
    const backend = foreignBackend(() => plain("ok"));
    backend.on("POST /chat", offline);
    const client = connect(backend);
    const id = client.send("one") ?? "";
    client.send("two");
    await until(() => client.messages.value.some((m) => m.status === "error"));
    expect(transcript(client)).toEqual(["user error: one", "user pending: two"]);
    backend.on("POST /chat", () => plain("ok"));
    await client.retry(id);
    expect(transcript(client)).toEqual([
      "user done: one",
      "assistant done: ok",
      "user done: two",
      "assistant done: ok",
    ]);
  });

  test("a failed message can be taken back into the draft, and the next one goes", async () => {
    const backend = foreignBackend(() => plain("ok"));
    backend.on("POST /chat", offline);
    // The next one waits for the end of the outage, which is looked for at once.
    const client = connect(backend, { random: () => 0 });
    const id = client.send("one") ?? "";
    client.send("two");
    await until(() => client.messages.value.some((m) => m.status === "error"));
    backend.on("POST /chat", () => plain("ok"));
    client.takeBack(id);
    expect(client.draft.value).toBe("one");
    await until(isIdle(client));
    expect(transcript(client)).toEqual(["user done: two", "assistant done: ok"]);
  });

  test("a message that arrived although its answer was lost is settled by Retry, not sent again", async () => {
    const backend = foreignBackend(() => plain("ok"));
    backend.on("POST /chat", offline);
    const client = connect(backend);
    const id = client.send("Hi") ?? "";
    await until(() => client.messages.value.some((m) => m.status === "error"));
    backend.on("GET /api/chat/history", () =>
      historyOf({ role: "human", content: "Hi" }, { role: "assistant", content: "Hello" }),
    );
    await client.retry(id);
    expect(transcript(client)).toEqual(["user done: Hi", "assistant done: Hello"]);
    expect(backend.posted("/chat")).toHaveLength(1);
  });

  test("two messages with the same text are not taken for one another", async () => {
    const rows = [
      { role: "human", content: "Hi" },
      { role: "assistant", content: "Hello" },
    ] as const;
    const backend = foreignBackend(
      () => plain("Hello again"),
      () => historyOf(...rows),
    );
    backend.on("POST /chat", offline);
    const client = connect(backend);
    const id = client.send("Hi") ?? "";
    await until(() => client.messages.value.some((m) => m.status === "error"));
    backend.on("POST /chat", () => plain("Hello again"));
    await client.retry(id);
    expect(backend.posted("/chat")).toHaveLength(2);
    expect(transcript(client).slice(-2)).toEqual(["user done: Hi", "assistant done: Hello again"]);
  });

  test("Retry sends nothing while the history cannot tell whether the message arrived", async () => {
    const backend = foreignBackend(() => plain("ok"));
    backend.on("POST /chat", offline);
    const client = connect(backend);
    const id = client.send("Hi") ?? "";
    await until(() => client.messages.value.some((m) => m.status === "error"));
    backend.on("GET /api/chat/history", offline);
    await client.retry(id);
    expect(backend.posted("/chat")).toHaveLength(1);
    expect(transcript(client)).toEqual(["user error: Hi"]);
  });

  test("a reply that is cut keeps its text and is marked", async () => {
    const stream = openStream("text/plain");
    const client = connect(
      foreignBackend(
        () => stream.response,
        () => historyOf({ role: "human", content: "Hi" }),
      ),
    );
    client.send("Hi");
    await stream.write("Half an ans");
    void stream.cut();
    await until(isIdle(client));
    expect(transcript(client).at(-1)).toBe("assistant interrupted: Half an ans");
    // The backend kept the question and nothing else: the piece stays where it was.
    await client.retry(client.messages.value.at(-1)?.id ?? "");
    expect(transcript(client)).toEqual(["user done: Hi", "assistant interrupted: Half an ans"]);
  });

  test("Retry completes a cut reply from a history that has the whole", async () => {
    const stream = openStream("text/plain");
    const backend = foreignBackend(() => stream.response);
    const client = connect(backend);
    client.send("Hi");
    await stream.write("Half an ans");
    void stream.cut();
    await until(isIdle(client));
    backend.on("GET /api/chat/history", () =>
      historyOf({ role: "human", content: "Hi" }, { role: "assistant", content: "Half an answer." }),
    );
    await client.retry(client.messages.value.at(-1)?.id ?? "");
    expect(transcript(client)).toEqual(["user done: Hi", "assistant done: Half an answer."]);
    expect(backend.posted("/chat")).toHaveLength(1);
  });

  test("a failure that the backend tells in its reply can be tried again at once", async () => {
    const replies = [json({ error: "the model is overloaded" }), plain("Hello")];
    const client = connect(foreignBackend(() => replies.shift() ?? plain("")));
    const id = client.send("Hi") ?? "";
    await until(() => client.messages.value.some((m) => m.status === "error"));
    await client.retry(id);
    expect(transcript(client)).toEqual(["user done: Hi", "assistant done: Hello"]);
  });
});
