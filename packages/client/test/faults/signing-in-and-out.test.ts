import { afterEach, describe, expect, test, vi } from "vitest";
import { ChatError, memoryStorage, type SessionInfo } from "../../src/index.js";
import { json, offline, openStream } from "../support/fake-backend.js";
import { kitBackend } from "../support/kit-backend.js";
import {
  count,
  everywhere,
  foreignBackend,
  goOffline,
  pageUnderTest,
  sessionOf,
  settle,
  transcript,
  unauthorized,
} from "../support/page-under-test.js";

const page = pageUnderTest();

afterEach(() => {
  vi.unstubAllGlobals();
});

/** Strings that survive a reload, and a look at all of them. */
function lookedIntoStorage() {
  const items = new Map<string, string>();
  return {
    items,
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  };
}

describe("signing in by the site's own token", () => {
  test("begins that person's session, with what they said elsewhere", async () => {
    const backend = kitBackend();
    backend.rows.set("ada", [{ role: "human", content: "From my phone", id: "m0" }]);
    const client = await page.start(backend);
    await expect(client.signIn("ada")).resolves.toEqual({ ok: true, value: undefined });
    await page.pass(1_000);
    expect(client.session.value).toMatchObject({ status: "active", session: { subject: "ada" } });
    expect(transcript(client)).toEqual(["user done: From my phone"]);
  });

  test("works before the chat was opened", async () => {
    const backend = kitBackend();
    const client = page.connect(backend);
    await expect(client.signIn("ada")).resolves.toMatchObject({ ok: true });
    expect(client.session.value).toMatchObject({ status: "active", session: { subject: "ada" } });
  });

  test("that is refused says why and leaves the session as it was", async () => {
    const client = await page.start(kitBackend());
    await expect(client.signIn("bad")).resolves.toMatchObject({
      ok: false,
      failure: { code: "blocked", reason: "token_refused" },
    });
    expect(client.session.value.status).toBe("anonymous");
  });

  test("of a backend that does not offer it sends nothing", async () => {
    const backend = foreignBackend();
    const client = await page.start(backend);
    const before = backend.requests.length;
    await expect(client.signIn("ada")).resolves.toMatchObject({ ok: false, failure: { code: "invalid" } });
    await expect(client.requestCode("a@shop.test")).resolves.toMatchObject({ ok: false });
    await expect(client.deleteData()).resolves.toMatchObject({ ok: false });
    expect(backend.requests).toHaveLength(before);
  });

  test("at a foreign backend with a path for it reads the session anew", async () => {
    const backend = foreignBackend();
    backend.on("GET /api/session", unauthorized());
    const client = await page.start(backend, { protocol: { use: "rest", paths: { signIn: "/login" } } });
    backend.on("POST /login", () => json({ welcome: true }));
    backend.on("GET /api/session", sessionOf("ada"));
    await expect(client.signIn("a token")).resolves.toMatchObject({ ok: true });
    expect(backend.posted("/login")).toEqual([{ token: "a token" }]);
    expect(client.session.value).toMatchObject({ status: "active", session: { id: "ada" } });
  });

  test("where the browser withholds the cookie gets a token in its place", async () => {
    const backend = kitBackend({ keepsCookies: false });
    const client = await page.start(backend);
    await client.signIn("ada");
    expect(backend.posted("/api/auth/sign-in")).toEqual([{ token: "ada", transport: "header" }]);
    await page.send(client, "Hi");
    expect(backend.rows.get("ada")).toHaveLength(2);
  });
});

describe("signing in by a code", () => {
  test.each([
    ["with a cookie", true],
    ["without one", false],
  ])("works %s", async (_how, keepsCookies) => {
    const client = await page.start(kitBackend({ keepsCookies }));
    await expect(client.requestCode("ada@shop.test")).resolves.toEqual({ ok: true, value: undefined });
    await expect(client.verifyCode("1111 1111")).resolves.toMatchObject({
      ok: false,
      failure: { code: "blocked", reason: "code_wrong" },
    });
    await expect(client.verifyCode("12345678")).resolves.toMatchObject({ ok: true });
    expect(client.session.value).toMatchObject({ status: "active", session: { subject: "email" } });
  });
});

describe("a session that expires with a message in line and a draft", () => {
  /** Ada's session is over, and one of her messages waits. */
  async function expired(options: Parameters<typeof page.start>[1] = {}) {
    const backend = kitBackend();
    backend.setCookie(backend.make("ada").id);
    const client = await page.start(backend, options);
    backend.revoke("s1");
    client.setDraft("and another thing");
    await page.send(client, "For Ada only");
    expect(client.session.value.status).toBe("expired");
    return { backend, client };
  }

  test("keeps both, and asks for a sign-in once", async () => {
    const onSignInRequired = vi.fn();
    const { client } = await expired({ onSignInRequired });
    expect(transcript(client)).toEqual(["user pending: For Ada only"]);
    expect(client.draft.value).toBe("");
    client.setDraft("still here");
    await page.pass(60_000);
    expect(client.draft.value).toBe("still here");
    expect(onSignInRequired).toHaveBeenCalledTimes(1);
  });

  test("sends it when the same person signs in again", async () => {
    const { client, backend } = await expired();
    await client.signIn("ada");
    await page.pass(1_000);
    expect(transcript(client)).toEqual(["user done: For Ada only", "assistant done: On For Ada only"]);
    expect(backend.rows.get("ada")).toHaveLength(2);
  });

  test("shows and sends nothing of it to another person, and keeps it for the first", async () => {
    const { client, backend } = await expired();
    client.setDraft("Ada's draft");
    await client.signIn("bob");
    await page.pass(1_000);
    expect(transcript(client)).toEqual([]);
    expect(client.draft.value).toBe("");
    await page.send(client, "Bob's");
    expect(backend.rows.get("bob")).toHaveLength(2);
    await client.signIn("ada");
    await page.pass(1_000);
    expect(transcript(client)).toEqual(["user done: For Ada only", "assistant done: On For Ada only"]);
  });

  test("goes on without the person when the visitor says so, and not before", async () => {
    const { client, backend } = await expired();
    page.life.happens("hidden");
    page.life.happens("visible");
    await page.pass(5_000);
    expect(client.session.value.status).toBe("expired");
    await client.reload();
    expect(client.session.value.status).toBe("anonymous");
    expect(transcript(client)).toEqual([]);
    expect(backend.rows.size).toBe(0);
  });

  test("keeps what signing in needs on offer", async () => {
    const { client } = await expired();
    expect([...client.capabilities.value]).toEqual(expect.arrayContaining(["sign-in", "code"]));
  });
});

test("what an anonymous visitor wrote goes along when they sign in", async () => {
  const backend = kitBackend();
  const { answer } = backend;
  const client = await page.start(backend);
  backend.on("POST /chat", offline);
  await page.send(client, "Written before");
  client.setDraft("a draft");
  backend.on("POST /chat", answer);
  await client.signIn("ada");
  await page.pass(30_000);
  expect(transcript(client)).toEqual(["user done: Written before", "assistant done: On Written before"]);
  expect(client.draft.value).toBe("a draft");
});

describe("signing out", () => {
  /** Ada has written, and writes. */
  async function signedIn(storage = lookedIntoStorage()) {
    const backend = kitBackend();
    backend.setCookie(backend.make("ada").id);
    const client = await page.start(backend, { storage });
    await page.send(client, "Hi");
    client.setDraft("half a thought");
    return { backend, client, storage };
  }

  test("leaves no trace here, and no session there", async () => {
    const { backend, client, storage } = await signedIn();
    await expect(client.signOut()).resolves.toEqual({ ok: true, value: undefined });
    expect(transcript(client)).toEqual([]);
    expect(client.draft.value).toBe("");
    expect(client.session.value).toEqual({ status: "anonymous", session: null });
    expect(storage.items.size).toBe(0);
    expect(backend.cookie()).toBeNull();
    expect(count(backend, "/api/auth/sign-out")).toBe(1);
  });

  test("asks nothing more of the backend until the next person begins", async () => {
    const { backend, client } = await signedIn();
    await client.signOut();
    const before = backend.requests.length;
    await page.pass(30 * 60_000, 5_000);
    expect(backend.requests).toHaveLength(before);
    await page.send(client, "Somebody else's");
    expect(client.session.value).toMatchObject({ status: "anonymous", session: { isAnonymous: true } });
    expect(transcript(client)).toEqual(["user done: Somebody else's", "assistant done: On Somebody else's"]);
    expect(backend.rows.get("ada")).toHaveLength(2);
  });

  test("ends a reply that is arriving, and shows nothing of it", async () => {
    const { backend, client } = await signedIn();
    const stream = openStream("text/event-stream");
    backend.on("POST /chat", () => stream.response);
    client.send("Tell me");
    await page.pass(500);
    const ending = client.signOut();
    expect(transcript(client)).toEqual([]);
    void stream.write('data: {"type":"delta","kind":"text","text":"Secret"}\n\n').catch(() => {});
    await ending;
    await page.pass(1_000);
    expect(transcript(client)).toEqual([]);
  });

  test("while the backend is away clears everything all the same, and says that it was not told", async () => {
    const { backend, client } = await signedIn();
    goOffline(backend);
    const outcome = client.signOut();
    await page.pass(1_000);
    await expect(outcome).resolves.toMatchObject({ ok: false, failure: { code: "network" } });
    expect(transcript(client)).toEqual([]);
  });

  test("that the backend was not told of is made good before the next person is let in", async () => {
    const { backend, client, storage } = await signedIn();
    backend.on("POST /api/auth/sign-out", offline);
    void client.signOut();
    await page.pass(1_000);
    client.dispose();

    const next = page.connect(backend, { storage });
    void next.start();
    await page.pass(1_000);
    expect(next.session.value.status).toBe("unavailable");
    expect(transcript(next)).toEqual([]);

    backend.on("POST /api/auth/sign-out", () => {
      backend.setCookie(null);
      return new Response(null, { status: 204 });
    });
    await page.pass(60_000);
    expect(next.session.value).toMatchObject({ status: "anonymous", session: { isAnonymous: true } });
    expect(transcript(next)).toEqual([]);
  });

  test("with a session that is over already is no failure", async () => {
    const { backend, client, storage } = await signedIn();
    backend.on("POST /api/auth/sign-out", unauthorized("revoked"));
    await expect(client.signOut()).resolves.toMatchObject({ ok: true });
    expect(storage.items.size).toBe(0);
  });

  test("before the chat was opened finds out what there is to end", async () => {
    const backend = kitBackend();
    backend.setCookie(backend.make("ada").id);
    await page.connect(backend).signOut();
    expect(backend.cookie()).toBeNull();
  });

  test("before the chat was opened, while the backend is away, says that it could not be told", async () => {
    const backend = kitBackend();
    goOffline(backend);
    const outcome = page.connect(backend).signOut();
    await page.pass(1_000);
    await expect(outcome).resolves.toMatchObject({ ok: false, failure: { code: "network" } });
  });

  test("at a backend without a way to clears what is here", async () => {
    const backend = foreignBackend();
    const storage = lookedIntoStorage();
    const client = await page.start(backend, { storage });
    client.setDraft("half a thought");
    const before = backend.requests.length;
    await expect(client.signOut()).resolves.toMatchObject({ ok: true });
    expect(storage.items.size).toBe(0);
    expect(backend.requests).toHaveLength(before);
  });

  test("during a renewal wins: the late answer brings nothing back", async () => {
    const { backend, client } = await signedIn();
    let answer = (_response: Response) => {};
    backend.on("POST /chat", unauthorized());
    backend.on("POST /api/auth/refresh", () => new Promise<Response>((resolve) => (answer = resolve)));
    client.send("Late");
    await page.pass(500);
    expect(client.session.value.status).toBe("renewing");
    await client.signOut();
    answer(json({ session_id: "s1", is_anonymous: false }));
    await page.pass(60_000);
    expect(client.session.value).toEqual({ status: "anonymous", session: null });
    expect(transcript(client)).toEqual([]);
  });

  test("during a renewal wins also where the site's own protocol does not heed that it is given up", async () => {
    let answer = (_session: SessionInfo) => {};
    const ada = { id: "s1", subject: "ada", isAnonymous: false };
    const client = page.connect(foreignBackend(), {
      protocol: {
        name: "heedless",
        session: async () => ada,
        refresh: () => new Promise<SessionInfo>((resolve) => (answer = resolve)),
        async *send() {
          yield { type: "error", error: new ChatError("auth", "Who?").toJSON() };
        },
      },
    });
    await client.start();
    await page.send(client, "Late");
    expect(client.session.value.status).toBe("renewing");
    await client.signOut();
    answer(ada);
    await page.pass(60_000);
    expect(client.session.value).toEqual({ status: "anonymous", session: null });
    expect(transcript(client)).toEqual([]);
  });
});

test("deleting leaves nothing of what was said, there and here, and the session goes on", async () => {
  const backend = kitBackend();
  backend.setCookie(backend.make("ada").id);
  const client = await page.start(backend);
  await page.send(client, "Hi");
  client.setDraft("half a thought");
  await expect(client.deleteData()).resolves.toMatchObject({ ok: true });
  await page.pass(1_000);
  expect(transcript(client)).toEqual([]);
  expect(client.draft.value).toBe("");
  expect(backend.rows.size).toBe(0);
  await page.send(client, "Again");
  expect(transcript(client)).toEqual(["user done: Again", "assistant done: On Again"]);
});

test("deleting that fails takes nothing away", async () => {
  const backend = kitBackend();
  const client = await page.start(backend);
  await page.send(client, "Hi");
  backend.on("DELETE /api/session/data", () => json({ code: "down" }, { status: 500 }));
  await expect(client.deleteData()).resolves.toMatchObject({ ok: false, failure: { code: "server" } });
  expect(transcript(client)).toHaveLength(2);
});

describe("signing in on the site's own page", () => {
  function stubPage() {
    const left: string[] = [];
    const tab = lookedIntoStorage();
    vi.stubGlobal("location", {
      ...{ href: "https://shop.test/prices?a=b#c", origin: "https://shop.test" },
      assign: (url: string) => void left.push(url),
    });
    vi.stubGlobal("sessionStorage", tab);
    return { left, tab };
  }

  test("leaves the page with the way back, and comes back to an open chat with its draft", async () => {
    const { left, tab } = stubPage();
    const client = await page.start(kitBackend(), { storage: memoryStorage() });
    client.setDraft("half a thought");
    await expect(client.signIn({ redirect: "/login?next={return}" })).resolves.toMatchObject({ ok: true });
    expect(left).toEqual(["https://shop.test/login?next=https%3A%2F%2Fshop.test%2Fprices%3Fa%3Db%23c"]);
    expect(tab.items.get("chatisle:open")).toBe("default");
    client.dispose();

    const back = await page.start(kitBackend(), { storage: memoryStorage() });
    expect(back.draft.value).toBe("half a thought");
    expect(page.connect(kitBackend()).draft.value).toBe("");
  });

  test.each([["https://login.example/authorize?client=shop"], ["https://shop.test/login"], ["login"]])(
    "may go to %s",
    async (redirect) => {
      const { left } = stubPage();
      const client = await page.start(kitBackend());
      await client.signIn({ redirect });
      expect(left).toEqual([new URL(redirect, "https://shop.test/").href]);
    },
  );

  test.each([["javascript:alert(1)"], ["data:text/html,x"], ["http://elsewhere.test/"], ["https://"]])(
    "never goes to %s",
    async (redirect) => {
      const { left } = stubPage();
      const client = await page.start(kitBackend());
      await expect(client.signIn({ redirect })).resolves.toMatchObject({
        ok: false,
        failure: { code: "invalid" },
      });
      expect(left).toEqual([]);
    },
  );

  test("that happened by other means is taken over when the page says so", async () => {
    const backend = kitBackend();
    const client = await page.start(backend);
    await expect(client.signIn()).resolves.toMatchObject({ ok: false, failure: { code: "auth" } });
    backend.setCookie(backend.make("ada").id);
    await expect(client.signIn()).resolves.toMatchObject({ ok: true });
    expect(client.session.value).toMatchObject({ status: "active", session: { subject: "ada" } });
  });
});

test("a backend that is away makes signing in a failure that may be tried again", async () => {
  const backend = kitBackend();
  const client = await page.start(backend);
  everywhere(backend, offline);
  backend.on("POST /api/auth/sign-in", offline);
  const outcome = client.signIn("ada");
  await page.pass(1_000);
  await settle();
  await expect(outcome).resolves.toMatchObject({
    ok: false,
    failure: { code: "network", isRetryable: true },
  });
});
