import { describe, expect, test, vi } from "vitest";
import { BOTH_BACKENDS } from "../support/both-backends.js";
import { json, plain } from "../support/fake-backend.js";
import { kitBackend } from "../support/kit-backend.js";
import {
  type Backend,
  count,
  foreignBackend,
  MINUTE,
  pageUnderTest,
  SECOND,
  transcript,
  unauthorized,
} from "../support/page-under-test.js";

const page = pageUnderTest();

describe("a readable 401", () => {
  test.each(["expired", "revoked", "malformed"])(
    "that says %s ends the session once, and keeps draft and message",
    async (code) => {
      const onSignInRequired = vi.fn();
      const backend = kitBackend();
      backend.setCookie(backend.make("ada").id);
      const client = await page.start(backend, { onSignInRequired });
      for (const route of ["POST /chat", "GET /api/auth/token-health"]) backend.on(route, unauthorized(code));
      await page.send(client, "Hi");
      client.setDraft("and");
      await page.pass(10 * MINUTE, 5_000);
      expect(client.session.value).toEqual({ status: "expired" });
      expect(transcript(client)).toEqual(["user pending: Hi"]);
      expect(client.draft.value).toBe("and");
      expect(onSignInRequired).toHaveBeenCalledTimes(1);
    },
  );

  test("with a key that one node of a deployment does not know yet, followed by a good answer, shows nothing", async () => {
    const backend = kitBackend();
    backend.setCookie(backend.make("ada").id);
    const client = await page.start(backend);
    const statuses: string[] = [];
    const stop = client.session.subscribe(({ status }) => void statuses.push(status));
    backend.on("GET /api/auth/token-health", unauthorized("unknown_key"));
    await page.pass(6 * MINUTE, 5_000);
    backend.on("GET /api/auth/token-health", () => json({ compatible: true, authenticated: true }));
    await page.pass(MINUTE, 5_000);
    stop();
    expect(new Set(statuses)).toEqual(new Set(["active", "renewing"]));
    expect(statuses.at(-1)).toBe("active");
  });

  test("from a foreign backend, twice, ends the session: the second answer is about a session that was looked at", async () => {
    const backend = foreignBackend();
    const client = await page.start(backend);
    backend.on("GET /api/session", unauthorized());
    backend.on("POST /chat", unauthorized());
    await page.send(client, "Hi");
    expect(client.session.value.status).toBe("expired");
    expect(transcript(client)).toEqual(["user pending: Hi"]);
  });
});

describe("a renewal", () => {
  const renewing = { protocol: { use: "rest", paths: { refresh: "/refresh" } } } as const;

  test("that token health says is due is made before the session ends", async () => {
    const backend = foreignBackend();
    backend.on("POST /refresh", () => json({}));
    backend.on("GET /api/auth/token-health", () =>
      json({ compatible: true, authenticated: true, refresh_in: 0 }),
    );
    const client = await page.start(backend, renewing);
    await page.pass(6 * MINUTE, 5_000);
    expect(count(backend, "/refresh")).toBe(1);
    expect(client.session.value.status).toBe("active");
  });

  test("is made for a session that would not last until the next look at its health", async () => {
    const backend = foreignBackend();
    backend.on("POST /refresh", () => json({}));
    backend.on("GET /api/auth/token-health", () =>
      json({ compatible: true, authenticated: true, exp_in: 120 }),
    );
    await page.start(backend, renewing);
    await page.pass(6 * MINUTE, 5_000);
    expect(count(backend, "/refresh")).toBe(1);
  });

  test("is not made for a session that lasts", async () => {
    const backend = foreignBackend();
    backend.on("POST /refresh", () => json({}));
    backend.on("GET /api/auth/token-health", () =>
      json({ compatible: true, authenticated: true, exp_in: 86_400 }),
    );
    await page.start(backend, renewing);
    await page.pass(30 * MINUTE, 5_000);
    expect(count(backend, "/refresh")).toBe(0);
  });

  test("that the network swallows ends nothing, and is made again", async () => {
    const backend = foreignBackend();
    backend.on("POST /chat", unauthorized());
    backend.on("POST /refresh", () => Promise.reject(new TypeError("Failed to fetch")));
    const client = await page.start(backend, renewing);
    await page.send(client, "Hi");
    expect(client.session.value.status).toBe("unavailable");
    backend.on("POST /refresh", () => json({}));
    backend.on("POST /chat", () => plain("Hello"));
    await page.pass(30 * SECOND);
    expect(transcript(client)).toEqual(["user done: Hi", "assistant done: Hello"]);
  });

  test("that is refused ends the session", async () => {
    const backend = foreignBackend();
    backend.on("POST /chat", unauthorized());
    backend.on("POST /refresh", unauthorized());
    const client = await page.start(backend, renewing);
    await page.send(client, "Hi");
    expect(client.session.value.status).toBe("expired");
    expect(transcript(client)).toEqual(["user pending: Hi"]);
  });
});

test.each(BOTH_BACKENDS)("a 403 on token health of %s leaves the session as it is", async (_who, make) => {
  const backend = make();
  const client = await page.start(backend);
  backend.on("GET /api/auth/token-health", () => json({ detail: "no" }, { status: 403 }));
  await page.pass(20 * MINUTE, 5_000);
  expect(client.session.value).toMatchObject({ status: "active", session: { id: "s1" } });
});

describe("a 429", () => {
  /** When the second attempt at a refused message came, in seconds after the first. */
  async function waited(answer: () => Response): Promise<number> {
    const backend = foreignBackend();
    let refusals = 1;
    backend.on("POST /chat", () => (refusals-- > 0 ? answer() : plain("Hello")));
    const client = await page.start(backend);
    client.send("Hi");
    await page.pass(0);
    let seconds = 0;
    while (posts(backend) < 2 && seconds < 1_200) {
      await page.pass(SECOND);
      seconds += 1;
    }
    return seconds;
  }
  const posts = (backend: Backend) => count(backend, "/chat", "POST");
  const refusal =
    (retryAfter: string | null, body: object = {}) =>
    () =>
      json(body, { status: 429, headers: retryAfter === null ? {} : { "retry-after": retryAfter } });

  test.each<[string, () => Response, number, number]>([
    ["Retry-After: 7", refusal("7"), 7, 13],
    ["no Retry-After that a script may read", refusal(null), 1, 6],
    ["retry_after in its body", refusal(null, { retry_after: 20 }), 20, 31],
    ["a negative Retry-After", refusal("-1"), 1, 6],
    ["a Retry-After of no meaning", refusal("abc"), 1, 6],
    ["a Retry-After in the past", refusal("Thu, 01 Jan 2015 00:00:00 GMT"), 1, 6],
    ["a Retry-After of three years", refusal("99999999"), 595, 602],
  ])("with %s is waited out", async (_case, answer, least, most) => {
    const seconds = await waited(answer);
    expect(seconds).toBeGreaterThanOrEqual(least);
    expect(seconds).toBeLessThanOrEqual(most);
  });

  test("with a date is waited out by the backend's clock, not the visitor's", async () => {
    const served = Date.UTC(2020, 0, 1);
    const seconds = await waited(() =>
      json(
        {},
        {
          status: 429,
          headers: {
            date: new Date(served).toUTCString(),
            "retry-after": new Date(served + 30 * SECOND).toUTCString(),
          },
        },
      ),
    );
    expect(seconds).toBeGreaterThanOrEqual(30);
    expect(seconds).toBeLessThanOrEqual(46);
  });

  test("has nothing else asked in the meantime", async () => {
    const backend = foreignBackend();
    const client = await page.start(backend);
    backend.on("POST /chat", refusal("60"));
    await page.send(client, "Hi");
    const before = backend.requests.length;
    page.life.happens("hidden");
    page.life.happens("visible");
    page.life.happens("online");
    await page.pass(50 * SECOND);
    expect(backend.requests).toHaveLength(before);
    expect(client.session.value.status).toBe("throttled");
  });
});
