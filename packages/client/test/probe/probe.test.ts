import { expect, test } from "vitest";
import { probe } from "../../src/probe/index.js";
import { capture } from "../support/capture.js";
import { fakeBackend, historyOf, json, offline, plain } from "../support/fake-backend.js";

type Routes = Parameters<typeof fakeBackend>[0];
const HOST = "https://shop.example";
const recorded = (name: string) => {
  const { contentType, body } = capture(name);
  return new Response(body, contentType === null ? {} : { headers: { "content-type": contentType } });
};
const missing = (...names: readonly string[]) =>
  json(
    { detail: names.map((name) => ({ type: "missing", loc: ["body", name], msg: "Field required" })) },
    { status: 422 },
  );
/** A route that wants these fields in its body, as a validating framework has it. */
const wants =
  (names: readonly string[], reply: () => Response): Routes[string] =>
  ({ body }) => {
    const lacked = names.filter((name) => !Object.hasOwn(Object(body), name));
    return lacked.length === 0 ? reply() : missing(...lacked);
  };
const ENDPOINT = { session: null, history: null, tokenHealth: null };

test.each<[string, string, Routes, object]>([
  [
    "a backend of the default protocol",
    "",
    {
      "GET /api/session": () => json({ session_id: "s1" }),
      "GET /api/chat/history": () => historyOf(),
      "GET /api/auth/token-health": () => json({ compatible: true, authenticated: true }),
      "POST /chat": () => plain("Hi."),
    },
    { use: "rest" },
  ],
  [
    "one below a path, without a history",
    "/v1",
    {
      "GET /v1/api/session": () => json({ session_id: "s1" }),
      "GET /v1/api/auth/token-health": () => json({ compatible: true, authenticated: true }),
      "POST /v1/chat": () => json({ reply: "Hi." }),
    },
    { use: "rest", paths: { history: null } },
  ],
  [
    "one with nothing but a route for messages",
    "",
    { "POST /chat": () => json({ answer: "Hi." }) },
    { use: "rest", paths: ENDPOINT },
  ],
  [
    "an address that takes messages",
    "/ask",
    { "POST /ask": () => plain("Hi.") },
    { use: "rest", paths: { ...ENDPOINT, send: "/ask" } },
  ],
  [
    "one that wants another field",
    "/ask",
    { "POST /ask": wants(["question"], () => plain("Hi.")) },
    { use: "rest", paths: { ...ENDPOINT, send: "/ask" }, fields: { message: "question" } },
  ],
  [
    "one that wants to be told the conversation",
    "/ask",
    { "POST /ask": wants(["message", "session_id"], () => plain("Hi.")) },
    { use: "rest", paths: { ...ENDPOINT, send: "/ask" }, fields: { conversation: "session_id" } },
  ],
  [
    "one whose text is somewhere of its own",
    "/ask",
    { "POST /ask": () => json({ ok: "yes", result: { words: "Hi, how can I help?" } }) },
    { use: "rest", paths: { ...ENDPOINT, send: "/ask" }, fields: { reply: "/result/words" } },
  ],
  [
    "an AI SDK route that fails for want of a transcript",
    "/api/assistant",
    {
      "POST /api/assistant": ({ body }) =>
        Object.hasOwn(Object(body), "messages") ? recorded("ai-sdk-rich") : new Response("", { status: 500 }),
    },
    { use: "ai-sdk", path: "/api/assistant" },
  ],
  [
    "an AG-UI agent that reads anything",
    "/agent",
    { "POST /agent": () => recorded("ag-ui-rich") },
    { use: "ag-ui", path: "/agent" },
  ],
  [
    "Chat Completions, with a model of its list",
    "/v1/chat/completions",
    {
      "GET /v1/models": () => json({ data: [{ id: "small" }] }),
      "POST /v1/chat/completions": () => recorded("openai-text"),
    },
    { use: "openai", path: "/v1/chat/completions", model: "small" },
  ],
  [
    "Ollama, by its models",
    "",
    {
      "GET /api/tags": () => json({ models: [{ name: "llama" }] }),
      "POST /api/chat": () => recorded("ollama-text"),
    },
    { use: "ollama", model: "llama" },
  ],
  [
    "an n8n webhook",
    "/webhook/1/chat",
    { "POST /webhook/1/chat": () => json({ output: "Hi." }) },
    { use: "n8n", path: "/webhook/1/chat" },
  ],
])("%s is told by its answer", async (_what, path, routes, protocol) => {
  const result = await probe(HOST + path, { fetch: fakeBackend(routes).fetch });
  expect(result).toMatchObject({ status: "fits", protocol });
  expect(result.status === "fits" && result.protocol).toEqual(protocol);
  expect(result.status === "fits" && result.reply).not.toBe("");
});

test.each<[string, string, Routes, RegExp]>([
  [
    "a backend that is not there",
    "/ask",
    { "GET /ask/api/session": offline, "POST /ask": offline },
    /no readable answer/,
  ],
  [
    "one that wants a session",
    "/ask",
    { "POST /ask": () => json({ detail: "Sign in." }, { status: 401 }) },
    /401/,
  ],
  [
    "a web page",
    "/ask",
    {
      "POST /ask": () =>
        new Response("<!doctype html><p>Hi</p>", { headers: { "content-type": "text/html" } }),
    },
    /HTML|page/,
  ],
  ["a backend without anything", "", {}, /404/],
])("%s is told as what it is", async (_what, path, routes, problem) => {
  const result = await probe(HOST + path, { fetch: fakeBackend(routes).fetch });
  expect(result).toMatchObject({
    status: "unreadable",
    problem: expect.stringMatching(problem),
    fix: expect.any(String),
  });
});

test("what was sent is told, and hello is said a few times at most", async () => {
  const backend = fakeBackend({ "POST /ask": () => new Response("", { status: 500 }) });
  const result = await probe(`${HOST}/ask`, { fetch: backend.fetch });
  expect(result.requests.at(-1)).toEqual({
    method: "POST",
    url: `${HOST}/ask`,
    status: 500,
    contentType: "text/plain;charset=UTF-8",
  });
  expect(backend.posted("/ask").length).toBeLessThanOrEqual(6);
});

test.each(["/api", "shop.example", ""])("%j is no address to probe", async (address) => {
  expect(await probe(address, { fetch: fakeBackend({}).fetch })).toMatchObject({
    status: "unreadable",
    requests: [],
  });
});
