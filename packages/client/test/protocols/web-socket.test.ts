import { describe, expect, test } from "vitest";
import { emptyReply } from "../../src/begun-reply.js";
import { createChatClient, memoryStorage, textOf } from "../../src/index.js";
import type { PageLife } from "../../src/page-life.js";
import type { Turn } from "../../src/protocol/index.js";
import { applyEvent } from "../../src/reply-bubbles.js";
import { STOP_REASON } from "../../src/stop-reason.js";
import { socketBaseUrl } from "../../src/transport/socket-base-url.js";
import { fakeBackend, kitSession, plain } from "../support/fake-backend.js";
import { fakePage } from "../support/fake-page.js";
import { ask, refusing, socketBackend, tell } from "../support/web-socket-backend.js";

const delta = (seq: number, text: string) => ({ type: "delta", id: "m1", seq, text });
const whole = (seq: number, content: string) => ({
  type: "message",
  id: "m1",
  seq,
  role: "assistant",
  content,
});
const FINISH = { type: "finish", reason: "stop" };

describe("a WebSocket backend", () => {
  test("gets the message on the session's path, and its frames become the reply", async () => {
    const { url, received, paths } = await socketBackend((socket, { id }) =>
      tell(
        socket,
        { type: "ack", id, seq: 1 },
        { type: "typing" },
        { type: "song", verse: 1 },
        delta(2, "Grüße "),
        delta(3, "👋🏽"),
        whole(4, "Grüße 👋🏽"),
      ),
    );
    const { text, end, events } = await ask(url);
    expect(text).toBe("Grüße 👋🏽");
    expect(end).toEqual(FINISH);
    expect(events).toContainEqual({ type: "start", id: "m1" });
    expect(paths).toEqual(["/ws/chat/s%201"]);
    expect(received).toEqual([{ type: "message", id: expect.any(String), text: "Hello" }]);
  });

  test("may answer with the whole message alone", async () => {
    const { url } = await socketBackend((socket) => tell(socket, whole(1, "All at once")));
    expect(await ask(url)).toMatchObject({ text: "All at once", end: FINISH });
  });

  test("whose whole message at the end has more than came in pieces is believed, and nothing is said twice", async () => {
    const { url } = await socketBackend((socket) =>
      tell(socket, delta(1, "Once "), delta(4, "a time"), whole(5, "Once upon a time")),
    );
    const { events, end } = await ask(url);
    let reply = emptyReply("reply", "2026-01-01T00:00:00Z");
    for (const event of events) reply = applyEvent(reply, event);
    expect(reply.messages.map(textOf)).toEqual(["Once upon a time"]);
    expect(end).toEqual(FINISH);
  });

  test.each(["", "Once", "Once a time!"])(
    "whose message at the end says %j has the pieces believed that came, unless it says more",
    async (content) => {
      const { url } = await socketBackend((socket) =>
        tell(socket, delta(1, "Once "), delta(2, "a time!"), whole(3, content)),
      );
      expect((await ask(url)).text).toBe("Once a time!");
    },
  );

  test("has its heartbeats answered, and none is shown", async () => {
    const { url, received } = await socketBackend((socket, { type }) => {
      if (type === "message") tell(socket, { type: "ping" });
      else tell(socket, whole(1, "Still here"));
    });
    expect((await ask(url)).text).toBe("Still here");
    expect(received.map(({ type }) => type)).toEqual(["message", "pong"]);
  });

  test("that drops the connection is asked for the rest, after a random wait, and nothing is said twice", async () => {
    const { url, received } = await socketBackend((socket, _frame, connection) => {
      if (connection === 1) {
        tell(socket, delta(1, "One "), delta(2, "two "));
        socket.close(1011);
      } else tell(socket, delta(2, "two "), delta(3, "three"), whole(4, "One two three"));
    });
    const { text, end, waits } = await ask(url);
    expect(text).toBe("One two three");
    expect(end).toEqual(FINISH);
    expect(received.slice(1)).toEqual([{ type: "resume", after: 2 }]);
    expect(received.filter(({ type }) => type === "message")).toHaveLength(1);
    expect(waits).toEqual([500]);
  });

  test("that restarts is given ten seconds in which its visitors come back", async () => {
    const { url } = await socketBackend((socket, _frame, connection) => {
      tell(socket, connection === 1 ? delta(1, "One ") : delta(2, "two"));
      if (connection === 1) socket.close(4503);
      else tell(socket, whole(3, "One two"));
    });
    const { text, waits } = await ask(url);
    expect(text).toBe("One two");
    expect(waits).toEqual([5000]);
  });

  test("that goes on dropping is left alone after five tries in a row, each after a longer wait", async () => {
    const { url, received } = await socketBackend((socket, _frame, connection) => {
      if (connection === 1) tell(socket, delta(1, "One"));
      socket.close(1011);
    });
    const { text, end, waits } = await ask(url);
    expect(text).toBe("One");
    expect(end).toMatchObject({ type: "error", error: { code: "interrupted" } });
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000]);
    expect(received.filter(({ type }) => type === "message")).toHaveLength(1);
  });

  test("is not asked for the rest while the device is offline, however long, and that spends no try", async () => {
    const { url, paths } = await socketBackend((socket, _frame, connection) => {
      if (connection === 1) {
        tell(socket, delta(1, "One "));
        socket.close(1011);
      } else tell(socket, delta(2, "two"), whole(3, "One two"));
    });
    let looks = 0;
    const page: PageLife = { ...fakePage().page, isOnline: () => ++looks > 10 };
    const { text, end, waits } = await ask(url, {}, { page });
    expect(text).toBe("One two");
    expect(end).toEqual(FINISH);
    expect(waits).toEqual(Array(11).fill(500));
    expect(paths).toHaveLength(2);
  });

  test("is not waited for any longer when the visitor presses stop while the device is offline", async () => {
    const { url } = await socketBackend((socket) => {
      tell(socket, delta(1, "One"));
      socket.close(1011);
    });
    const controller = new AbortController();
    const isOnline = () => {
      queueMicrotask(() => controller.abort());
      return false;
    };
    const page: PageLife = { ...fakePage().page, isOnline };
    const { end } = await ask(url, {}, { page, signal: controller.signal });
    expect(end).toEqual({ type: "finish", reason: "stopped" });
  });

  test("that drops the connection before it showed a sign of the message is not sent it again", async () => {
    const { url, received } = await socketBackend((socket) => socket.terminate());
    expect((await ask(url)).end).toMatchObject({ type: "error", error: { code: "interrupted" } });
    expect(received).toHaveLength(1);
  });

  test.each<[number, string, object]>([
    [1008, "", { code: "auth" }],
    [4401, "", { code: "auth" }],
    [4403, "", { code: "blocked", isRetryable: false }],
    [4429, "7", { code: "rate", retryAfter: 7000 }],
    [4429, "slow down", { code: "rate" }],
    [4503, "", { code: "server" }],
    [1000, "", { code: "interrupted" }],
    [1011, "", { code: "interrupted" }],
  ])("that closes with %i %s is understood", async (code, reason, error) => {
    const { url } = await socketBackend((socket) => socket.close(code, reason));
    expect((await ask(url)).end).toMatchObject({ type: "error", error });
  });

  test("that refuses the upgrade is talked to over HTTP", async () => {
    const { text, requests } = await ask(await refusing());
    expect(text).toBe("Over HTTP");
    expect(requests.map(({ method, url }) => `${method} ${new URL(url).pathname}`)).toEqual(["POST /chat"]);
  });

  test("that refuses the upgrade is a network error where HTTP is no way", async () => {
    const { end, requests } = await ask(await refusing(), { fallback: false });
    expect(end).toMatchObject({ type: "error", error: { code: "network" } });
    expect(requests).toEqual([]);
  });

  test("whose frames are in another vocabulary is told from one that says nothing, for the developer", async () => {
    const strange = await socketBackend((socket) => {
      tell(socket, { type: "ping" }, { speech: "Hi" }, { speech: "there" });
      socket.close(1000);
    });
    const { end } = await ask(strange.url);
    expect(end).toMatchObject({ type: "error", error: { code: "interrupted" } });
    expect(end).toHaveProperty("error.message", expect.stringContaining("Frames it passed over: 2."));
    const silent = await socketBackend((socket) => socket.close(1000));
    expect(await ask(silent.url)).toHaveProperty(
      "end.error.message",
      expect.not.stringContaining("passed over"),
    );
  });

  test("that sends something other than JSON fails the reply and keeps its text", async () => {
    const { url } = await socketBackend((socket) => {
      tell(socket, { type: "delta", id: "m1", text: "Half" });
      socket.send("<html>");
    });
    expect(await ask(url)).toMatchObject({
      text: "Half",
      end: { type: "error", error: { code: "protocol" } },
    });
  });

  test("sees the connection close when the visitor presses stop", async () => {
    const { url, closed } = await socketBackend((socket) => tell(socket, delta(1, "One")));
    const controller = new AbortController();
    const { text, end } = await ask(
      url,
      {},
      { signal: controller.signal, onEvent: () => controller.abort() },
    );
    await closed;
    expect(end).toEqual({ type: "finish", reason: "stopped" });
    expect(["", "One"]).toContain(text);
  });

  test("is told so by a frame when the visitor presses stop, and not when the page is left", async () => {
    const listening = await socketBackend(
      (socket, { type }) => type === "message" && tell(socket, delta(1, "One")),
    );
    const press = async (reason: unknown) => {
      const controller = new AbortController();
      await ask(
        listening.url,
        {},
        { signal: controller.signal, onEvent: () => controller.abort(reason), turn: { id: "m7" } },
      );
    };
    await press(undefined);
    await press(STOP_REASON);
    await expect
      .poll(() => listening.received.map(({ type }) => type))
      .toEqual(["message", "message", "stop"]);
    expect(listening.received.at(-1)).toEqual({ type: "stop", id: "m7" });
  });

  test("gets a message with its files, its conversation, and what it takes the place of", async () => {
    const { url, received } = await socketBackend((socket) => tell(socket, whole(1, "Hi")));
    const file = {
      type: "file",
      id: "f1",
      url: "https://a.example/f1",
      name: "a.txt",
      mediaType: "text/plain",
    };
    const message = { id: "m1", role: "user", status: "pending", parts: [file] } as Turn["message"];
    await ask(url, {}, { turn: { id: "m1", message, conversation: "c1", replaces: "m0" } });
    expect(received).toEqual([
      {
        type: "message",
        id: "m1",
        text: "",
        conversation_id: "c1",
        replaces: "m0",
        attachments: [{ id: "f1", url: "https://a.example/f1", name: "a.txt", type: "text/plain" }],
      },
    ]);
  });

  test("is asked for a reply anew over HTTP", async () => {
    const { url, received } = await socketBackend(() => {});
    const { text, requests } = await ask(url, {}, { turn: { trigger: "regenerate", regenerates: "a1" } });
    expect(text).toBe("Over HTTP");
    expect(requests.map((request) => new URL(request.url).pathname)).toEqual(["/chat/regenerate"]);
    expect(received).toEqual([]);
  });

  test("shows the sources that come with the whole message", async () => {
    const parts = [{ type: "source", id: "s1", url: "https://a.example/" }, { type: "unheard-of" }];
    const { url } = await socketBackend((socket) =>
      tell(socket, delta(1, "Hi"), { ...whole(2, "Hi"), parts }),
    );
    const { events, text } = await ask(url);
    expect(text).toBe("Hi");
    expect(events.filter(({ type }) => type === "part")).toEqual([{ type: "part", part: parts[0] }]);
  });

  test("with frames of its own is spoken to in its own words", async () => {
    const { url, received } = await socketBackend((socket) => tell(socket, { token: "Hi" }, { end: true }));
    const { text, end } = await ask(url, {
      path: "/socket",
      encode: ({ message }) => ({ ask: textOf(message) }),
      map: () =>
        function* ({ data }) {
          const frame = data as { token?: string; end?: boolean };
          if (frame.token !== undefined) yield { type: "delta", kind: "text", text: frame.token };
          if (frame.end) yield { type: "finish", reason: "stop" };
        },
    });
    expect(text).toBe("Hi");
    expect(end).toEqual(FINISH);
    expect(received).toEqual([{ ask: "Hello" }]);
  });
});

test("a client named a WebSocket protocol as plain data holds a conversation over it", async () => {
  const { url, paths } = await socketBackend((socket, { id }) =>
    tell(socket, { type: "ack", id, seq: 1 }, whole(2, "Hi")),
  );
  const http = fakeBackend({
    "GET /api/session": kitSession,
    "GET /api/chat/history": () => Response.json({ messages: [] }),
    "GET /chat/stream": () => new Response(null, { status: 204 }),
    "GET /api/auth/token-health": () => Response.json({ compatible: true, authenticated: false }),
    "POST /chat": () => plain("Over HTTP"),
  });
  const client = createChatClient({
    baseUrl: `http://${url}`,
    protocol: { use: "web-socket" },
    fetch: http.fetch,
    storage: memoryStorage(),
    page: fakePage().page,
  });
  await client.start();
  const answered = new Promise<void>((resolve) => {
    client.messages.subscribe((messages) => {
      if (messages.length === 2 && messages.every(({ status }) => status === "done")) resolve();
    });
  });
  client.send("Hello");
  await answered;
  expect(client.messages.peek().map(textOf)).toEqual(["Hello", "Hi"]);
  expect(paths).toEqual(["/ws/chat/s1"]);
  expect(http.posted("/chat")).toEqual([]);
  client.dispose();
});

test.each([
  ["https://api.example.com", undefined, "wss://api.example.com"],
  ["http://127.0.0.1:8000/api", undefined, "ws://127.0.0.1:8000/api"],
  ["/api", "https://company.example/shop/", "wss://company.example/api"],
  ["", "http://localhost:4321/shop/", "ws://localhost:4321"],
])("the WebSockets of %s on the page %s are at %s", (baseUrl, page, address) => {
  expect(socketBaseUrl(baseUrl, page)).toBe(address);
});
