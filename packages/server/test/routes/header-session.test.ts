import { expect, test } from "vitest";
import { createTestBackend, type TestBackend } from "../support/test-backend.js";
import { createVisitor, type Visitor } from "../support/visitor.js";

const EMBED = "https://embed.test";
const OTHER_PAGE = "https://partner.test";
const MINUTE = 60_000;

/** A visitor whose browser keeps no cookie for the backend. */
function withoutCookies({ backend }: TestBackend, page = EMBED): Visitor {
  const visitor = createVisitor(backend, { page, site: "cross-site" });
  visitor.cookies.set = () => visitor.cookies;
  return visitor;
}

const setUp = () => createTestBackend({ origins: [EMBED, OTHER_PAGE] });
const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

async function openHeaderSession(visitor: Visitor) {
  const response = await visitor.post("/api/session", { transport: "header" });
  return (await response.json()) as { readonly session_id: string; readonly token: string };
}

test("a page without cookies gets a token for 15 minutes", async () => {
  const visitor = withoutCookies(setUp());
  const response = await visitor.post("/api/session", { transport: "header" });
  expect(response.status).toBe(200);
  expect(response.headers.getSetCookie()).toEqual([]);
  expect(await response.json()).toMatchObject({
    source: "header",
    issued: false,
    exp_in: 900,
    token: expect.stringMatching(/^v1\./),
  });
});

test("a conversation runs on the token alone, on every route", async () => {
  const visitor = withoutCookies(setUp());
  const { session_id, token } = await openHeaderSession(visitor);
  const sent = await visitor.fetch("/chat", {
    method: "POST",
    body: JSON.stringify({ message: "Hello" }),
    headers: { ...bearer(token).headers, "content-type": "application/json" },
  });
  expect(sent.status).toBe(200);
  const history = await visitor.fetch("/api/chat/history", bearer(token));
  expect(await history.json()).toMatchObject({ messages: [{ content: "Hello" }, {}] });
  expect(await (await visitor.fetch("/api/session", bearer(token))).json()).toMatchObject({
    session_id,
    source: "header",
  });
  const health = await visitor.fetch("/api/auth/token-health", bearer(token));
  expect(await health.json()).toMatchObject({ authenticated: true });
  expect((await visitor.fetch("/chat/stream", bearer(token))).status).toBe(204);
});

test.each(["/api/session", "/api/auth/token-health"])(
  "%s hands over a new token in the second half of a token's life",
  async (path) => {
    const test = setUp();
    const visitor = withoutCookies(test);
    const { session_id, token } = await openHeaderSession(visitor);
    expect(await (await visitor.fetch(path, bearer(token))).json()).not.toHaveProperty("token");
    test.clock.advance(8 * MINUTE);
    const renewed = (await (await visitor.fetch(path, bearer(token))).json()) as { token: string };
    test.clock.advance(8 * MINUTE);
    const late = await visitor.fetch("/api/session", bearer(renewed.token));
    expect(await late.json()).toMatchObject({ session_id, source: "header" });
  },
);

test("a token ends after 15 minutes", async () => {
  const test = setUp();
  const visitor = withoutCookies(test);
  const { token } = await openHeaderSession(visitor);
  test.clock.advance(16 * MINUTE);
  const response = await visitor.fetch("/api/session", bearer(token));
  expect(response.status).toBe(401);
  expect(await response.json()).toMatchObject({ code: "expired" });
});

test("a token is worth nothing on another page, in a cookie, or with a cookie's value in its place", async () => {
  const test = setUp();
  const visitor = withoutCookies(test);
  const { token } = await openHeaderSession(visitor);
  const elsewhere = await withoutCookies(test, OTHER_PAGE).fetch("/api/session", bearer(token));
  expect(await elsewhere.json()).toMatchObject({ code: "malformed" });
  const inCookie = createVisitor(test.backend, { page: EMBED, site: "cross-site" });
  inCookie.cookies.set("__Host-cix", token);
  expect((await inCookie.fetch("/api/session")).status).toBe(401);
  await inCookie.session();
  const stolen = inCookie.cookies.get("__Host-cix") ?? "";
  expect((await visitor.fetch("/api/session", bearer(stolen))).status).toBe(401);
});

test("with both, the cookie counts, and the same session may stand in the header", async () => {
  const test = setUp();
  const visitor = createVisitor(test.backend, { page: EMBED, site: "cross-site" });
  const { session_id } = await visitor.session();
  const { token } = await openHeaderSession(visitor);
  const both = await visitor.fetch("/api/session", bearer(token));
  expect(await both.json()).toMatchObject({ session_id, source: "cookie" });
  test.clock.advance(20 * MINUTE);
  expect((await visitor.fetch("/api/session", bearer(token))).status).toBe(200);
});

test("a header that names another session than the cookie is refused, and the cookie is kept", async () => {
  const test = setUp();
  const { token } = await openHeaderSession(withoutCookies(test));
  const visitor = createVisitor(test.backend, { page: EMBED, site: "cross-site" });
  await visitor.session();
  const refused = await visitor.fetch("/api/chat/history", bearer(token));
  expect(refused.status).toBe(401);
  expect(await refused.json()).toMatchObject({ code: "malformed", retry: false });
  expect(visitor.cookies.size).toBe(1);
});

test("signing out ends the token's session too", async () => {
  const visitor = withoutCookies(setUp());
  const { token } = await openHeaderSession(visitor);
  await visitor.fetch("/api/auth/sign-out", {
    method: "POST",
    body: "{}",
    headers: { ...bearer(token).headers, "content-type": "application/json" },
  });
  const refused = await visitor.fetch("/api/chat/history", bearer(token));
  expect(await refused.json()).toMatchObject({ code: "revoked" });
});

test("a scheme that is not ours is not looked at, and a body without transport is refused", async () => {
  const visitor = withoutCookies(setUp());
  const basic = await visitor.fetch("/api/session", { headers: { authorization: "Basic eDp5" } });
  expect(basic.status).toBe(200);
  expect((await visitor.post("/api/session", {})).status).toBe(400);
});
