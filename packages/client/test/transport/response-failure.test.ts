import { describe, expect, test } from "vitest";
import { responseFailure } from "../../src/transport/response-failure.js";

const REQUEST = "POST https://api.example.com/chat";
const NOW = Date.UTC(2026, 0, 1);

function failureOf(status: number, body: unknown = "", headers: Record<string, string> = {}) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return responseFailure(REQUEST, new Response(null, { status, headers }), text, NOW);
}

test.each([
  [302, "protocol", false],
  [304, "protocol", false],
  [400, "invalid", false],
  [401, "auth", false],
  [403, "blocked", false],
  [404, "invalid", false],
  [409, "invalid", false],
  [413, "invalid", false],
  [419, "auth", false],
  [422, "invalid", false],
  [429, "rate", true],
  [500, "server", true],
  [502, "server", true],
  [503, "server", true],
  [504, "server", true],
])("status %i is a failure of the kind %j", (status, code, isRetryable) => {
  expect(failureOf(status).toJSON()).toMatchObject({ code, status, isRetryable });
});

describe("the server's own words are kept from", () => {
  test.each([
    ["FastAPI", { detail: "Too many messages" }, "Too many messages"],
    [
      "FastAPI's validation",
      { detail: [{ loc: ["body"], msg: "field required", type: "x" }, { msg: "too long" }] },
      "field required; too long",
    ],
    ["FastAPI with an object", { detail: { code: "x", message: "Not today" } }, "Not today"],
    ["OpenAI", { error: { code: "x", message: "Model is busy" } }, "Model is busy"],
    ["a plain error", { error: "No such chat" }, "No such chat"],
    ["a plain message", { message: "No such chat" }, "No such chat"],
    ["a list of messages", { message: ["too short", "too blue"] }, "too short; too blue"],
    ["an empty detail beside a message", { detail: "", message: "No such chat" }, "No such chat"],
    ["null beside a message", { detail: null, error: null, message: "No such chat" }, "No such chat"],
  ])("%s", (_what, body, words) => {
    expect(failureOf(422, body).message).toBe(`${REQUEST} answered 422: ${words}`);
  });
});

test.each([
  ["an HTML page", "<!doctype html><title>502 Bad Gateway</title>"],
  ["plain text", "Internal Server Error"],
  ["a list", [1, 2]],
  ["words of another kind", { detail: 7, error: { message: {} }, message: [null, 7, { msg: {} }] }],
  ["cut JSON", '{"detail":"Too ma'],
  ["nothing", ""],
])("%s adds no words", (_what, body) => {
  expect(failureOf(500, body).message).toBe(`${REQUEST} answered 500`);
});

test("words without end are cut", () => {
  expect(failureOf(500, { detail: "x".repeat(100_000) }).message.length).toBeLessThan(400);
});

test.each([
  [401, "The session is missing or has ended."],
  [403, "Check that the backend allows this site's origin."],
  [302, "Check the API base URL and its path."],
])("status %i says what to do next", (status, advice) => {
  expect(failureOf(status).message).toContain(advice);
});

test.each([
  ["the header", { "retry-after": "7" }, "", 7_000],
  ["the body, where another origin's header cannot be read", {}, { retry_after: 8 }, 8_000],
  ["the header rather than the body", { "retry-after": "7" }, { retry_after: 8 }, 7_000],
  ["the body when the header makes no sense", { "retry-after": "soon" }, { retry_after: 8 }, 8_000],
  ["nothing", {}, { retry_after: "8" }, undefined],
])("how long to wait is taken from %s", (_where, headers: Record<string, string>, body, expected) => {
  expect(failureOf(429, body, headers).retryAfter).toBe(expected);
});

test("the backend's own code is kept, shortened", () => {
  expect(failureOf(401, { code: "expired" }).reason).toBe("expired");
  expect(failureOf(401, { code: "x".repeat(1_000) }).reason).toHaveLength(64);
  expect(failureOf(401, { code: 7 }).reason).toBeUndefined();
});

test("hostile names in a body are inert", () => {
  const failure = failureOf(
    500,
    '{"__proto__":{"message":"x","detail":"x"},"detail":{"__proto__":{"message":"x"}}}',
  );
  expect(failure.message).toBe(`${REQUEST} answered 500`);
  expect({}).not.toHaveProperty("detail");
});
