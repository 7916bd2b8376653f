import {
  type ChatClient,
  type ChatClientOptions,
  createChatClient,
  memoryStorage,
  textOf,
} from "@chatisle/client";
import { afterEach, describe, expect, test } from "vitest";
import { type ChatBackend, type CodeMail, createChatBackend, signVisitorToken } from "../src/index.js";
import { sqliteStore } from "../src/stores/sqlite.js";

const API = "https://api.example.com";
const SITE = "https://shop.test";
const VISITOR_SECRET = "what site and backend share about visitors";
const closers: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A backend, and the browsers that visit it from another site. */
function world() {
  const mails: CodeMail[] = [];
  const backend: ChatBackend = createChatBackend({
    store: sqliteStore({ path: ":memory:" }),
    reply: ({ text }) => `You said: ${text}`,
    origins: [SITE],
    secret: "a secret of tests that is worth nothing to anybody",
    signIn: { secret: VISITOR_SECRET, keepsConversation: true },
    codeSignIn: { sendCode: (mail) => void mails.push(mail) },
  });
  closers.push(() => backend.close());

  /** A browser with a jar of its own, which it may withhold from other sites. */
  function browser({ keepsCookies = true } = {}) {
    const jar = new Map<string, string>();
    const storage = memoryStorage();
    const seen: string[] = [];
    let isOffline = false;
    let isLossy = false;

    const fetch: typeof globalThis.fetch = async (input, init) => {
      const request = new Request(input, init);
      if (isOffline) throw new TypeError("Failed to fetch");
      seen.push(`${request.method} ${new URL(request.url).pathname}`);
      const headers = new Headers(request.headers);
      headers.set("origin", SITE);
      headers.set("sec-fetch-site", "cross-site");
      headers.set("sec-fetch-mode", "cors");
      if (jar.size > 0) headers.set("cookie", [...jar].map((pair) => pair.join("=")).join("; "));
      const response = await backend.handle(new Request(request, { headers }));
      for (const cookie of keepsCookies ? response.headers.getSetCookie() : []) {
        const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
        if (/max-age=0/i.test(cookie)) jar.delete(name);
        else jar.set(name, value);
      }
      const isReply = request.method === "POST" && request.url === `${API}/chat`;
      return isLossy && isReply ? withoutDeltas(response) : response;
    };

    return {
      jar,
      seen,
      goOffline(isAway: boolean) {
        isOffline = isAway;
      },
      /** From now on, the words of a reply are lost on the way, while its beginning and its end arrive. */
      loseWords() {
        isLossy = true;
      },
      async visit(options: Partial<ChatClientOptions> = {}): Promise<ChatClient> {
        const client = createChatClient({ baseUrl: API, fetch, storage, ...options });
        closers.push(() => client.dispose());
        await client.start();
        return client;
      },
    };
  }
  return { browser, mails };
}

async function withoutDeltas(response: Response): Promise<Response> {
  const events = (await response.text()).split("\n\n");
  return new Response(events.filter((event) => !event.includes('"type":"delta"')).join("\n\n"), response);
}

const transcript = (client: ChatClient) => client.messages.value.map((message) => textOf(message));
const tokenOf = (subject: string) => signVisitorToken({ subject, secret: VISITOR_SECRET });

async function say(client: ChatClient, text: string): Promise<void> {
  client.send(text);
  await expect.poll(() => transcript(client).at(-1)).toBe(`You said: ${text}`);
  await expect.poll(() => client.reply.value.status).toBe("idle");
}

describe.each([
  ["keeps the backend's cookie", true],
  ["withholds the backend's cookie", false],
])("a visitor whose browser %s", (_how, keepsCookies) => {
  test("talks, and stays the same visitor", async () => {
    const browser = world().browser({ keepsCookies });
    const client = await browser.visit();
    await say(client, "Hi");
    await client.reload();
    expect(transcript(client)).toEqual(["Hi", "You said: Hi"]);
    expect(browser.seen.filter((line) => line === "GET /api/session").length).toBeLessThanOrEqual(3);
    expect(browser.jar.size).toBe(keepsCookies ? 1 : 0);
  });

  test("signs in by the site's token, and finds on another device what was said", async () => {
    const { browser } = world();
    const phone = await browser({ keepsCookies }).visit();
    await say(phone, "From my phone");
    await expect(phone.signIn(await tokenOf("ada"))).resolves.toEqual({ ok: true, value: undefined });
    await expect.poll(() => transcript(phone)).toEqual(["From my phone", "You said: From my phone"]);

    const laptop = await browser({ keepsCookies }).visit();
    await expect(laptop.signIn(await tokenOf("ada"))).resolves.toMatchObject({ ok: true });
    await expect.poll(() => transcript(laptop)).toEqual(["From my phone", "You said: From my phone"]);
  });

  test("signs in by a code, and signs out without a trace", async () => {
    const { browser, mails } = world();
    const client = await browser({ keepsCookies }).visit();
    await expect(client.requestCode("ada@shop.test")).resolves.toMatchObject({ ok: true });
    await expect(client.verifyCode("00000000")).resolves.toMatchObject({ ok: false });
    await expect(client.verifyCode(mails[0]?.code ?? "")).resolves.toMatchObject({ ok: true });
    expect(client.session.value).toMatchObject({ status: "active" });
    await say(client, "Secret");
    await expect(client.signOut()).resolves.toMatchObject({ ok: true });
    expect(transcript(client)).toEqual([]);
    await client.start();
    expect(client.session.value).toMatchObject({ status: "anonymous", session: { isAnonymous: true } });
    expect(transcript(client)).toEqual([]);
  });

  test("deletes what was said", async () => {
    const client = await world().browser({ keepsCookies }).visit();
    await say(client, "Hi");
    await expect(client.deleteData()).resolves.toMatchObject({ ok: true });
    await client.reload();
    expect(transcript(client)).toEqual([]);
  });
});

test("a sign-out that the backend could not be told of is made good by the next visit", async () => {
  const browser = world().browser();
  const client = await browser.visit();
  await client.signIn(await tokenOf("ada"));
  await say(client, "Ada's");
  browser.goOffline(true);
  await expect(client.signOut()).resolves.toMatchObject({ ok: false, failure: { code: "network" } });
  client.dispose();
  browser.goOffline(false);
  const before = browser.seen.length;
  const next = await browser.visit();
  expect(browser.seen[before]).toBe("POST /api/auth/sign-out");
  expect(next.session.value).toMatchObject({ status: "anonymous" });
  expect(transcript(next)).toEqual([]);
});

test("words that are lost on the way are noticed by the numbers of the events, and found at once", async () => {
  const browser = world().browser();
  const client = await browser.visit();
  browser.loseWords();
  await say(client, "Hi");
  expect(transcript(client)).toEqual(["Hi", "You said: Hi"]);
  // The reply is over by then, so the stream has nothing more to tell, and the history has all of it.
  expect(browser.seen.slice(-3)).toEqual(["POST /chat", "GET /chat/stream", "GET /api/chat/history"]);
});
