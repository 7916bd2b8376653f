import { describe, expect, test, vi } from "vitest";
import { answer } from "../support/answer.js";
import { httpOver, unanswered } from "../support/http.js";
import { manualClock } from "../support/manual-clock.js";

const TIMEOUT = 15_000;
const options = (abort = new AbortController()) => ({ signal: abort.signal, timeout: TIMEOUT });

async function requestFor(
  description: Parameters<ReturnType<typeof httpOver>["send"]>[0],
  overrides: Parameters<typeof httpOver>[1] = {},
): Promise<{ request: Request; text: string }> {
  const seen: { request: Request; text: string }[] = [];
  const http = httpOver(async (request) => {
    seen.push({ request, text: await request.clone().text() });
    return new Response("{}");
  }, overrides);
  await http.send(description, options());
  const [first] = seen;
  if (first === undefined || seen.length > 1) throw new Error(`Sent ${seen.length} requests instead of one.`);
  return first;
}

describe("a request", () => {
  test.each([
    ["https://api.example.com", "/api/session", "https://api.example.com/api/session"],
    ["https://example.com/api", "/api/session", "https://example.com/api/api/session"],
    ["https://example.com/api", "/chat?x=1", "https://example.com/api/chat?x=1"],
    ["http://localhost:8000", "/chat", "http://localhost:8000/chat"],
  ])("to the base %j goes to its path as it stands", async (baseUrl, path, url) => {
    expect((await requestFor({ path }, { baseUrl })).request.url).toBe(url);
  });

  test.each([
    ["a read", { path: "/a" }, "GET"],
    ["a write", { path: "/a", json: { message: "hi" } }, "POST"],
    ["a form", { path: "/a", form: new FormData() }, "POST"],
    ["a removal", { path: "/a", method: "DELETE" }, "DELETE"],
  ])("that is %s carries the session's cookie and is never cached", async (_what, description, method) => {
    const { request } = await requestFor(description);
    expect(request).toMatchObject({ method, credentials: "include", cache: "no-store" });
  });

  test("leaves cookies out where the protocol says so", async () => {
    const { request } = await requestFor({ path: "/a" }, { credentials: "omit" });
    expect(request.credentials).toBe("omit");
  });

  test("asks for JSON, and sends no header that would need leave from another origin", async () => {
    const { request } = await requestFor({ path: "/a" });
    expect(Object.fromEntries(request.headers)).toEqual({ accept: "application/json" });
  });

  test("asks a function for its headers each time, and waits for them", async () => {
    const sent: (string | null)[] = [];
    const http = httpOver((request) => {
      sent.push(request.headers.get("x-tenant"));
      return new Response("{}");
    });
    let asked = 0;
    const headers = async () => ({ "x-tenant": `lamps-${++asked}` });
    await http.send({ path: "/a", headers }, options());
    await http.send({ path: "/a", headers }, options());
    expect(sent).toEqual(["lamps-1", "lamps-2"]);
  });

  test.each([
    [
      "throws",
      () => {
        throw new Error("no token");
      },
    ],
    ["rejects", () => Promise.reject(new Error("no token"))],
  ])("whose function for headers %s is not sent", async (_how, headers) => {
    const respond = vi.fn(() => new Response("{}"));
    await expect(httpOver(respond).send({ path: "/a", headers }, options())).rejects.toMatchObject({
      code: "invalid",
      message: expect.stringContaining("headers"),
    });
    expect(respond).not.toHaveBeenCalled();
  });

  test("whose function for headers never answers can be stopped", async () => {
    const abort = new AbortController();
    const headers = () => {
      queueMicrotask(() => abort.abort());
      return new Promise<Record<string, string>>(() => {});
    };
    const sending = httpOver(() => new Response("{}")).send({ path: "/a", headers }, options(abort));
    await expect(sending).rejects.toMatchObject({ code: "aborted" });
  });

  test("with a body says that it is JSON", async () => {
    const { request, text } = await requestFor({ path: "/a", json: { message: "hi 👋🏽" } });
    expect(text).toBe('{"message":"hi 👋🏽"}');
    expect(Object.fromEntries(request.headers)).toEqual({
      accept: "application/json",
      "content-type": "application/json",
    });
  });

  test("carries the headers and the accepted types it is given", async () => {
    const { request } = await requestFor({
      path: "/a",
      accept: "text/event-stream",
      headers: { "x-a": "1" },
    });
    expect(Object.fromEntries(request.headers)).toEqual({ accept: "text/event-stream", "x-a": "1" });
  });
});

describe("an answer in JSON", () => {
  test.each([
    ["an object", '{"a":1}', { a: 1 }],
    ["null", "null", null],
    ["nothing", "", undefined],
    ["blanks", " \n", undefined],
    ["JSON with a byte-order mark", '\ufeff{"a":1}', { a: 1 }],
  ])("that is %s", async (_what, body, expected) => {
    const http = httpOver(() => answer([body]));
    expect(await http.json({ path: "/a" }, options())).toEqual(expected);
  });

  test("that has no body at all is undefined", async () => {
    const http = httpOver(() => new Response(null, { status: 204 }));
    expect(await http.json({ path: "/a" }, options())).toBeUndefined();
  });

  test("with a hostile name changes no prototype", async () => {
    const http = httpOver(() => answer(['{"__proto__":{"isAdmin":true}}']));
    const parsed = await http.json({ path: "/a" }, options());
    expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
    expect({}).not.toHaveProperty("isAdmin");
  });

  test("that is an HTML page is told with its type and not shown", async () => {
    const http = httpOver(() => answer(["<html>secret"], { contentType: "text/html" }));
    await expect(http.json({ path: "/a" }, options())).rejects.toMatchObject({
      code: "protocol",
      status: 200,
      message:
        "/a at https://api.example.com answered 200 with something that is not JSON (text/html). Check the API base " +
        "URL and its path.",
    });
  });

  test("of 50 MB is not read to its end", async () => {
    let sent = 0;
    const megabyte = new Uint8Array(1_000_000).fill(0x20);
    const stream = new ReadableStream<Uint8Array>({
      pull: (controller) => (++sent > 50 ? controller.close() : controller.enqueue(megabyte)),
    });
    const http = httpOver(() => new Response(stream));
    await expect(http.json({ path: "/a" }, options())).rejects.toMatchObject({ code: "protocol" });
    expect(sent).toBeLessThan(15);
  });
});

describe("a failure", () => {
  test.each([
    [401, "auth"],
    [403, "blocked"],
    [404, "invalid"],
    [429, "rate"],
    [503, "server"],
  ])("with status %i has its own code", async (status, code) => {
    const http = httpOver(() => Response.json({ detail: "Because." }, { status }));
    await expect(http.send({ path: "/a" }, options())).rejects.toMatchObject({
      code,
      status,
      message: expect.stringContaining(`GET https://api.example.com/a answered ${status}: Because.`),
    });
  });

  test("with a status that is expected is an answer", async () => {
    const http = httpOver(() => new Response(null, { status: 404 }));
    const response = await http.send({ path: "/a" }, { ...options(), expects: [404] });
    expect(response.status).toBe(404);
  });

  test("whose body breaks off is still told by its status", async () => {
    const http = httpOver(() => answer(['{"detail":'], { status: 503, body: "breaks" }));
    await expect(http.send({ path: "/a" }, options())).rejects.toMatchObject({ code: "server", status: 503 });
  });

  test("measures a date to wait for by the given clock", async () => {
    const clock = manualClock();
    const date = new Date(clock.now() + 9_000).toUTCString();
    const http = httpOver(() => answer([], { status: 429, headers: { "retry-after": date } }), { clock });
    await expect(http.send({ path: "/a" }, options())).rejects.toMatchObject({ retryAfter: 9_000 });
  });

  test("to connect is the network's, once it is sure that the page is not being left", async () => {
    const clock = manualClock();
    const http = httpOver(() => Promise.reject(new TypeError("Failed to fetch")), { clock });
    const sent = expect(http.send({ path: "/a" }, options())).rejects.toMatchObject({
      code: "network",
      isRetryable: true,
      message: expect.stringMatching(/^GET https:\/\/api\.example\.com\/a gave no readable answer\..*CORS/),
    });
    await vi.waitUntil(() => clock.pending() === 2);
    clock.advance(300);
    await sent;
  });

  test("on a page that is being left is nobody's", async () => {
    const clock = manualClock();
    let stay: number | null = 0;
    const http = httpOver(() => Promise.reject(new TypeError("NetworkError")), {
      clock,
      stay: () => stay,
    });
    const sent = expect(http.send({ path: "/a" }, options())).rejects.toMatchObject({ code: "aborted" });
    await vi.waitUntil(() => clock.pending() === 2);
    stay = null;
    clock.advance(300);
    await sent;
  });

  test.each([
    ["the reason it was given", undefined],
    ["an AbortError of its own", new DOMException("Fetch is aborted", "AbortError")],
    ["an error about the network", new TypeError("Load failed")],
  ])("to answer in time is a timeout, when the engine rejects with %s", async (_what, error) => {
    const clock = manualClock();
    const http = httpOver((request) => unanswered(request, error), { clock });
    const sent = expect(http.send({ path: "/a" }, options())).rejects.toMatchObject({
      code: "timeout",
      isRetryable: true,
      message: "GET https://api.example.com/a gave no answer within 15 seconds.",
    });
    clock.advance(TIMEOUT);
    await sent;
  });

  test("to answer is no timeout a moment before", async () => {
    const clock = manualClock();
    const http = httpOver(
      () => {
        clock.advance(TIMEOUT - 1);
        return new Response("{}");
      },
      { clock },
    );
    expect((await http.send({ path: "/a" }, options())).status).toBe(200);
    expect(clock.pending()).toBe(0);
  });

  test.each([
    ["an AbortError of its own", new DOMException("Fetch is aborted", "AbortError")],
    ["an error about the network", new TypeError("Load failed")],
  ])("by the caller's own doing is an abort, when the engine rejects with %s", async (_what, error) => {
    const abort = new AbortController();
    const clock = manualClock();
    const http = httpOver((request) => unanswered(request, error), { clock });
    const sent = expect(http.send({ path: "/a" }, options(abort))).rejects.toMatchObject({
      code: "aborted",
      isRetryable: false,
    });
    abort.abort();
    await sent;
    expect(clock.pending()).toBe(0);
  });

  test("by a signal that had fired before is an abort too", async () => {
    const abort = new AbortController();
    abort.abort();
    const http = httpOver((request) => unanswered(request));
    await expect(http.send({ path: "/a" }, options(abort))).rejects.toMatchObject({ code: "aborted" });
  });

  test.each([
    ["a refusal", "server", async () => answer([], { status: 503, headers: { "retry-after": "0" } })],
    ["a lost connection", "network", () => Promise.reject(new TypeError("Failed to fetch"))],
  ])("by %s is never tried again by itself", async (_what, code, respond) => {
    const clock = manualClock();
    const fetch = vi.fn(respond);
    const sent = expect(httpOver(fetch, { clock }).json({ path: "/a" }, options())).rejects.toMatchObject({
      code,
    });
    if (code === "network") await vi.waitUntil(() => clock.pending() === 2);
    clock.advance(300);
    await sent;
    expect(fetch).toHaveBeenCalledOnce();
  });
});

describe("a probe", () => {
  test("asks without cookies for an answer it need not be able to read", async () => {
    const seen: Request[] = [];
    const http = httpOver((request) => {
      seen.push(request);
      return new Response(null, { status: 500 });
    });
    expect(await http.probe("/", options())).toBe(true);
    expect(seen).toMatchObject([{ mode: "no-cors", credentials: "omit", url: "https://api.example.com/" }]);
  });

  test("finds nobody where the connection is refused", async () => {
    const http = httpOver(() => Promise.reject(new TypeError("Failed to fetch")));
    expect(await http.probe("/", options())).toBe(false);
  });

  test("finds nobody where no answer comes in time", async () => {
    const clock = manualClock();
    const http = httpOver(unanswered, { clock });
    const probed = http.probe("/", options());
    clock.advance(TIMEOUT);
    expect(await probed).toBe(false);
    expect(clock.pending()).toBe(0);
  });
});
