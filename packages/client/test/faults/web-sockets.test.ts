import { beforeEach, describe, expect, test, vi } from "vitest";
import { webSocket } from "../../src/protocols/web-socket.js";
import { json } from "../support/fake-backend.js";
import { type FakeSocket, socketsUnderTest } from "../support/fake-sockets.js";
import { kitBackend } from "../support/kit-backend.js";
import {
  count,
  foreignBackend,
  HOUR,
  MINUTE,
  pageUnderTest,
  SECOND,
  transcript,
} from "../support/page-under-test.js";

// As in `pageUnderTest`: loading code takes no time of the test's.
import "../../src/transport/socket-exchange.js";

const page = pageUnderTest();
const sockets = socketsUnderTest();

const delta = (seq: number, text: string) => ({ type: "delta", id: "r1", seq, text });
const whole = (seq: number) => ({ type: "message", id: "r1", seq, role: "assistant", content: "Hello" });
const answers = (socket: FakeSocket) => {
  socket.opens();
  socket.says(whole(1));
};
/** A message's way over the first socket ends with this code; a later one answers it. */
const closesOnceWith = (code: number, reason?: string) =>
  sockets.each((socket, count) => {
    if (count > 1) return answers(socket);
    socket.opens();
    socket.isClosed(code, reason);
  });

describe("a WebSocket that cannot be had", () => {
  const impossible: readonly (readonly [string, () => void])[] = [
    [
      "because its constructor throws, as under a policy in Firefox and WebKit, and for http in a page of https",
      () =>
        vi.stubGlobal(
          "WebSocket",
          class {
            constructor() {
              throw new DOMException("The operation is insecure.", "SecurityError");
            }
          },
        ),
    ],
    [
      "because of a policy that Chromium tells by an error alone",
      () => sockets.each((socket) => socket.isForbidden()),
    ],
    ["because the upgrade is refused", () => sockets.each((socket) => socket.isClosed(1006))],
  ];

  test.each(impossible)("%s, costs nothing: the message goes over HTTP at once", async (_why, forbid) => {
    forbid();
    const backend = foreignBackend();
    const client = await page.start(backend, { protocol: webSocket() });
    await page.send(client, "Hi");
    expect(transcript(client)).toEqual(["user done: Hi", "assistant done: Hello"]);
    expect(backend.posted("/chat")).toEqual([{ message: "Hi" }]);
    expect(client.session.value.status).toBe("active");
  });

  test.each(impossible)(
    "%s, where HTTP is no way, is told once, and the visitor may try again",
    async (_why, forbid) => {
      forbid();
      const backend = foreignBackend();
      const client = await page.start(backend, { protocol: webSocket({ fallback: false }) });
      await page.send(client, "Hi");
      await page.pass(HOUR, 5_000);
      expect(client.messages.value).toMatchObject([
        { status: "error", error: { code: "network", message: expect.stringContaining("did not open") } },
      ]);
      expect(sockets.made.length).toBeLessThanOrEqual(1);
      expect(backend.posted("/chat")).toEqual([]);
    },
  );

  test("because it never opens, is given up after fifteen seconds", async () => {
    const backend = foreignBackend();
    const client = await page.start(backend, { protocol: webSocket() });
    client.send("Hi");
    await page.pass(14 * SECOND);
    expect(backend.posted("/chat")).toEqual([]);
    await page.pass(2 * SECOND);
    expect(transcript(client)).toEqual(["user done: Hi", "assistant done: Hello"]);
    expect(sockets.made).toHaveLength(1);
  });
});

describe("a WebSocket that the backend closes at once", () => {
  test.each([
    ["the reference backend", kitBackend],
    ["a foreign backend", foreignBackend],
  ])("because the session is over, has %s renew it once, and the message goes again", async (_who, make) => {
    closesOnceWith(4401);
    const backend = make();
    backend.on("POST /api/auth/refresh", () => json({ session_id: "s1", is_anonymous: false }));
    const client = await page.start(backend, {
      protocol: webSocket({ paths: { refresh: "/api/auth/refresh" } }),
    });
    await page.send(client, "Hi");
    expect(transcript(client)).toEqual(["user done: Hi", "assistant done: Hello"]);
    expect(count(backend, "/api/auth/refresh")).toBe(1);
    expect(sockets.made).toHaveLength(2);
  });

  test("because this is not allowed, is not asked for again", async () => {
    closesOnceWith(4403);
    const client = await page.start(kitBackend(), { protocol: webSocket() });
    await page.send(client, "Hi");
    await page.pass(HOUR, 5_000);
    expect(client.messages.value).toMatchObject([{ status: "error", error: { code: "blocked" } }]);
    expect(sockets.made).toHaveLength(1);
  });

  test("because there were too many, is left alone for as long as it says", async () => {
    closesOnceWith(4429, "7");
    const client = await page.start(foreignBackend(), { protocol: webSocket() });
    client.send("Hi");
    await page.pass(7 * SECOND);
    expect(client.session.value.status).toBe("throttled");
    expect(sockets.made).toHaveLength(1);
    await page.pass(6 * SECOND);
    expect(transcript(client)).toEqual(["user done: Hi", "assistant done: Hello"]);
  });

  test.each([
    ["because it restarts", 4503],
    ["for no reason that WebKit tells, as when it restarts with 1012", 1006],
  ])("%s, gets the message again where it knows messages by their ids", async (_why, code) => {
    sockets.each((socket, count) => {
      if (count > 3) return answers(socket);
      socket.opens();
      socket.isClosed(code);
    });
    const client = await page.start(kitBackend(), { protocol: webSocket() });
    client.send("Hi");
    await page.pass(2 * MINUTE);
    expect(transcript(client)).toEqual(["user done: Hi", "assistant done: Hello"]);
    expect(new Set(sockets.made.map(({ sent }) => (sent[0] as { id: string }).id)).size).toBe(1);
  });

  test("for no reason, gets the message of a foreign backend again only when the visitor says so", async () => {
    closesOnceWith(1006);
    const client = await page.start(foreignBackend(), { protocol: webSocket() });
    const id = await page.send(client, "Hi");
    await page.pass(HOUR, 5_000);
    expect(transcript(client)).toEqual(["user error: Hi"]);
    expect(sockets.made).toHaveLength(1);
    void client.retry(id);
    await page.pass(SECOND);
    expect(transcript(client)).toEqual(["user done: Hi", "assistant done: Hello"]);
  });
});

describe("a WebSocket that drops in the middle of a reply", () => {
  /** Each connection says one piece more, stands so long, and drops; the twelfth says the rest. */
  async function dropEach(milliseconds: number) {
    sockets.each((socket, count) => {
      times.push(page.clock.now());
      socket.opens();
      socket.says(delta(count, "."));
      if (count === 12) socket.says(whole(13));
      else if (milliseconds === 0) socket.isClosed(1006);
      else page.clock.after(milliseconds, () => socket.isClosed(1006));
    });
    const client = await page.start(foreignBackend(), { protocol: webSocket() });
    client.send("Hi");
    return client;
  }
  const tries = () => sockets.made.length;
  let times: number[];
  beforeEach(() => {
    times = [];
  });

  test("at once, again and again, is replaced five times, ever later, and then not for an hour", async () => {
    const client = await dropEach(0);
    await page.pass(MINUTE);
    expect(times.slice(1).map((time, index) => time - (times[index] ?? 0))).toEqual([
      500, 1000, 2000, 4000, 8000,
    ]);
    expect(transcript(client)).toEqual(["user done: Hi", "assistant interrupted: ......"]);
    await page.pass(HOUR, 5_000);
    expect(tries()).toBe(6);
  });

  test.each([
    ["before it has stood for five seconds, counts against it", 4_500, 6],
    ["after five seconds, does not", 5_500, 12],
  ])("%s", async (_when, milliseconds, sockets) => {
    const client = await dropEach(milliseconds);
    await page.pass(3 * MINUTE);
    expect(tries()).toBe(sockets);
    expect(transcript(client).at(-1)).toBe(
      sockets === 12 ? "assistant done: ............" : "assistant interrupted: ......",
    );
  });
});
