import { expect, test } from "vitest";
import { createTestBackend } from "../support/test-backend.js";
import { createVisitor } from "../support/visitor.js";

const MINUTE = 60_000;

test("a refresh gives a session its full life again, and keeps its id", async () => {
  const { backend, clock } = createTestBackend();
  const visitor = createVisitor(backend);
  const { session_id } = await visitor.session();
  clock.advance(60 * MINUTE);
  const response = await visitor.post("/api/auth/refresh", {});
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ session_id, issued: true, exp_in: 604_800 });
});

test("the cookie before a refresh stays valid while answers may overtake each other", async () => {
  const { backend, clock } = createTestBackend();
  const visitor = createVisitor(backend);
  const { session_id } = await visitor.session();
  const before = new Map(visitor.cookies);
  clock.advance(60 * MINUTE);
  await visitor.post("/api/auth/refresh", {});
  await visitor.session();
  clock.advance(MINUTE);
  for (const [name, value] of before) visitor.cookies.set(name, value);
  expect(await visitor.session()).toMatchObject({ session_id, source: "cookie" });
});

test("a refresh of a fresh session changes nothing, however often it comes", async () => {
  const { backend } = createTestBackend();
  const visitor = createVisitor(backend);
  await visitor.session();
  for (let count = 0; count < 3; count += 1) {
    const response = await visitor.post("/api/auth/refresh", {});
    expect(response.headers.getSetCookie()).toEqual([]);
    expect(await response.json()).toMatchObject({ issued: false });
  }
});

test("without a session there is nothing to refresh", async () => {
  const response = await createVisitor(createTestBackend().backend).post("/api/auth/refresh", {});
  expect(response.status).toBe(401);
  expect(await response.json()).toMatchObject({ code: "expired", retry: false });
});
