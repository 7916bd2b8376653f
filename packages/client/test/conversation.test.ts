import { effect } from "@preact/signals-core";
import { afterEach, describe, expect, test } from "vitest";
import {
  type ChatClient,
  type ChatClientOptions,
  createChatClient,
  memoryStorage,
  textOf,
} from "../src/index.js";
import {
  fakeBackend,
  historyOf,
  json,
  kitEvents,
  kitSession,
  offline,
  openStream,
  plain,
} from "./support/fake-backend.js";

const BASE = "https://api.shop.test";
const open: ChatClient[] = [];

function connect(backend: { fetch: typeof fetch }, options: Partial<ChatClientOptions> = {}): ChatClient {
  const client = createChatClient({
    baseUrl: BASE,
    fetch: backend.fetch,
    storage: memoryStorage(),
    random: () => 0,
    ...options,
  });
  open.push(client);
  return client;
}

afterEach(() => {
  for (const client of open.splice(0)) client.dispose();
});

/** Resolves once the client's state satisfies a claim. */
function until(claim: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    let stop: (() => void) | undefined;
    let isMet = false;
    stop = effect(() => {
      if (isMet || !claim()) return;
      isMet = true;
      stop?.();
      resolve();
    });
  });
}

const isIdle = (client: ChatClient) => () =>
  client.reply.value.status === "idle" && client.messages.value.every((m) => m.status !== "pending");
const transcript = (client: ChatClient) =>
  client.messages.value.map((m) => `${m.role} ${m.status}: ${textOf(m)}`);

const foreign = (replies: () => Response | Promise<Response>, history: () => Response = () => historyOf()) =>
  fakeBackend({
    "GET /api/session": () =>
      json({ session_id: "s1", session_key: "s1…", created_at: "2026-01-01", is_anonymous: false }),
    "GET /api/chat/history": history,
    "POST /chat": replies,
  });

describe("starting", () => {
  test("a known visitor gets an active session and the transcript so far", async () => {
    const client = connect(
      foreign(
        () => plain(""),
        () => historyOf({ role: "human", content: "Hi" }, { role: "assistant", content: "Hello!" }),
      ),
    );
    await client.start();
    expect(client.session.value).toMatchObject({ status: "active", session: { id: "s1" } });
    expect(transcript(client)).toEqual(["user done: Hi", "assistant done: Hello!"]);
  });

  test("a 401 makes the visitor anonymous, and the first message can be sent", async () => {
    const backend = foreign(() => plain("Welcome"));
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
    const backend = foreign(() => plain("fine"));
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
    const backend = foreign(() => plain("ok"));
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
    const backend = foreign(() => plain("ok"));
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

describe("sending", () => {
  test("a foreign backend sees the message and nothing else", async () => {
    const backend = foreign(() => plain("ok"));
    const client = connect(backend);
    client.send("Hi");
    await until(isIdle(client));
    expect(backend.posted("/chat")).toEqual([{ message: "Hi" }]);
    expect([...(backend.requests.at(-1)?.headers.keys() ?? [])].sort()).toEqual(["accept", "content-type"]);
  });

  test("a streamed reply grows as it comes and is whole at the end", async () => {
    const stream = openStream("text/event-stream");
    const client = connect(foreign(() => stream.response));
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
    const backend = foreign(() => replies.shift() ?? plain("too many"));
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
    const backend = foreign(() => plain("ok"));
    expect(connect(backend).send(" \n")).toBeNull();
    expect(backend.requests).toEqual([]);
  });

  test("the draft is cleared by sending and survives a reload until then", async () => {
    const storage = memoryStorage();
    const backend = foreign(() => plain("ok"));
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
    const backend = foreign(() => plain(""));
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
      const backend = foreign(() => plain("Hello"));
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
    const backend = foreign(() => plain("ok"));
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
    const backend = foreign(() => plain("ok"));
    backend.on("POST /chat", offline);
    const client = connect(backend);
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
    const backend = foreign(() => plain("ok"));
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
    const backend = foreign(
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
    const backend = foreign(() => plain("ok"));
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
      foreign(
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
    const backend = foreign(() => stream.response);
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
    const client = connect(foreign(() => replies.shift() ?? plain("")));
    const id = client.send("Hi") ?? "";
    await until(() => client.messages.value.some((m) => m.status === "error"));
    await client.retry(id);
    expect(transcript(client)).toEqual(["user done: Hi", "assistant done: Hello"]);
  });
});

describe("a reload", () => {
  test("shows a message whose outcome is unknown as unconfirmed, and does not send it by itself", async () => {
    const storage = memoryStorage();
    const never = foreign(() => new Promise<Response>(() => {}));
    const before = connect(never, { storage });
    before.send("Hi");
    await until(() => before.reply.value.status === "waiting");
    before.dispose();

    const backend = foreign(() => plain("ok"));
    const after = connect(backend, { storage });
    await after.start();
    expect(transcript(after)).toEqual(["user error: Hi"]);
    expect(backend.posted("/chat")).toEqual([]);
  });

  test("sends by itself what was written and never tried", async () => {
    const storage = memoryStorage();
    const silent = foreign(() => plain("ok"));
    silent.on("GET /api/session", () => new Promise<Response>(() => {}));
    connect(silent, { storage }).send("Hi");

    const client = connect(
      foreign(() => plain("ok")),
      { storage },
    );
    await client.start();
    expect(transcript(client)).toEqual(["user done: Hi", "assistant done: ok"]);
  });

  test("settles what the history shows to have arrived", async () => {
    const storage = memoryStorage();
    const before = connect(
      foreign(() => new Promise<Response>(() => {})),
      { storage },
    );
    before.send("Hi");
    await until(() => before.reply.value.status === "waiting");
    before.dispose();

    const after = connect(
      foreign(
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
      foreign(() => plain("ok")),
      { storage },
    );
    await client.start();
    expect(client.messages.value).toEqual([]);
  });
});

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
    backend.on("GET /chat/stream", (request) =>
      request.path.endsWith("after=2")
        ? events({ type: "delta", kind: "text", text: "upon a time" }, { type: "finish", reason: "stop" })
        : new Response(null, { status: 204 }),
    );
    const client = connect(backend);
    client.send("Tell");
    await until(isIdle(client));
    expect(transcript(client).at(-1)).toBe("assistant interrupted: Once ");
    await client.retry("r1");
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

describe("older pages", () => {
  test("come before what is shown, once each, until there are no more", async () => {
    const backend = foreign(() => plain("ok"));
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
    const backend = foreign(() => plain("ok"));
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
