import { expect, test } from "vitest";
import { sqliteStore } from "../../src/stores/sqlite.js";
import { createTestBackend, SECRET } from "../support/test-backend.js";
import { API, createVisitor, PAGE } from "../support/visitor.js";

const DAY = 86_400_000;
const OTHER_SECRET = "another secret, which is long enough too";

test("a visitor without a session gets an anonymous one for 7 days", async () => {
  const visitor = createVisitor(createTestBackend().backend);
  expect(await visitor.session()).toEqual({
    v: 1,
    session_id: expect.stringMatching(/^[\w-]{22}$/),
    session_key: expect.stringMatching(/^[\w-]{6}…$/),
    created_at: "2030-01-15T12:00:00.000Z",
    is_anonymous: true,
    state: "anonymous",
    source: "none",
    issued: true,
    exp_in: 604_800,
    refresh_in: 300,
    capabilities: [
      "stop",
      "resume",
      "dedupe",
      "refresh",
      "header",
      "sign-out",
      "delete-data",
      "feedback",
      "edit",
      "regenerate",
      "conversations",
    ],
  });
});

test("a visitor who comes back keeps the session, and gets no new cookie", async () => {
  const visitor = createVisitor(createTestBackend().backend);
  const first = await visitor.session();
  const again = await visitor.fetch("/api/session");
  expect(again.headers.getSetCookie()).toEqual([]);
  expect(await again.json()).toMatchObject({ session_id: first.session_id, source: "cookie", issued: false });
});

test("two visitors get different sessions", async () => {
  const { backend } = createTestBackend();
  const one = await createVisitor(backend).session();
  const other = await createVisitor(backend).session();
  expect(one.session_id).not.toBe(other.session_id);
});

test.each([
  [
    "on the backend's own site",
    { site: "same-site" } as const,
    "__Host-ci=*; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=604800",
  ],
  [
    "on the backend's own origin",
    { page: API, site: "same-origin" } as const,
    "__Host-ci=*; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=604800",
  ],
  [
    "on another site",
    { site: "cross-site" } as const,
    "__Host-cix=*; Path=/; Secure; HttpOnly; SameSite=None; Partitioned; Max-Age=604800",
  ],
  [
    "in development",
    { page: "http://localhost:4321", api: "http://localhost:8787", site: "same-site" } as const,
    "ci_dev=*; Path=/; HttpOnly; SameSite=Lax; Max-Age=604800",
  ],
])("a page %s gets a cookie it can send back", async (_where, options, cookie) => {
  const { backend } = createTestBackend({ origins: [PAGE, "http://localhost:4321"] });
  const response = await createVisitor(backend, options).fetch("/api/session");
  expect(response.headers.getSetCookie().map((value) => value.replace(/=v1[^;]+/, "=*"))).toEqual([cookie]);
});

test.each([
  ["the same host is the same site", "https://api.shop.test:8443", "__Host-ci"],
  ["another host counts as another site, which works too", PAGE, "__Host-cix"],
])("without Sec-Fetch-Site, %s", async (_what, origin, name) => {
  const { backend } = createTestBackend({ origins: [origin] });
  const response = await backend.handle(new Request(`${API}/api/session`, { headers: { origin } }));
  expect(response.headers.get("set-cookie")).toMatch(new RegExp(`^${name}=`));
});

test.each([
  ["http outside this machine", "http://api.shop.test/api/session", {}, "insecure_transport"],
  [
    "an unbelieved proxy that ended TLS",
    "http://127.0.0.1:8787/api/session",
    { "x-forwarded-proto": "https" },
    "insecure_transport",
  ],
  [
    "a page at localhost with the backend at 127.0.0.1",
    "http://127.0.0.1:8787/api/session",
    { origin: "http://localhost:4321" },
    "host_mix",
  ],
])("%s is named instead of losing the cookie silently", async (_what, url, headers, code) => {
  const { backend } = createTestBackend({ origins: ["http://localhost:4321"] });
  const response = await backend.handle(new Request(url, { headers }));
  expect(response.status).toBe(400);
  expect(response.headers.getSetCookie()).toEqual([]);
  expect(await response.json()).toMatchObject({ code });
});

test("a development cookie is no session over https", async () => {
  const { backend } = createTestBackend({ origins: [PAGE, "http://localhost:4321"] });
  const developer = createVisitor(backend, { page: "http://localhost:4321", api: "http://localhost:8787" });
  await developer.session();
  const visitor = createVisitor(backend);
  visitor.cookies.set("ci_dev", developer.cookies.get("ci_dev") ?? "");
  expect(await visitor.session()).toMatchObject({ source: "none", issued: true });
});

test("a session is renewed in the second half of its life and keeps its id", async () => {
  const { backend, clock } = createTestBackend();
  const visitor = createVisitor(backend);
  const first = await visitor.session();
  clock.advance(3.5 * DAY);
  expect(await visitor.session()).toMatchObject({ issued: false, exp_in: 302_400 });
  clock.advance(1);
  expect(await visitor.session()).toMatchObject({
    session_id: first.session_id,
    created_at: first.created_at,
    source: "cookie",
    issued: true,
    exp_in: 604_800,
  });
  clock.advance(6 * DAY);
  expect(await visitor.session()).toMatchObject({ session_id: first.session_id });
});

test("an expired session is refused once, and the next request begins a new one", async () => {
  const { backend, clock } = createTestBackend();
  const visitor = createVisitor(backend);
  const first = await visitor.session();
  clock.advance(7 * DAY + 60_000);
  const refused = await visitor.fetch("/api/session");
  expect(refused.status).toBe(401);
  expect(await refused.json()).toMatchObject({ code: "expired", retry: false });
  const next = await visitor.session();
  expect(next).toMatchObject({ source: "none", issued: true });
  expect(next.session_id).not.toBe(first.session_id);
});

test.each([
  ["a changed signature", (value: string) => `${value.slice(0, -4)}AAAA`],
  ["a truncated one", (value: string) => value.slice(0, 40)],
  ["an empty one", () => ""],
  ["one of 5 kB", () => "x".repeat(5_000)],
  ["one with other characters", () => "v1.\xe9.\xfc.\xdf"],
])("%s is refused as malformed and deleted, so that nobody is locked out", async (_what, damage) => {
  const visitor = createVisitor(createTestBackend().backend);
  await visitor.session();
  visitor.cookies.set("__Host-ci", damage(visitor.cookies.get("__Host-ci") ?? ""));
  const refused = await visitor.fetch("/api/session");
  expect(refused.status).toBe(401);
  expect(await refused.json()).toMatchObject({ code: "malformed", retry: false });
  expect(visitor.cookies.size).toBe(0);
  expect((await visitor.fetch("/api/session")).status).toBe(200);
});

test("of two cookies with one name, the valid one counts", async () => {
  const { backend } = createTestBackend();
  const visitor = createVisitor(backend);
  const { session_id } = await visitor.session();
  const value = visitor.cookies.get("__Host-ci");
  const response = await backend.handle(
    new Request(`${API}/api/session`, { headers: { cookie: `__Host-ci=damaged; __Host-ci=${value}` } }),
  );
  expect(await response.json()).toMatchObject({ session_id, source: "cookie" });
});

test("a fresh cookie under an unknown key is kept, because a deployment may be under way", async () => {
  const visitor = createVisitor(createTestBackend().backend);
  await visitor.session();
  const behind = createVisitor(createTestBackend({ secret: OTHER_SECRET }).backend);
  for (const [name, value] of visitor.cookies) behind.cookies.set(name, value);
  const refused = await behind.fetch("/api/session");
  expect(refused.status).toBe(401);
  expect(refused.headers.get("retry-after")).toBe("5");
  expect(await refused.json()).toMatchObject({ code: "unknown_key", retry: true, retry_after: 5 });
  expect(behind.cookies.size).toBe(1);
});

test("a cookie that has outlived its key for an hour is deleted", async () => {
  const visitor = createVisitor(createTestBackend().backend);
  await visitor.session();
  const { backend, clock } = createTestBackend({ secret: OTHER_SECRET });
  clock.advance(3_600_000);
  const later = createVisitor(backend);
  for (const [name, value] of visitor.cookies) later.cookies.set(name, value);
  expect(await (await later.fetch("/api/session")).json()).toMatchObject({
    code: "unknown_key",
    retry: false,
  });
  expect(later.cookies.size).toBe(0);
});

test("a developer who changes the secret is refused once, not for an hour", async () => {
  const local = { page: "http://localhost:4321", api: "http://localhost:8787" };
  const origins = [local.page];
  const before = createVisitor(createTestBackend({ origins }).backend, local);
  await before.session();
  const after = createVisitor(createTestBackend({ origins, secret: OTHER_SECRET }).backend, local);
  for (const [name, value] of before.cookies) after.cookies.set(name, value);
  const refused = await after.fetch("/api/session");
  expect(await refused.json()).toMatchObject({ code: "unknown_key", retry: false });
  expect(await after.session()).toMatchObject({ issued: true });
});

test("a rotation in three deployments refuses nobody while old and new instances answer in turn", async () => {
  const store = sqliteStore({ path: ":memory:" });
  const stages = [
    { current: SECRET },
    { current: SECRET, previous: [OTHER_SECRET] },
    { current: OTHER_SECRET, previous: [SECRET] },
    { current: OTHER_SECRET },
  ].map((secret) => createTestBackend({ store, secret }));
  let cookies = new Map<string, string>();
  const ids = new Set<string>();
  for (const [index, before] of stages.slice(0, -1).entries()) {
    // Between two deployments every instance of either stage may get the next request.
    for (const { backend, clock } of [
      before,
      stages[index + 1] ?? before,
      before,
      stages[index + 1] ?? before,
    ]) {
      clock.advance(DAY);
      const visitor = createVisitor(backend);
      for (const [name, value] of cookies) visitor.cookies.set(name, value);
      const response = await visitor.fetch("/api/session");
      expect(response.status, `between stage ${index} and ${index + 1}`).toBe(200);
      ids.add(((await response.json()) as { session_id: string }).session_id);
      cookies = visitor.cookies;
    }
  }
  expect(ids.size).toBe(1);
});

test("signing with a new secret before all instances can verify it refuses visitors, which is why there are three steps", async () => {
  const ahead = createVisitor(
    createTestBackend({ secret: { current: OTHER_SECRET, previous: [SECRET] } }).backend,
  );
  await ahead.session();
  const behind = createVisitor(createTestBackend({ secret: SECRET }).backend);
  for (const [name, value] of ahead.cookies) behind.cookies.set(name, value);
  expect((await behind.fetch("/api/session")).status).toBe(401);
});

test("reading the session stores nothing", async () => {
  const store = sqliteStore({ path: ":memory:" });
  const { backend } = createTestBackend({ store });
  const { session_id } = await createVisitor(backend).session();
  expect(await store.messages({ owner: session_id, id: "main" }, { limit: 1 })).toEqual([]);
});

test.each([
  ["valid", 200, { compatible: true, authenticated: true, token_version: 1, server_version: 1 }],
  ["none", 200, { compatible: true, authenticated: false, server_version: 1 }],
  ["later", 200, { compatible: false, authenticated: false, token_version: 2, server_version: 1 }],
  ["damaged", 401, expect.objectContaining({ code: "malformed" })],
])("token health with a credential that is %s is told", async (kind, status, answer) => {
  const visitor = createVisitor(createTestBackend().backend);
  if (kind !== "none") await visitor.session();
  const value = visitor.cookies.get("__Host-ci") ?? "";
  if (kind === "later") visitor.cookies.set("__Host-ci", value.replace("v1.", "v2."));
  if (kind === "damaged") visitor.cookies.set("__Host-ci", "damaged");
  const response = await visitor.fetch("/api/auth/token-health");
  expect(response.status).toBe(status);
  expect(await response.json()).toEqual(answer);
});

test("token health renews a session that is due", async () => {
  const { backend, clock } = createTestBackend();
  const visitor = createVisitor(backend);
  const { session_id } = await visitor.session();
  clock.advance(4 * DAY);
  await visitor.fetch("/api/auth/token-health");
  clock.advance(6 * DAY);
  expect(await visitor.session()).toMatchObject({ session_id });
});
