import { describe, expect, test } from "vitest";
import { json, plain } from "../support/fake-backend.js";
import { foreignBackend, pageUnderTest, settle, transcript } from "../support/page-under-test.js";

const page = pageUnderTest();
const sent = (backend: ReturnType<typeof foreignBackend>) =>
  backend.requests.map(({ headers }) => headers.get("authorization"));

describe("a site with tokens of its own", () => {
  test("has each request carry the token of the moment", async () => {
    const backend = foreignBackend();
    let token = "one";
    const client = await page.start(backend, { getToken: () => token });
    token = "two";
    await page.send(client, "Hi");
    expect(sent(backend)).toEqual(["Bearer one", "Bearer one", "Bearer two"]);
  });

  test.each([[null], [undefined], [""]])("sends no header when nobody is signed in (%j)", async (token) => {
    const backend = foreignBackend();
    await page.start(backend, { getToken: async () => token });
    expect(sent(backend)).toEqual([null, null]);
  });

  test("is asked for a new token once after a 401, and the request goes once more", async () => {
    const backend = foreignBackend();
    const tokens = ["fresh", "fresh", "stale", "renewed"];
    const client = await page.start(backend, { getToken: () => tokens.shift() ?? "too many" });
    backend.on("POST /chat", ({ headers }) =>
      headers.get("authorization") === "Bearer renewed" ? plain("Hello") : json({}, { status: 401 }),
    );
    await page.send(client, "Hi");
    expect(transcript(client)).toEqual(["user done: Hi", "assistant done: Hello"]);
    expect(client.session.value.status).toBe("active");
    expect(backend.posted("/chat")).toHaveLength(2);
  });

  test("is not tried again with the token that was refused", async () => {
    const backend = foreignBackend();
    const client = await page.start(backend, { getToken: () => "stale" });
    backend.on("GET /api/session", () => json({}, { status: 401 }));
    backend.on("POST /chat", () => json({}, { status: 401 }));
    await page.send(client, "Hi");
    expect(backend.posted("/chat")).toHaveLength(1);
    expect(client.session.value.status).toBe("expired");
  });

  test("is asked once by requests that start together", async () => {
    let asked = 0;
    let give = (_token: string) => {};
    const backend = foreignBackend();
    const client = await page.start(backend);
    const one = page.connect(backend, {
      getToken: () => {
        asked += 1;
        return new Promise<string>((resolve) => (give = resolve));
      },
    });
    void one.start();
    void one.loadConversations();
    await settle();
    expect(asked).toBe(1);
    give("token");
    client.dispose();
  });

  test.each([
    ["fails", () => Promise.reject(new Error("no network")), "it failed"],
    [
      "throws",
      () => {
        throw new Error("oops");
      },
      "it failed",
    ],
    ["gives no text", () => ({ token: "x" }) as unknown as string, "no token"],
    ["gives a text that no header holds", () => "two words", "no token"],
  ])("that %s is a clear error and ends no session", async (_case, getToken, words) => {
    const backend = foreignBackend();
    const client = await page.start(backend, { getToken });
    expect(backend.requests).toEqual([]);
    expect(client.session.value).toMatchObject({ status: "unavailable", failure: { code: "server" } });
    expect(JSON.stringify(client.session.value)).toContain(words);
  });

  test("that never answers is given up like a backend that does not", async () => {
    const client = await page.start(foreignBackend(), { getToken: () => new Promise<string>(() => {}) });
    await page.pass(16_000);
    expect(client.session.value).toMatchObject({ status: "unavailable", failure: { code: "timeout" } });
  });

  test("sends its token to no other host that a path may name", async () => {
    const backend = foreignBackend();
    await page.start(backend, {
      getToken: () => "secret",
      protocol: { use: "rest", paths: { session: "@evil.test/", history: "//evil.test/" } },
    });
    expect(sent(backend)).toEqual([null, null]);
  });
});
