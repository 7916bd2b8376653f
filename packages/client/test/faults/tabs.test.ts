import { describe, expect, test, vi } from "vitest";
import { memoryStorage } from "../../src/index.js";
import { BOTH_BACKENDS } from "../support/both-backends.js";
import { brokenWay, cases } from "../support/broken-way.js";
import { browserUnderTest } from "../support/browser-under-test.js";
import { json, offline, plain, type SeenRequest } from "../support/fake-backend.js";
import { fakePage } from "../support/fake-page.js";
import { kitBackend } from "../support/kit-backend.js";
import {
  BASE,
  count,
  foreignBackend,
  MINUTE,
  pageUnderTest,
  rememberingBackend,
  SECOND,
  sessionOf,
  transcript,
  unauthorized,
} from "../support/page-under-test.js";
import { seeded } from "../support/seeded.js";

const page = pageUnderTest();

/** Has another backend answer. */
const passOn = (fetch: typeof globalThis.fetch, { method, path, body }: SeenRequest) =>
  fetch(BASE + path, { method, ...(body !== undefined && { body: JSON.stringify(body) }) });

describe("in a browser with several tabs", () => {
  browserUnderTest();

  test.each(BOTH_BACKENDS)(
    "five tabs in sight ask %s about the session's health as often as one, and hidden ones not at all",
    async (_who, make) => {
      const backend = make();
      const lives = Array.from({ length: 5 }, fakePage);
      const random = seeded(1);
      for (const { page: life } of lives) await page.start(backend, { page: life, random });
      await page.pass(30 * MINUTE);
      const asked = count(backend, "/api/auth/token-health");
      expect(asked).toBeGreaterThanOrEqual(5);
      expect(asked).toBeLessThanOrEqual(7);
      for (const life of lives) life.happens("hidden");
      await page.pass(30 * MINUTE, 5_000);
      expect(count(backend, "/api/auth/token-health")).toBe(asked);
    },
  );

  test.each(cases([0, 1, 2, 3, 4, 5], [1, 2, 3]))(
    "two tabs show what is written in either, though after $after of their requests $count $failure",
    async (trouble) => {
      const backend = kitBackend();
      let way = backend.fetch;
      const browser = { fetch: ((...request) => way(...request)) as typeof fetch };
      const storage = memoryStorage();
      const one = await page.start(browser, { storage });
      const two = await page.start(browser, { storage });
      way = brokenWay(backend, trouble).fetch;
      one.send("from one");
      await page.pass(200, 100);
      two.send("from two");
      await page.pass(6 * MINUTE, SECOND);
      for (const tab of [one, two]) {
        expect(transcript(tab).toSorted()).toEqual([
          "assistant done: On from one",
          "assistant done: On from two",
          "user done: from one",
          "user done: from two",
        ]);
      }
    },
  );

  test("a sign-out in one tab wins over a renewal in another, and clears both", async () => {
    const backend = kitBackend();
    backend.setCookie(backend.make("ada").id);
    const storage = memoryStorage();
    const one = await page.start(backend, { storage });
    const two = await page.start(backend, { storage });
    let answer = (_response: Response) => {};
    backend.on("POST /chat", unauthorized());
    backend.on("POST /api/auth/refresh", () => new Promise<Response>((resolve) => (answer = resolve)));
    two.send("Ada's");
    await page.pass(SECOND);
    expect(two.session.value.status).toBe("renewing");

    await one.signOut();
    answer(json({ session_id: "s1", subject: "ada", is_anonymous: false }));
    await page.pass(MINUTE);
    for (const tab of [one, two]) {
      expect(tab.session.value).toEqual({ status: "anonymous", session: null });
      expect(transcript(tab)).toEqual([]);
    }
    expect(backend.cookie()).toBeNull();
  });

  test("a sign-out in one tab takes the token of another away, where tokens stand in for cookies", async () => {
    const backend = kitBackend({ keepsCookies: false });
    const one = await page.start(backend);
    const two = await page.start(backend);
    await one.signIn("ada");
    await two.signIn("ada");
    await one.signOut();
    await page.send(two, "Whose?");
    expect(backend.rows.has("ada")).toBe(false);
    expect(two.session.value).toMatchObject({ status: "anonymous" });
  });

  test("a sign-in in one tab is a sign-in in all", async () => {
    const backend = kitBackend();
    backend.rows.set("ada", [{ role: "human", content: "Ada's", id: "m0" }]);
    const one = await page.start(backend);
    const two = await page.start(backend);
    await one.signIn("ada");
    await page.pass(SECOND);
    for (const tab of [one, two]) {
      expect(tab.session.value).toMatchObject({ status: "active", session: { subject: "ada" } });
      expect(transcript(tab)).toEqual(["user done: Ada's"]);
    }
  });

  test("what is deleted in one tab is gone in all", async () => {
    const backend = kitBackend();
    const storage = memoryStorage();
    const one = await page.start(backend, { storage });
    const two = await page.start(backend, { storage });
    await page.send(one, "Hi");
    expect(transcript(two)).toHaveLength(2);
    await one.deleteData();
    await page.pass(SECOND);
    expect(transcript(two)).toEqual([]);
  });

  test("two tabs that meet a 401 renew the session once", async () => {
    const backend = rememberingBackend();
    const { fetch } = rememberingBackend();
    const protocol = { use: "rest", paths: { refresh: "/refresh" } } as const;
    const one = await page.start(backend, { protocol });
    const two = await page.start(backend, { protocol });
    let isRenewed = false;
    let answer = () => {};
    backend.on("POST /chat", (request) => (isRenewed ? passOn(fetch, request) : unauthorized()()));
    backend.on("GET /api/chat/history", (request) => passOn(fetch, request));
    backend.on(
      "POST /refresh",
      () =>
        new Promise<Response>((resolve) => {
          answer = () => {
            isRenewed = true;
            resolve(json({}));
          };
        }),
    );
    one.send("One");
    two.send("Two");
    await page.pass(2 * SECOND);
    answer();
    await page.pass(2 * SECOND);
    expect(count(backend, "/refresh")).toBe(1);
    expect(transcript(one)).toContain("user done: One");
    expect(transcript(two)).toContain("user done: Two");
  });

  test("two tabs that open after the time of a short access token renew it once", async () => {
    const backend = foreignBackend();
    let isRenewed = false;
    let answer = () => {};
    backend.on("GET /api/session", () => (isRenewed ? sessionOf("s1")() : unauthorized()()));
    backend.on(
      "POST /refresh",
      () =>
        new Promise<Response>((resolve) => {
          answer = () => {
            isRenewed = true;
            resolve(json({}));
          };
        }),
    );
    const protocol = { use: "rest", paths: { refresh: "/refresh" } } as const;
    const tabs = [page.connect(backend, { protocol }), page.connect(backend, { protocol })];
    for (const tab of tabs) void tab.start();
    await page.pass(SECOND);
    answer();
    await page.pass(SECOND);
    expect(count(backend, "/refresh")).toBe(1);
    for (const tab of tabs) expect(tab.session.value.status).toBe("active");
  });

  test("a tab that freezes in the middle of a renewal keeps the others waiting only for a while", async () => {
    const backend = foreignBackend();
    const protocol = { use: "rest", paths: { refresh: "/refresh" } } as const;
    const frozen = await page.start(
      {
        fetch: (input, init) =>
          String(input instanceof Request ? input.url : input).endsWith("/refresh")
            ? new Promise<Response>(() => {})
            : backend.fetch(input, init),
      },
      { protocol },
    );
    const two = await page.start(backend, { protocol });
    let left = 2;
    backend.on("POST /chat", () => (left-- > 0 ? unauthorized()() : plain("Hello")));
    backend.on("POST /refresh", () => json({}));
    frozen.send("One");
    await page.pass(SECOND);
    two.send("Two");
    await page.pass(20 * SECOND);
    expect(transcript(two)).toContain("user done: Two");
  });

  test.each([
    ["the reference backend", kitBackend],
    ["a foreign backend", rememberingBackend],
  ])("a tab that freezes with every lock in hand keeps no message to %s waiting", async (_who, make) => {
    vi.stubGlobal("navigator", {
      locks: { request: (_name: string, _options: object, run: (lock: null) => unknown) => run(null) },
    });
    const backend = make();
    const client = await page.start(backend);
    await page.send(client, "Hi");
    expect(transcript(client).at(0)).toBe("user done: Hi");
    expect(backend.posted("/chat")).toHaveLength(1);
  });

  test.each([
    ["the reference backend", kitBackend],
    ["a foreign backend", rememberingBackend],
  ])("a duplicated tab, with a copy of what waits, sends nothing twice to %s", async (_who, make) => {
    const backend = make();
    const items = new Map<string, string>();
    const storageOf = (own: Map<string, string>) => ({
      getItem: (key: string) => own.get(key) ?? null,
      setItem: (key: string, value: string) => void own.set(key, value),
      removeItem: (key: string) => void own.delete(key),
    });
    const answers = await page.start(backend, { storage: storageOf(items) });
    const { fetch } = make();
    backend.on("POST /chat", offline);
    for (const route of ["GET /api/session", "GET /api/chat/history"]) backend.on(route, offline);
    void answers.reload();
    await page.pass(SECOND);
    await page.send(answers, "Hi");
    expect(transcript(answers)).toEqual(["user pending: Hi"]);

    const duplicate = page.connect(backend, { storage: storageOf(new Map(items)) });
    void duplicate.start();
    await page.pass(SECOND);
    for (const route of ["GET /api/session", "GET /api/chat/history", "POST /chat"])
      backend.on(route, (request) => passOn(fetch, request));
    const before = backend.posted("/chat").length;
    await page.pass(MINUTE);
    const ids = backend
      .posted("/chat")
      .slice(before)
      .map((body) => (body as { id?: string }).id ?? "one");
    expect(new Set(ids).size).toBe(1);
    if (make === rememberingBackend) expect(ids).toHaveLength(1);
    expect(transcript(answers).at(0)).toBe("user done: Hi");
    expect(transcript(duplicate).at(0)).toBe("user done: Hi");
  });
});

describe("in a browser without locks, secure contexts and random UUIDs, as on a page of http", () => {
  browserUnderTest({ hasLocks: false });

  test("everything works, and what a tab that is gone left behind is sent once", async () => {
    const backend = kitBackend();
    const storage = memoryStorage();
    const gone = page.connect({ fetch: () => Promise.reject(new TypeError("Failed to fetch")) }, { storage });
    await page.send(gone, "Left behind");
    gone.dispose();
    const heir = page.connect(backend, { storage });
    void heir.start();
    await page.pass(SECOND);
    expect(transcript(heir)).toEqual(["user done: Left behind", "assistant done: On Left behind"]);
    await page.send(heir, "And more");
    expect(transcript(heir)).toHaveLength(4);
    const [{ id }] = backend.posted("/chat") as [{ id: string }];
    expect(id).toMatch(/^[0-9a-f]{32}$/);
  });
});
