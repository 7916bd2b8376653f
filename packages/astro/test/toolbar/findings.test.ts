import { expect, test } from "vitest";
import { findings, type Situation } from "../../src/toolbar/findings.js";
import { type Outcome, observe, type RequestLog } from "../../src/toolbar/request-log.js";

const PAGE = "http://localhost:4321";
const GOOD: Situation = {
  launchers: 1,
  pageOrigin: PAGE,
  baseUrl: `${PAGE}/api/`,
  log: [],
  proof: { status: "not-asked" },
};

const answered = (code: number, body = "", url = "https://api.company.com/api/session"): RequestLog => [
  {
    id: 1,
    method: "GET",
    url,
    outcome: { status: "ended", code, firstByte: 3, duration: 4 },
    frames: [body],
  },
];
const failed: Outcome = { status: "failed", reason: "Failed to fetch", duration: 5 };

test("a page with a launcher and a backend that answers has nothing to put right", () => {
  expect(findings({ ...GOOD, log: answered(200, "{}"), proof: { status: "kept" } })).toEqual([]);
});

test.each([
  ["without a launcher", { launchers: 0 }, "no <chat-widget>", "<ChatWidget />"],
  [
    "whose browser blocks the cookie of another site",
    { proof: { status: "lost" }, baseUrl: "https://api.company.com/" },
    "begins a session",
    'chatisle({ proxy: "https://api.company.com" })',
  ],
  ["that loses the cookie of its own site", { proof: { status: "lost" } }, "begins a session", "SameSite"],
  [
    "that a backend on another origin does not answer",
    {
      baseUrl: "https://api.company.com/",
      log: [{ id: 1, method: "GET", url: "https://api.company.com/chat", outcome: failed, frames: [] }],
    },
    "could not be reached: Failed to fetch",
    `ALLOWED_ORIGINS=${PAGE}`,
  ],
  [
    "that the backend does not allow",
    { log: answered(403, '{"code":"origin_not_allowed"}') },
    "does not allow",
    PAGE,
  ],
  [
    "whose backend is a page",
    { log: answered(200, "<!doctype html><title>Site</title>") },
    "answered 200 with a page",
    "PUBLIC_API_BASE_URL",
  ],
  [
    "whose backend is elsewhere",
    { log: answered(404, '{"code":"not_found"}') },
    "no chat backend",
    "apiBaseUrl",
  ],
  ["whose backend fails", { log: answered(503, "{}") }, "answered 503", "Look at its log"],
] as const)("a page %s is told what to do", (_what, situation, problem, fix) => {
  expect(findings({ ...GOOD, ...situation } as Situation)).toEqual([
    { problem: expect.stringContaining(problem), fix: expect.stringContaining(fix) },
  ]);
});

test("the log keeps the newest requests, and what came after a request has left it changes nothing", () => {
  let log: RequestLog = [];
  for (let id = 1; id <= 40; id++) log = observe(log, { type: "request", id, method: "GET", url: "/" });
  const late = observe(log, { type: "failure", id: 1, reason: "late", after: 9 });
  expect(late.map(({ id }) => id)).toEqual(Array.from({ length: 30 }, (_, index) => 40 - index));
  expect(late).toEqual(log);
});
