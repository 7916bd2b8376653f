import { createServer } from "node:http";
import { afterEach, expect, onTestFinished, test } from "vitest";
import { listen } from "../../../../tests/support/listen.js";
import type { DoctorPaths } from "../../src/doctor/evidence.js";
import { DEFAULT_PATHS } from "../../src/doctor/evidence.js";
import { type Examination, examine } from "../../src/doctor/examine.js";
import { nodeTransport } from "../../src/doctor/node-transport.js";
import { API, type Fault, FOREIGN_API, SITE, type StubBackend, startStub } from "../support/stub-backend.js";

let stub: StubBackend | undefined;
afterEach(() => stub?.stop());

interface Visit {
  readonly api?: string;
  readonly site?: string;
  readonly paths?: Partial<DoctorPaths>;
  readonly message?: string;
}

async function examineStub(fault?: Fault, visit: Visit = {}): Promise<Examination> {
  stub = await startStub(fault);
  return examine({
    api: new URL(visit.api ?? API),
    sites: [visit.site ?? SITE],
    paths: { ...DEFAULT_PATHS, ...visit.paths },
    ...(visit.message !== undefined && { message: visit.message }),
    transport: nodeTransport({ timeout: 5_000, connectTo: stub.connectTo, ca: stub.ca }),
    pace: async () => {},
  });
}

const codesOf = ({ findings }: Examination) => findings.map(({ code }) => code);

/** Changes the headers of every answer. */
const withHeaders =
  (
    change: (headers: Record<string, string | string[]>) => Record<string, string | string[] | undefined>,
  ): Fault =>
  (_, answer) => {
    const headers = Object.entries(change({ ...answer.headers })).filter(([, value]) => value !== undefined);
    return { ...answer, headers: Object.fromEntries(headers) as Record<string, string | string[]> };
  };
/** Gives the permission to read in another way, where it is given at all. */
const allowing = (value: string): Fault =>
  withHeaders((headers) =>
    headers["access-control-allow-origin"] === undefined
      ? headers
      : { ...headers, "access-control-allow-origin": value },
  );
const withCookie = (cookie: string | string[]): Fault =>
  withHeaders((headers) =>
    headers["set-cookie"] === undefined ? headers : { ...headers, "set-cookie": cookie },
  );
const only =
  (path: string, fault: Fault): Fault =>
  (request, answer) =>
    request.path === path ? fault(request, answer) : answer;
const GOOD = "__Host-s=abc; Path=/; Secure; HttpOnly; SameSite=Lax";

test("has nothing to say about a backend by the book", async () => {
  const { findings, verdicts } = await examineStub(undefined, { paths: { socket: "/ws/chat/1" } });

  expect(findings).toEqual([]);
  expect(Object.values(verdicts[0]?.cookies ?? {})).toEqual([null, null, null, null, null, null]);
});

const rows: [code: string, title: string, fault: Fault, visit?: Visit][] = [
  [
    "CORS-01",
    "the site is not allowed",
    withHeaders(({ "access-control-allow-origin": _, ...rest }) => rest),
  ],
  ["CORS-02", "a wildcard", allowing("*")],
  ["CORS-03", "a slash at the end", allowing(`${SITE}/`)],
  ["CORS-03", "capital letters", allowing("https://WWW.shop.com")],
  ["CORS-03", "another port", allowing(`${SITE}:8443`)],
  ["CORS-03", "another scheme", allowing("http://www.shop.com")],
  ["CORS-03", "no www", allowing("https://shop.com")],
  ["CORS-04", "two layers that both add the header", allowing(`${SITE}, ${SITE}`)],
  [
    "CORS-05",
    "no cookies allowed",
    withHeaders(({ "access-control-allow-credentials": _, ...rest }) => rest),
  ],
  [
    "CORS-06",
    "a wildcard that becomes the caller once there is a cookie",
    ({ cookie }, answer) => (cookie === undefined ? allowing("*")({} as never, answer) : answer),
  ],
  [
    "CORS-07",
    "a pattern taken literally",
    (request, answer) =>
      request.method === "OPTIONS" ? { status: 400, headers: {}, body: "Disallowed CORS origin" } : answer,
  ],
  [
    "CORS-08",
    "every caller is let in",
    (request, answer) =>
      request.origin === undefined
        ? answer
        : {
            ...answer,
            headers: {
              ...answer.headers,
              "access-control-allow-origin": request.origin,
              "access-control-allow-credentials": "true",
            },
          },
  ],
  [
    "CORS-09",
    "a preflight that needs a login",
    (request, answer) => (request.method === "OPTIONS" ? { ...answer, status: 401 } : answer),
  ],
  [
    "CORS-09",
    "a preflight that redirects",
    (request, answer) => (request.method === "OPTIONS" ? { ...answer, status: 307 } : answer),
  ],
  [
    "CORS-10",
    "a wildcard for headers",
    withHeaders((headers) =>
      "access-control-allow-headers" in headers
        ? { ...headers, "access-control-allow-headers": "*" }
        : headers,
    ),
  ],
  [
    "CORS-11",
    "errors that nobody can read",
    (_, answer) =>
      answer.status >= 400
        ? withHeaders(({ "access-control-allow-origin": __, ...rest }) => rest)({} as never, answer)
        : answer,
  ],
  ["CORS-12", "answers that do not vary", withHeaders(({ vary: _, ...rest }) => rest)],
  [
    "CORS-13",
    "Retry-After not exposed",
    withHeaders((headers) => ({ ...headers, "access-control-expose-headers": "*" })),
  ],
  [
    "CORS-14",
    "preflights that are not remembered",
    withHeaders(({ "access-control-max-age": _, ...rest }) => rest),
  ],
  [
    "CK-01",
    "a cookie that the backend does not know again",
    (request, answer) =>
      request.path === "/api/session" && answer.status === 200
        ? { ...answer, body: JSON.stringify({ session_id: request.cookie ?? "fresh" }) }
        : answer,
  ],
  ["CK-02", "a cookie for one site only", withCookie(GOOD), { api: FOREIGN_API }],
  ["CK-03", "SameSite=None without Secure", withCookie("s=1; Path=/; HttpOnly; SameSite=None")],
  [
    "CK-04",
    "a cookie for every site, not partitioned",
    withCookie("s=1; Path=/; Secure; HttpOnly; SameSite=None"),
    { api: FOREIGN_API },
  ],
  ["CK-05", "a cookie for the whole domain", withCookie("s=1; Path=/; Secure; HttpOnly; Domain=shop.com")],
  ["CK-05", "a cookie for a public suffix", withCookie("s=1; Path=/; Secure; HttpOnly; Domain=com")],
  ["CK-06", "a cookie that scripts can read", withCookie("s=1; Path=/; Secure")],
  ["CK-06", "a cookie for another path", withCookie("s=1; Path=/api; Secure; HttpOnly")],
  ["CK-06", "a cookie that is too large", withCookie(`s=${"x".repeat(4_100)}; Path=/; Secure; HttpOnly`)],
  ["CK-06", "a cookie for ten years", withCookie("s=1; Path=/; Secure; HttpOnly; Max-Age=315360000")],
  ["CK-07", "SameSite=None on one site", withCookie("__Host-s=1; Path=/; Secure; HttpOnly; SameSite=None")],
  ["CK-08", "two cookies of one name", withCookie([GOOD, `${GOOD}; Partitioned`])],
  [
    "CK-09",
    "a cookie that changes with every request",
    only("/api/auth/token-health", (_, answer) => ({
      ...answer,
      headers: { ...answer.headers, "set-cookie": [GOOD] },
    })),
  ],
  [
    "CK-10",
    "an error that clears the cookie",
    (_, answer) =>
      answer.status === 401
        ? {
            ...answer,
            body: JSON.stringify({ code: "unknown_key" }),
            headers: { ...answer.headers, "set-cookie": ["__Host-s=; Path=/; Secure; Max-Age=0"] },
          }
        : answer,
  ],
  [
    "SEC-01",
    "foreign origins may post",
    (request, answer) => (answer.status === 403 && request.origin ? { ...answer, status: 422 } : answer),
  ],
  [
    "SEC-02",
    "plain text is read as JSON",
    (_, answer) => (answer.status === 415 ? { ...answer, status: 200 } : answer),
  ],
  [
    "SEC-03",
    "a post without an origin",
    (request, answer) => (answer.status === 403 && !request.origin ? { ...answer, status: 400 } : answer),
  ],
  [
    "WS-01",
    "an upgrade that the proxy swallows",
    (request, answer) => (request.isUpgrade ? { ...answer, status: 426 } : answer),
    { paths: { socket: "/ws" } },
  ],
  [
    "WS-02",
    "a WebSocket for everybody",
    (request, answer) => (request.isUpgrade ? { ...answer, status: 101 } : answer),
    { paths: { socket: "/ws" } },
  ],
  [
    "API-01",
    "a 401 without a code",
    (_, answer) => (answer.status === 401 ? { ...answer, body: "no" } : answer),
  ],
  [
    "API-02",
    "a login page",
    only("/api/session", (_, answer) => ({
      ...answer,
      headers: { ...answer.headers, "content-type": "text/html" },
      body: "<!doctype html>",
    })),
  ],
  [
    "API-03",
    "a redirect",
    only("/api/session", (_, answer) => ({
      ...answer,
      status: 302,
      headers: { ...answer.headers, location: "/login" },
    })),
  ],
  ["API-04", "nothing at that path", only("/api/session", (_, answer) => ({ ...answer, status: 404 }))],
  ["API-04", "JSON of something else", only("/api/session", (_, answer) => ({ ...answer, body: "{}" }))],
  [
    "API-05",
    "a damaged cookie that breaks the backend",
    (_, answer) => (answer.status === 401 ? { ...answer, status: 500 } : answer),
  ],
  ["API-06", "a message that is refused", only("/chat", (_, answer) => answer), { message: "Hello" }],
  [
    "SSE-01",
    "a stream that arrives in one piece",
    (request, answer) =>
      request.path === "/chat" && request.method === "POST" && answer.status === 400
        ? {
            ...answer,
            status: 200,
            headers: { ...answer.headers, "content-type": "text/event-stream" },
            body: 'data: {"text":"word"}\n\n'.repeat(50),
          }
        : answer,
    { message: "Hello" },
  ],
  [
    "NET-04",
    "a health check that other origins may not see",
    withHeaders((headers) =>
      "cross-origin-resource-policy" in headers
        ? { ...headers, "cross-origin-resource-policy": "same-origin" }
        : headers,
    ),
  ],
];

test.each(rows)("%s: %s", async (code, _, fault, visit) => {
  const examination = await examineStub(fault, visit);

  expect(codesOf(examination)).toContain(code);
  for (const { message, evidence, fix } of examination.findings) {
    expect([message, evidence, fix].every((text) => text.length > 10)).toBe(true);
    expect(evidence).not.toContain("abc");
  }
});

test.each([
  ["NET-01", "https://nothing.invalid", "leads nowhere"],
  ["NET-05", "http://127.0.0.1:9", "Nothing answers"],
])("%s: %s is not there, and nothing more is asked", async (code, api, words) => {
  const examination = await examineStub(undefined, { api });

  expect(codesOf(examination)).toEqual([code]);
  expect(examination.findings[0]?.message).toContain(words);
});

test("NET-06: an address with https, where http is spoken", async () => {
  const plain = await listen(createServer((_request, response) => response.end()));
  onTestFinished(() => plain.close());
  const { host } = new URL(plain.url);
  const { findings } = await examine({
    api: new URL(`https://${host}`),
    sites: [SITE],
    paths: DEFAULT_PATHS,
    transport: nodeTransport({ timeout: 5_000 }),
    pace: async () => {},
  });

  expect(findings).toMatchObject([{ code: "NET-06", fix: expect.stringContaining(`http://${host}`) }]);
});

test("NET-02: a certificate that browsers do not trust", async () => {
  stub = await startStub();
  const { findings } = await examine({
    api: new URL(API),
    sites: [SITE],
    paths: DEFAULT_PATHS,
    transport: nodeTransport({ timeout: 5_000, connectTo: stub.connectTo }),
    pace: async () => {},
  });

  expect(findings.map(({ code }) => code)).toEqual(["NET-02"]);
});

test("NET-03: a public page that points at the visitor's own machine", async () => {
  const examination = await examine({
    api: new URL("https://localhost"),
    sites: [SITE],
    paths: DEFAULT_PATHS,
    transport: async () => ({
      status: 200,
      headers: {},
      setCookies: [],
      body: '{"session_id":"1"}',
      arrivals: [],
    }),
    pace: async () => {},
  });

  expect(codesOf(examination)).toContain("NET-03");
});

test("sends no message and at most 25 requests", async () => {
  await examineStub(undefined, { paths: { socket: "/ws" } });

  expect(stub?.requests.length).toBeLessThanOrEqual(25);
  expect(stub?.requests.filter(({ method }) => method === "POST").every(({ path }) => path === "/chat")).toBe(
    true,
  );
});
