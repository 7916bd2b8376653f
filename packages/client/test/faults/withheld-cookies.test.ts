import { afterEach, describe, expect, test, vi } from "vitest";
import { memoryStorage } from "../../src/index.js";
import { json } from "../support/fake-backend.js";
import { kitBackend } from "../support/kit-backend.js";
import {
  BASE,
  count,
  foreignBackend,
  MINUTE,
  pageUnderTest,
  transcript,
} from "../support/page-under-test.js";

const page = pageUnderTest();

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("a browser that withholds the cookie", () => {
  test("costs exactly two session requests, and then a token stands in for it", async () => {
    const backend = kitBackend({ keepsCookies: false });
    const client = await page.start(backend);
    expect(count(backend, "/api/session", "GET")).toBe(2);
    expect(backend.posted("/api/session")).toEqual([{ transport: "header" }]);
    await page.send(client, "Hi");
    expect(transcript(client)).toEqual(["user done: Hi", "assistant done: On Hi"]);
    expect(backend.requests.at(-1)?.headers.get("authorization")).toMatch(/^Bearer token-of-s\d$/);
    await page.pass(30 * MINUTE, 5_000);
    expect(count(backend, "/api/session", "GET")).toBe(2);
  });

  test("shows the token to no script of the page", async () => {
    const kept: string[] = [];
    const storage = {
      getItem: () => null,
      setItem: (_: string, value: string) => void kept.push(value),
      removeItem() {},
    };
    const client = await page.start(kitBackend({ keepsCookies: false }), { storage });
    await page.send(client, "Hi");
    expect(JSON.stringify(client)).not.toContain("token-of");
    expect(JSON.stringify(client.session.value)).not.toContain("token-of");
    expect(kept.join()).not.toContain("token-of");
  });

  test("takes the next token from any answer about its health", async () => {
    const backend = kitBackend({ keepsCookies: false });
    const client = await page.start(backend);
    backend.on("GET /api/auth/token-health", () =>
      json({ compatible: true, authenticated: true, token: "token-of-s3" }),
    );
    await page.pass(6 * MINUTE, 5_000);
    await page.send(client, "Hi");
    expect(backend.requests.at(-1)?.headers.get("authorization")).toBe("Bearer token-of-s3");
  });

  test("has the token renewed in a hidden page, too", async () => {
    const backend = kitBackend({ keepsCookies: false });
    await page.start(backend);
    page.life.happens("hidden");
    await page.pass(30 * MINUTE, 5_000);
    expect(count(backend, "/api/auth/token-health")).toBeGreaterThanOrEqual(5);
  });

  test("begins anew when the token has run out while a laptop slept", async () => {
    const backend = kitBackend({ keepsCookies: false });
    const client = await page.start(backend);
    for (const id of ["s1", "s2", "s3"]) backend.revoke(id);
    await client.reload();
    expect(client.session.value).toMatchObject({ status: "anonymous", session: { id: "s4" } });
    await page.send(client, "Hi");
    expect(transcript(client)).toEqual(["user done: Hi", "assistant done: On Hi"]);
  });

  test("asks again when the proof itself could not be made", async () => {
    const backend = kitBackend({ keepsCookies: false });
    const broken = { ...backend, calls: 0 };
    const client = await page.start({
      fetch: async (input, init) => {
        if (++broken.calls === 2) throw new TypeError("Failed to fetch");
        return backend.fetch(input, init);
      },
    });
    expect(backend.posted("/api/session")).toEqual([{ transport: "header" }]);
    await page.send(client, "Hi");
    expect(transcript(client)).toEqual(["user done: Hi", "assistant done: On Hi"]);
  });
});

describe("a browser that lets the cookie through", () => {
  test("needs one further request, on the first page only", async () => {
    const backend = kitBackend();
    await page.start(backend);
    expect(count(backend, "/api/session", "GET")).toBe(2);
    await page.start(backend);
    expect(count(backend, "/api/session", "GET")).toBe(3);
    expect(count(backend, "/api/session", "POST")).toBe(0);
  });

  test("is put to the proof on each page: the visitor may have changed a setting", async () => {
    const backend = kitBackend();
    const storage = memoryStorage();
    const first = await page.start(backend, { storage });
    first.dispose();
    backend.withholdCookies();
    const before = count(backend, "/api/session", "GET");
    const client = await page.start(backend, { storage });
    expect(count(backend, "/api/session", "GET") - before).toBe(2);
    expect(backend.posted("/api/session")).toEqual([{ transport: "header" }]);
    await page.send(client, "Hi");
    expect(transcript(client)).toEqual(["user done: Hi", "assistant done: On Hi"]);
  });

  test("on the backend's own origin is not put to the proof", async () => {
    vi.stubGlobal("location", new URL(`${BASE}/shop/`));
    const backend = kitBackend({ keepsCookies: false });
    await page.start(backend);
    expect(count(backend, "/api/session")).toBe(1);
  });

  test("and a cookie that the backend refuses lead to a new session at once, with what it offers", async () => {
    const backend = kitBackend();
    backend.setCookie("long-gone");
    const client = await page.start(backend);
    expect(count(backend, "/api/session", "GET")).toBe(2);
    expect(client.session.value).toMatchObject({ status: "anonymous", session: { id: "s1" } });
    expect(client.capabilities.value.has("dedupe")).toBe(true);
  });
});

test("a token that names another session than the cookie is dropped, and the request goes once more without it", async () => {
  const backend = kitBackend({ keepsCookies: false });
  const client = await page.start(backend);
  backend.setCookie(backend.make().id);
  const before = count(backend, "/chat", "POST");
  await page.send(client, "Hi");
  expect(count(backend, "/chat", "POST") - before).toBe(2);
  expect(backend.requests.at(-1)?.headers.has("authorization")).toBe(false);
  expect(transcript(client)).toEqual(["user done: Hi", "assistant done: On Hi"]);
});

test("a foreign backend's answers make no token and need no proof, whatever fields they have", async () => {
  const backend = foreignBackend();
  backend.on("GET /api/session", () =>
    json({ session_id: "s1", issued: true, source: "none", token: "not ours", capabilities: ["header"] }),
  );
  const client = await page.start(backend);
  await page.send(client, "Hi");
  expect(count(backend, "/api/session")).toBe(1);
  expect(backend.requests.some(({ headers }) => headers.has("authorization"))).toBe(false);
});
