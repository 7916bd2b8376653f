import { expect, test } from "vitest";
import { folderFiles } from "../src/stores/folder-files.js";
import { createTestBackend } from "./support/test-backend.js";
import { API, createVisitor, PAGE } from "./support/visitor.js";

/** Another seed is another run; a run that failed is repeated by its own. */
const SEED = Number(process.env.FUZZ_SEED ?? 20_301);
const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 2_000);

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const PATHS = [
  "/chat",
  "/chat/stop",
  "/chat/regenerate",
  "/chat/feedback",
  "/chat/stream",
  "/upload",
  "/upload/x",
  "/api/session",
  "/api/session/data",
  "/api/chat/history",
  "/api/conversations",
  "/api/conversations/x",
  "/api/auth/sign-in",
  "/api/auth/code",
  "/api/auth/code/verify",
  "/api/auth/refresh",
  "/api/auth/sign-out",
  "/api/auth/token-health",
  "/api/metrics",
  "/constructor",
  "/__proto__/x",
  "//",
  "/%00",
  "/%ff%fe/*",
];
const FIELDS = [
  "message",
  "id",
  "message_id",
  "value",
  "replaces",
  "conversation_id",
  "attachments",
  "token",
  "email",
  "code",
  "transport",
  "comment",
  "__proto__",
];

function createFuzzer(random: () => number, cookie: string) {
  const pick = <Item>(items: readonly [Item, ...Item[]]): Item =>
    items[Math.floor(random() * items.length)] ?? items[0];
  const oneOf = (items: readonly string[]) => items[Math.floor(random() * items.length)] ?? "";
  const noise = (length: number) =>
    Array.from({ length: Math.floor(random() * length) }, () =>
      String.fromCodePoint(1 + Math.floor(random() * 0xd7fe)),
    ).join("");
  const ascii = (length: number) =>
    Array.from({ length: Math.floor(random() * length) }, () =>
      String.fromCharCode(0x21 + Math.floor(random() * 94)),
    ).join("");

  function value(depth: number): unknown {
    const kinds: readonly [() => unknown, ...(() => unknown)[]] = [
      () => noise(20),
      () => noise(20_000),
      () => random() * 1e9,
      () => null,
      () => true,
      () => "\u0000\ud800",
      (): unknown => (depth > 3 ? [] : [value(depth + 1), value(depth + 1)]),
      (): unknown => (depth > 3 ? {} : object(depth + 1)),
    ];
    return pick(kinds)();
  }
  function object(depth: number): object {
    return Object.fromEntries(
      Array.from({ length: Math.floor(random() * 5) }, () => [oneOf(FIELDS), value(depth)]),
    );
  }
  function body(): string {
    const kinds: readonly [() => string, ...(() => string)[]] = [
      () => JSON.stringify(object(0)),
      () => JSON.stringify(value(0)) ?? "",
      () => noise(200),
      () => "[".repeat(Math.floor(random() * 5_000)),
      () => `{"message":"${"a".repeat(Math.floor(random() * 100_000))}"`,
      () => "",
    ];
    return pick(kinds)();
  }
  return function request(): Request {
    const method = pick(["GET", "POST", "POST", "POST", "DELETE", "PUT", "PATCH"]);
    const query =
      random() < 0.3
        ? `?${encodeURIComponent(ascii(9))}=${encodeURIComponent(noise(9))}&after=${encodeURIComponent(ascii(5))}`
        : "";
    const path = oneOf(PATHS) + (random() < 0.1 ? `/${encodeURIComponent(noise(30))}` : "") + query;
    const headers = new Headers();
    const set = (name: string, share: number, values: readonly (() => string)[]) => {
      if (random() < share) headers.set(name, values[Math.floor(random() * values.length)]?.() ?? "");
    };
    set("origin", 0.9, [
      () => PAGE,
      () => PAGE,
      () => PAGE,
      () => "null",
      () => ascii(40),
      () => "https://evil.test",
    ]);
    set("content-type", 0.9, [
      () => "application/json",
      () => "application/json",
      () => "multipart/form-data; boundary=x",
      () => ascii(30),
    ]);
    set("cookie", 0.7, [
      () => cookie,
      () => cookie.slice(0, -3),
      () => `__Host-ci=${ascii(300)}; __Host-ci=${ascii(9)}`,
      () => ascii(5_000),
    ]);
    set("authorization", 0.2, [() => `Bearer ${ascii(300)}`, () => ascii(50)]);
    set("accept", 0.5, [() => "application/json", () => "*/*", () => ascii(20), () => "text/html"]);
    set("sec-fetch-site", 0.5, [() => "same-site", () => "cross-site", () => "none", () => ascii(9)]);
    set("sec-fetch-mode", 0.5, [() => "cors", () => "no-cors", () => "navigate"]);
    set("content-length", 0.1, [() => String(Math.floor(random() * 1e7)), () => "-1"]);
    return new Request(API + path, { method, headers, ...(method !== "GET" && { body: body() }) });
  };
}

test(`${REQUESTS} random requests are refused cleanly or answered, and none of them fails inside`, async () => {
  const { backend, errors } = createTestBackend({
    uploads: { files: folderFiles({ path: "/nonexistent" }), types: ["image/png"] },
    signIn: { secret: "a secret for visitors, long enough to sign" },
    codeSignIn: { sendCode: () => {} },
    statusToken: "a-status-token-for-tests",
    rateLimits: { session: 1e9, address: 1e9, signIn: 1e9, reads: 1e9 },
  });
  const visitor = createVisitor(backend);
  await visitor.session();
  const cookie = [...visitor.cookies].map((pair) => pair.join("=")).join("; ");
  const next = createFuzzer(seeded(SEED), cookie);
  let refused = 0;
  for (let count = 0; count < REQUESTS; count += 1) {
    const request = next();
    const what = `request ${count} of seed ${SEED}: ${request.method} ${request.url}`;
    const response = await backend.handle(request);
    expect(response.status, what).toBeLessThan(500);
    expect(response.headers.get("vary"), what).toBe("Origin");
    const text = await response.text();
    if (response.status < 400) continue;
    refused += 1;
    expect(JSON.parse(text), what).toMatchObject({ code: expect.any(String), detail: expect.any(String) });
    expect(
      response.headers.getSetCookie().filter((set) => !set.includes("Max-Age=0")),
      what,
    ).toEqual([]);
  }
  expect(errors).toEqual([]);
  expect(refused).toBeGreaterThan(REQUESTS / 2);
});
