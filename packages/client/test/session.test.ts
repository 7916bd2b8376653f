import { afterEach, beforeEach, describe, expect, test } from "vitest";
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
  plain,
} from "./support/fake-backend.js";
import { fakePage } from "./support/fake-page.js";
import { type ManualClock, manualClock } from "./support/manual-clock.js";

const BASE = "https://api.shop.test";
const MINUTE = 60_000;
const open: ChatClient[] = [];
let clock: ManualClock;
let life: ReturnType<typeof fakePage>;

beforeEach(() => {
  clock = manualClock();
  life = fakePage();
});

afterEach(() => {
  for (const client of open.splice(0)) client.dispose();
});

function connect(backend: { fetch: typeof fetch }, options: Partial<ChatClientOptions> = {}): ChatClient {
  const client = createChatClient({
    baseUrl: BASE,
    fetch: backend.fetch,
    storage: memoryStorage(),
    clock,
    random: () => 0.5,
    page: life.page,
    ...options,
  });
  open.push(client);
  return client;
}

/** Lets everything happen that needs no time to pass. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** Lets time pass in small steps, and what follows from it happen. */
async function pass(milliseconds: number): Promise<void> {
  for (let left = milliseconds; left > 0; left -= 500) {
    clock.advance(Math.min(left, 500));
    await settle();
  }
}

async function start(client: ChatClient): Promise<void> {
  void client.start();
  await pass(1_000);
}

const visitor = () => json({ session_id: "s1", is_anonymous: false });
const healthy = () => json({ compatible: true, authenticated: true });

const shop = () =>
  fakeBackend({
    "GET /api/session": visitor,
    "GET /api/chat/history": () => historyOf(),
    "GET /api/auth/token-health": healthy,
    "POST /chat": () => plain("Hello"),
  });

type Backend = ReturnType<typeof fakeBackend>;
const count = (backend: Backend, path: string) =>
  backend.requests.filter((request) => request.path === path).length;
const goOffline = (backend: Backend) => {
  for (const route of [
    "GET /api/session",
    "GET /api/chat/history",
    "GET /api/auth/token-health",
    "POST /chat",
    "GET /api/health",
  ]) {
    backend.on(route, offline);
  }
};
const transcript = (client: ChatClient) =>
  client.messages.value.map((m) => `${m.role} ${m.status}: ${textOf(m)}`);

describe("token health", () => {
  test("is asked about every five minutes, from the session on", async () => {
    const backend = shop();
    const client = connect(backend);
    await start(client);
    expect(count(backend, "/api/auth/token-health")).toBe(0);
    await pass(6 * MINUTE);
    expect(count(backend, "/api/auth/token-health")).toBe(1);
    await pass(10 * MINUTE);
    expect(count(backend, "/api/auth/token-health")).toBe(3);
  });

  test("is asked about as often as the backend says", async () => {
    const backend = shop();
    backend.on("GET /api/session", () => json({ session_id: "s1", refresh_in: 60 }));
    const client = connect(backend);
    await start(client);
    await pass(4 * MINUTE);
    expect(count(backend, "/api/auth/token-health")).toBe(3);
  });

  test("is not asked about without a session", async () => {
    const backend = shop();
    backend.on("GET /api/session", () => json({}, { status: 401 }));
    const client = connect(backend);
    await start(client);
    await pass(20 * MINUTE);
    expect(count(backend, "/api/auth/token-health")).toBe(0);
  });

  test("waits while any other request shows it", async () => {
    const backend = shop();
    const client = connect(backend);
    await start(client);
    await pass(4 * MINUTE);
    client.send("Hi");
    await pass(2 * MINUTE);
    expect(count(backend, "/api/auth/token-health")).toBe(0);
  });

  test("is not asked about in a hidden page, and once when the visitor comes back", async () => {
    const backend = shop();
    const client = connect(backend);
    await start(client);
    life.happens("hidden");
    await pass(60 * MINUTE);
    expect(count(backend, "/api/auth/token-health")).toBe(0);
    life.happens("visible");
    life.happens("online");
    await pass(5_000);
    expect(count(backend, "/api/auth/token-health")).toBe(1);
  });

  test("that is incompatible asks for a sign-in and loses nothing", async () => {
    const backend = shop();
    backend.on("GET /api/auth/token-health", () => json({ compatible: false, authenticated: true }));
    const client = connect(backend);
    client.setDraft("half a thought");
    await start(client);
    await pass(6 * MINUTE);
    expect(client.session.value.status).toBe("sign-in-required");
    client.send("Hi");
    await pass(1_000);
    expect(transcript(client)).toEqual(["user pending: Hi"]);
    expect(backend.posted("/chat")).toEqual([]);

    backend.on("GET /api/auth/token-health", healthy);
    await client.reload();
    await pass(1_000);
    expect(transcript(client)).toEqual(["user done: Hi", "assistant done: Hello"]);
  });

  test.each([
    ["403", () => json({}, { status: 403 })],
    ["404", () => json({}, { status: 404 })],
    ["an HTML page", () => new Response("<html>", { headers: { "content-type": "text/html" } })],
    ["500", () => json({}, { status: 500 })],
    ["garbage", () => json({ ok: 1 })],
    ["nothing", () => new Response(null, { status: 204 })],
  ])("answered with %s never ends the session", async (_case, answer) => {
    const backend = shop();
    backend.on("GET /api/auth/token-health", answer);
    const client = connect(backend);
    await start(client);
    await pass(6 * MINUTE);
    expect(client.session.value.status).not.toBe("expired");
    await pass(MINUTE);
    client.send("Hi");
    await pass(1_000);
    expect(transcript(client)).toEqual(["user done: Hi", "assistant done: Hello"]);
  });
});

describe("a 401 in mid-conversation", () => {
  const lapse = (backend: Backend, times: number) => {
    let left = times;
    backend.on("POST /chat", () =>
      left-- > 0 ? json({ detail: "expired" }, { status: 401 }) : plain("Hello"),
    );
  };

  test("leads to one look at the session, and the message goes once more", async () => {
    const backend = shop();
    lapse(backend, 1);
    const client = connect(backend);
    await start(client);
    client.send("Hi");
    await pass(1_000);
    expect(transcript(client)).toEqual(["user done: Hi", "assistant done: Hello"]);
    expect(count(backend, "/api/session")).toBe(2);
    expect(backend.posted("/chat")).toHaveLength(2);
  });

  test("renews the session where the backend has a way to", async () => {
    const backend = shop();
    lapse(backend, 1);
    backend.on("POST /api/auth/refresh", () => json({}));
    const client = connect(backend, { protocol: { use: "rest", paths: { refresh: "/api/auth/refresh" } } });
    await start(client);
    client.send("Hi");
    await pass(1_000);
    expect(backend.posted("/api/auth/refresh")).toEqual([{}]);
    expect(transcript(client)).toEqual(["user done: Hi", "assistant done: Hello"]);
  });

  test("is shown when it comes again, and not tried for ever", async () => {
    const backend = shop();
    lapse(backend, 9);
    const client = connect(backend);
    await start(client);
    client.send("Hi");
    await pass(1_000);
    expect(transcript(client)).toEqual(["user error: Hi"]);
    expect(backend.posted("/chat")).toHaveLength(2);
  });

  test("with a session that is gone keeps the message, and sends it after the sign-in", async () => {
    const backend = shop();
    lapse(backend, 1);
    const client = connect(backend);
    await start(client);
    backend.on("GET /api/session", () => json({}, { status: 401 }));
    client.send("Hi");
    client.setDraft("and");
    await pass(1_000);
    expect(client.session.value.status).toBe("expired");
    expect(transcript(client)).toEqual(["user pending: Hi"]);
    expect(client.draft.value).toBe("and");

    backend.on("GET /api/session", visitor);
    await client.reload();
    await pass(1_000);
    expect(transcript(client)).toEqual(["user done: Hi", "assistant done: Hello"]);
  });

  test("with a key that one node does not know yet ends nothing", async () => {
    const backend = shop();
    const client = connect(backend);
    await start(client);
    const unknown = () => json({ code: "unknown_key", detail: "" }, { status: 401 });
    backend.on("GET /api/auth/token-health", unknown);
    backend.on("GET /api/session", unknown);
    await pass(6 * MINUTE);
    expect(client.session.value.status).toBe("renewing");
    backend.on("GET /api/session", visitor);
    await pass(20_000);
    expect(client.session.value.status).toBe("active");
  });

  test("does not show another person's messages", async () => {
    const backend = shop();
    backend.on("GET /api/chat/history", () => historyOf({ role: "human", content: "Ada's" }));
    const client = connect(backend);
    await start(client);
    expect(transcript(client)).toEqual(["user done: Ada's"]);
    backend.on("GET /api/session", () => json({ session_id: "bob", is_anonymous: false }));
    backend.on("GET /api/chat/history", () => json({}, { status: 500 }));
    await client.reload();
    await pass(1_000);
    expect(transcript(client)).toEqual([]);
  });

  test("leaves the draft to the same person, and not to another one", async () => {
    const storage = memoryStorage();
    const signedIn = (session_id: string, subject: string) => () =>
      json({ session_id, subject, is_anonymous: false });
    const backend = shop();
    const visit = async () => {
      const client = connect(backend, { storage });
      await start(client);
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
    const backend = shop();
    backend.on("GET /api/session", () => json({ session_id: "secret-session", subject: "secret-subject" }));
    backend.on("POST /chat", offline);
    const client = connect(backend, { storage });
    await start(client);
    client.send("Hi");
    await pass(1_000);
    expect(kept.join()).toContain("Hi");
    expect(kept.join()).not.toContain("secret");
  });

  test("does not send another person's message", async () => {
    const backend = shop();
    lapse(backend, 1);
    const client = connect(backend);
    await start(client);
    backend.on("GET /api/session", () => json({}, { status: 401 }));
    const id = client.send("For Ada only") ?? "";
    await pass(1_000);
    backend.on("GET /api/session", () => json({ session_id: "bob", is_anonymous: false }));
    await client.reload();
    await pass(1_000);
    expect(transcript(client)).toEqual(["user error: For Ada only"]);
    expect(backend.posted("/chat")).toHaveLength(1);
    await client.retry(id);
    expect(transcript(client)).toEqual(["user done: For Ada only", "assistant done: Hello"]);
  });
});

describe("an outage", () => {
  test("is looked into by a probe: nobody there", async () => {
    const backend = shop();
    const client = connect(backend);
    goOffline(backend);
    await start(client);
    expect(client.session.value).toMatchObject({ status: "unavailable", reach: "unreachable" });
  });

  test("is looked into by a probe: somebody there who does not let this site read", async () => {
    const backend = shop();
    goOffline(backend);
    backend.on("GET /api/health", () => new Response(null, { status: 204 }));
    const client = connect(backend);
    await start(client);
    expect(client.session.value).toMatchObject({ status: "unavailable", reach: "refused" });
    await pass(2 * MINUTE);
    expect(client.session.value).toMatchObject({ status: "misconfigured" });
  });

  test("ends by itself: the history comes, and what was written meanwhile goes", async () => {
    const backend = shop();
    goOffline(backend);
    const client = connect(backend);
    await start(client);
    client.send("Hi");
    await pass(1_000);
    expect(transcript(client)).toEqual(["user pending: Hi"]);
    expect(backend.posted("/chat")).toEqual([]);

    const back = shop();
    for (const route of ["GET /api/session", "GET /api/chat/history", "POST /chat"]) {
      backend.on(route, (request) =>
        back.fetch(new Request(BASE + request.path, { method: request.method })),
      );
    }
    await pass(30_000);
    expect(client.session.value.status).toBe("active");
    expect(client.history.value.status).toBe("loaded");
    expect(transcript(client)).toEqual(["user done: Hi", "assistant done: Hello"]);
  });

  test("is met with ever rarer tries", async () => {
    const backend = shop();
    goOffline(backend);
    const client = connect(backend);
    await start(client);
    await pass(10 * MINUTE);
    const early = count(backend, "/api/session");
    await pass(10 * MINUTE);
    const late = count(backend, "/api/session") - early;
    expect(early).toBeLessThan(20);
    expect(late).toBeLessThanOrEqual(8);
  });

  test("that the visitor's return may have ended is looked at again soon", async () => {
    const backend = shop();
    goOffline(backend);
    const client = connect(backend);
    await start(client);
    await pass(20 * MINUTE);
    backend.on("GET /api/session", visitor);
    backend.on("GET /api/chat/history", () => historyOf());
    life.happens("online");
    await pass(2_000);
    expect(client.session.value.status).toBe("active");
  });

  test("of a page that is being left is none", async () => {
    const backend = shop();
    const client = connect(backend);
    await start(client);
    goOffline(backend);
    void client.reload();
    await settle();
    life.leave();
    await pass(2_000);
    expect(client.session.value.status).toBe("active");
  });

  test("with Retry-After is waited out, and the refused message goes once more", async () => {
    const backend = shop();
    let posts = 0;
    backend.on("POST /chat", () =>
      posts++ === 0
        ? json({ detail: "slow" }, { status: 429, headers: { "retry-after": "7" } })
        : plain("Hello"),
    );
    const client = connect(backend);
    await start(client);
    const before = backend.requests.length;
    client.send("Hi");
    await pass(6_500);
    expect(backend.requests.length - before).toBe(1);
    expect(client.session.value.status).toBe("throttled");
    await pass(6_000);
    expect(transcript(client)).toEqual(["user done: Hi", "assistant done: Hello"]);
  });
});

describe("a backend that de-duplicates", () => {
  test("gets a message of unknown outcome again by itself, under the same id", async () => {
    const backend = shop();
    backend.on("GET /api/session", kitSession);
    backend.on("GET /chat/stream", () => new Response(null, { status: 204 }));
    backend.on("POST /chat", offline);
    const client = connect(backend);
    await start(client);
    const id = client.send("Hi");
    await pass(1_000);
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
    const backend = shop();
    backend.on("GET /api/session", kitSession);
    backend.on("GET /chat/stream", () => new Response(null, { status: 204 }));
    backend.on("POST /chat", () => json({ code: "store_down", detail: "" }, { status: 500 }));
    const client = connect(backend);
    await start(client);
    client.send("Hi");
    await pass(5 * MINUTE);
    expect(transcript(client)).toEqual(["user error: Hi"]);
    expect(backend.posted("/chat").length).toBeLessThanOrEqual(6);
  });
});

test("a page back from the browser's cache reads session and history again", async () => {
  const backend = shop();
  const client = connect(backend);
  await start(client);
  backend.on("GET /api/chat/history", () => historyOf({ role: "human", content: "From my phone" }));
  life.happens("restored");
  await pass(5_000);
  expect(transcript(client)).toEqual(["user done: From my phone"]);
  expect(count(backend, "/api/session")).toBe(2);
});

test("a disposed client leaves no timer and no listener", async () => {
  const client = connect(shop());
  await start(client);
  client.dispose();
  expect(clock.pending()).toBe(0);
  expect(life.listeners.size).toBe(0);
  expect(client.session.value.status).toBe("disposed");
});
