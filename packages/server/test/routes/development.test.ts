import { expect, test } from "vitest";
import { createTestBackend } from "../support/test-backend.js";
import { createVisitor } from "../support/visitor.js";

test("in development a page can see whether its session persists", async () => {
  const { backend, clock } = createTestBackend({ isDevelopment: true });
  const visitor = createVisitor(backend);
  const look = async () => (await visitor.fetch("/api/session-test")).json();
  expect(await look()).toMatchObject({ persists: false });
  clock.advance(5_000);
  expect(await look()).toMatchObject({ persists: true, source: "cookie", age: 5 });
});

test("in development a page can see what the server sees, but no credential", async () => {
  const visitor = createVisitor(createTestBackend({ isDevelopment: true }).backend);
  await visitor.session();
  const [[name, value] = []] = visitor.cookies;
  const response = await visitor.fetch("/api/session-debug");
  const text = await response.text();
  expect(JSON.parse(text)).toMatchObject({
    is_origin_allowed: true,
    cookies: [{ name }],
    cookie: { name: "__Host-ci" },
    credentials: [{ from: "__Host-ci", status: "valid", is_current_key: true }],
    token_version: 1,
  });
  expect(text).not.toContain(value?.split(".").at(-1));
});

test("where visitors are there is neither", async () => {
  const visitor = createVisitor(createTestBackend().backend);
  expect((await visitor.fetch("/api/session-test")).status).toBe(404);
  expect((await visitor.fetch("/api/session-debug")).status).toBe(404);
});
