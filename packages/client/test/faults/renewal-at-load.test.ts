import { describe, expect, test } from "vitest";
import { json } from "../support/fake-backend.js";
import { count, foreignBackend, pageUnderTest, sessionOf, unauthorized } from "../support/page-under-test.js";

const page = pageUnderTest();
const RENEWABLE = { protocol: { use: "rest", paths: { refresh: "/api/auth/refresh" } } } as const;

/** A backend whose access token is over. */
function backendWithOldAccess() {
  const backend = foreignBackend();
  backend.on("GET /api/session", unauthorized());
  return backend;
}

describe("a visitor who comes back after the time of a short access token", () => {
  test("is still signed in where the site names a way to renew", async () => {
    const backend = backendWithOldAccess();
    backend.on("POST /api/auth/refresh", () => {
      backend.on("GET /api/session", sessionOf("s1"));
      return json({ expires_in: 900 });
    });
    const client = await page.start(backend, RENEWABLE);
    expect(client.session.value).toMatchObject({ status: "active", session: { id: "s1" } });
  });

  test.each([400, 401, 403, 404, 422])("is anonymous when the renewal is answered %i", async (status) => {
    const backend = backendWithOldAccess();
    backend.on("POST /api/auth/refresh", () => json({}, { status }));
    const client = await page.start(backend, RENEWABLE);
    expect(client.session.value).toEqual({ status: "anonymous", session: null });
    expect(count(backend, "/api/auth/refresh")).toBe(1);
  });

  test("is not taken for anonymous while the renewal fails", async () => {
    const backend = backendWithOldAccess();
    backend.on("POST /api/auth/refresh", () => json({}, { status: 500 }));
    const client = await page.start(backend, RENEWABLE);
    expect(client.session.value.status).toBe("unavailable");
  });

  test("is anonymous, and nothing is renewed, where the site names no way", async () => {
    const backend = backendWithOldAccess();
    const client = await page.start(backend);
    expect(client.session.value).toEqual({ status: "anonymous", session: null });
    expect(count(backend, "/api/auth/refresh")).toBe(0);
  });
});
