import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { developerHint } from "../../src/developer-hint.js";
import { browserPageLife } from "../../src/page-life.js";
import { json, offline } from "../support/fake-backend.js";
import { kitBackend } from "../support/kit-backend.js";
import {
  BASE,
  count,
  everywhere,
  foreignBackend,
  goOffline,
  HOUR,
  pageUnderTest,
} from "../support/page-under-test.js";

const page = pageUnderTest();

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe("a page whose Content-Security-Policy forbids the backend", () => {
  test("is told so, and asks no more than once in a few minutes", async () => {
    const backend = foreignBackend();
    page.life.forbid(BASE);
    goOffline(backend);
    const client = await page.start(backend);
    expect(client.session.value).toMatchObject({
      status: "misconfigured",
      failure: { code: "network", reason: "csp", message: expect.stringContaining("connect-src") },
    });
    await page.pass(HOUR, 5_000);
    expect(count(backend, "/api/session")).toBeLessThanOrEqual(14);
    expect(count(backend, "/api/health")).toBe(0);
  });

  test("is known by the browser's own word, unless the policy only reports", () => {
    const document = new EventTarget();
    vi.stubGlobal("document", document);
    vi.stubGlobal("addEventListener", () => {});
    const { listen, isForbidden } = browserPageLife();
    const stop = listen(() => {});
    const violate = (details: object) =>
      document.dispatchEvent(
        Object.assign(new Event("securitypolicyviolation"), {
          blockedURI: `${BASE}/api/session`,
          disposition: "enforce",
          effectiveDirective: "connect-src",
          ...details,
        }),
      );
    violate({ disposition: "report" });
    violate({ effectiveDirective: "img-src" });
    violate({ blockedURI: "inline" });
    violate({ blockedURI: "https://elsewhere.test/" });
    expect(isForbidden(BASE)).toBe(false);
    violate({});
    expect(isForbidden(BASE)).toBe(true);
    stop();
  });
});

describe("the developer of a site", () => {
  let said: string[];

  beforeEach(() => {
    said = [];
    vi.stubGlobal("location", new URL("https://shop.test/prices"));
    for (const way of ["error", "warn"] as const)
      vi.spyOn(console, way).mockImplementation((words) => void said.push(`${way}: ${words}`));
  });

  const DOCTOR = `npx chatisle doctor ${BASE}/ --origin https://shop.test`;

  test("of a page whose policy forbids the backend gets the directive to add, once", async () => {
    const backend = foreignBackend();
    page.life.forbid(BASE);
    goOffline(backend);
    await page.start(backend);
    await expect.poll(() => said).toHaveLength(1);
    expect(said[0]).toContain(`Add ${BASE} to its connect-src directive.`);
    expect(said[0]).toContain(DOCTOR);
    await page.pass(HOUR, 5_000);
    expect(said).toHaveLength(1);
  });

  test("of a backend that does not allow this site is told whom to allow", async () => {
    const backend = foreignBackend();
    goOffline(backend);
    backend.on("GET /api/health", () => new Response(null, { status: 204 }));
    await page.start(backend);
    await page.pass(2 * 60_000, 5_000);
    await expect.poll(() => said).toHaveLength(1);
    expect(said[0]).toContain("does not allow the origin https://shop.test");
    expect(said[0]).toContain(DOCTOR);
  });

  test("of a backend that is not there is told once, and not when it was there before", async () => {
    const backend = foreignBackend();
    await page.start(backend);
    goOffline(backend);
    await page.pass(10 * 60_000, 5_000);
    expect(said).toEqual([]);
    await page.start(backend);
    await page.pass(10 * 60_000, 5_000);
    await expect.poll(() => said).toHaveLength(1);
    expect(said[0]).toContain(`No connection to ${BASE}`);
  });

  test("of a page whose API base URL is another server's is told what came back, once", async () => {
    const backend = foreignBackend();
    everywhere(backend, () => new Response("<h1>Not found</h1>", { status: 404 }));
    await page.start(backend);
    await page.pass(10 * 60_000, 5_000);
    await expect.poll(() => said).toHaveLength(1);
    expect(said[0]).toMatch(/no backend of a chat \(GET \S+ answered 404\)/);
    expect(said[0]).toContain(DOCTOR);
  });

  test("of a backend without a history is told nothing", async () => {
    const backend = foreignBackend();
    backend.on("GET /api/chat/history", () => new Response("Not found", { status: 404 }));
    await page.start(backend);
    await page.pass(10 * 60_000, 5_000);
    expect(said).toEqual([]);
  });

  test("of a site whose visitors' browsers withhold the cookie is warned", async () => {
    await page.start(kitBackend({ keepsCookies: false }));
    await expect.poll(() => said).toHaveLength(1);
    expect(said[0]).toMatch(/^warn: .*withholds the cookie/);
  });

  test("of a backend before which something forbids token health is told what came back, once, and no session ends", async () => {
    const backend = foreignBackend();
    const client = await page.start(backend);
    backend.on("GET /api/auth/token-health", () => json({ detail: "Host not allowed" }, { status: 403 }));
    await page.pass(HOUR, 5_000);
    expect(count(backend, "/api/auth/token-health")).toBeGreaterThan(5);
    await expect.poll(() => said).toHaveLength(1);
    expect(said[0]).toMatch(/^warn: /);
    expect(said[0]).toContain(`GET ${BASE}/api/auth/token-health answered 403: Host not allowed.`);
    expect(said[0]).toContain(DOCTOR);
    expect(client.session.value).toMatchObject({ status: "active", session: { id: "s1" } });
  });

  test("of a backend that forbids a message is told nothing: the visitor sees it", async () => {
    const backend = foreignBackend();
    backend.on("POST /chat", () => json({ detail: "Not that word" }, { status: 403 }));
    const client = await page.start(backend);
    await page.send(client, "Hi");
    await page.pass(HOUR, 5_000);
    expect(client.messages.value.at(-1)?.status).toBe("error");
    expect(said).toEqual([]);
  });

  test.each([
    ["http://localhost:8787", "https://shop.test/", true],
    ["http://127.0.0.1:8787", "https://shop.test/", true],
    ["http://192.168.1.7:8787", "https://shop.test/", true],
    ["http://172.20.0.3", "https://shop.test/", true],
    ["http://[::1]:8787", "https://shop.test/", true],
    ["http://nas.local", "https://shop.test/", true],
    ["http://localhost:8787", "http://localhost:4321/", false],
    ["https://api.shop.test", "https://shop.test/", false],
    ["https://172.40.0.3", "https://shop.test/", false],
  ])(
    "of a backend at %s and a page at %s: the local-network permission is named: %s",
    (api, address, isNamed) => {
      expect(developerHint("unreachable", { api, page: address }).includes("local-network permission")).toBe(
        isNamed,
      );
    },
  );

  test("with a backend on the site's own domain gets the full address for the command", () => {
    expect(developerHint("refused", { api: "/api", page: "https://shop.test/a/b" })).toContain(
      "npx chatisle doctor https://shop.test/api --origin https://shop.test",
    );
  });
});

test("on a server nobody is told anything", async () => {
  const error = vi.spyOn(console, "error").mockReturnValue();
  const backend = foreignBackend();
  backend.on("GET /api/session", offline);
  await page.start(backend);
  await page.pass(60_000, 5_000);
  expect(error).not.toHaveBeenCalled();
});
