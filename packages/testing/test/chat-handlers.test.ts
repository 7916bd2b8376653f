import type { HistoryAnswer } from "@chatisle/client/protocol";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { type ChatHandlersOptions, chatHandlers, createConversation, type Scenario } from "../src/index.js";

const baseUrl = "https://api.example.com/v1";
const server = setupServer();

beforeAll(() => server.listen({ onUnhandledFrame: "error" }));
afterEach(() => {
  server.resetHandlers();
  vi.useRealTimers();
});
afterAll(() => server.close());

const play = (options: Partial<ChatHandlersOptions> = {}) =>
  server.use(...chatHandlers({ baseUrl, ...options }));
const get = (path: string) => fetch(baseUrl + path);
const send = (message: unknown) =>
  fetch(`${baseUrl}/chat`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ message }),
  });
const history = async (query = ""): Promise<HistoryAnswer> => (await get(`/api/chat/history${query}`)).json();
const said = async () => (await history()).messages.map(({ role, content }) => `${role}: ${content}`);

test("a message is answered, and both are in the history", async () => {
  play();
  expect(await (await send("Is it open today?")).text()).toBe("You said: Is it open today?");
  expect(await said()).toEqual(["human: Is it open today?", "assistant: You said: Is it open today?"]);
});

test("replies follow the script", async () => {
  play({ reply: (message) => (message === "price" ? "It costs 40 euros." : ["I do ", "not know."]) });
  expect(await (await send("price")).text()).toBe("It costs 40 euros.");
  expect(await (await send("weather")).text()).toBe("I do not know.");
});

test("a trailing slash of the base URL does not matter", async () => {
  play({ baseUrl: `${baseUrl}/` });
  expect((await get("/api/session")).status).toBe(200);
});

test("the healthy visitor is signed in", async () => {
  play();
  expect(await (await get("/api/session")).json()).toMatchObject({
    session_id: "session-1",
    is_anonymous: false,
  });
  expect(await (await get("/api/auth/token-health")).json()).toMatchObject({
    compatible: true,
    authenticated: true,
  });
});

test("the anonymous visitor has no session until the first message", async () => {
  play({ scenario: "anonymous" });
  expect((await get("/api/session")).status).toBe(401);
  expect(await said()).toEqual([]);
  await send("hello");
  expect(await (await get("/api/session")).json()).toMatchObject({ is_anonymous: true });
});

test.each<[Scenario, number, string]>([
  ["server-error", 500, "application/json"],
  ["html", 200, "text/html"],
])("in the scenario %s every request is answered %i with %s", async (scenario, status, type) => {
  play({ scenario });
  const answers = [
    await get("/api/session"),
    await get("/api/chat/history"),
    await get("/api/auth/token-health"),
    await send("hello"),
  ];
  for (const answer of answers) {
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toContain(type);
  }
});

test("nothing of an unreachable backend can be read", async () => {
  play({ scenario: "unreachable" });
  await expect(get("/api/session")).rejects.toThrow(TypeError);
  await expect(send("hello")).rejects.toThrow(TypeError);
});

test("a rate-limited backend says how long to wait and does not take the message", async () => {
  play({ scenario: "rate-limited", retryAfter: 7 });
  const answer = await send("hello");
  expect(answer.status).toBe(429);
  expect(answer.headers.get("retry-after")).toBe("7");
  expect(await answer.json()).toMatchObject({ code: "rate-limited", retry_after: 7 });
  expect(await said()).toEqual([]);
});

test("a cut stream breaks after the beginning of the reply, which the backend has whole", async () => {
  play({ scenario: "cut-stream", reply: () => ["Yes, ", "until ", "six."] });
  const reader = (await send("Is it open?")).body?.getReader();
  expect(new TextDecoder().decode((await reader?.read())?.value)).toBe("Yes, ");
  await expect(reader?.read()).rejects.toThrow();
  expect(await said()).toEqual(["human: Is it open?", "assistant: Yes, until six."]);
});

test("a reply in one piece is cut, too", async () => {
  play({ scenario: "cut-stream", reply: () => "Yes, until six." });
  const reader = (await send("Is it open?")).body?.getReader();
  expect(new TextDecoder().decode((await reader?.read())?.value)).toBe("Yes, unt");
  await expect(reader?.read()).rejects.toThrow();
});

test("an empty reply is an answer without a body", async () => {
  play({ scenario: "empty" });
  const answer = await send("hello");
  expect(answer.status).toBe(200);
  expect(await answer.text()).toBe("");
  expect(await said()).toEqual(["human: hello"]);
});

test("a slow backend answers after its delay and not before", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  play({ scenario: "slow", delay: 5000 });
  const onAnswer = vi.fn();
  const answered = get("/api/session").then(onAnswer);
  // Not waitUntil(): it lets the faked time run on.
  while (vi.getTimerCount() === 0) await new Promise((resolve) => setImmediate(resolve));
  await vi.advanceTimersByTimeAsync(4999);
  expect(onAnswer).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  await answered;
  expect(onAnswer).toHaveBeenCalledOnce();
});

test("a backend that fails and recovers keeps its conversation", async () => {
  const conversation = createConversation();
  server.use(...chatHandlers({ baseUrl, conversation }));
  await send("before");
  server.use(...chatHandlers({ baseUrl, conversation, scenario: "server-error" }));
  expect((await send("during")).status).toBe(500);
  server.use(...chatHandlers({ baseUrl, conversation }));
  expect(await said()).toEqual(["human: before", "assistant: You said: before"]);
});

test("the history comes newest page first and leads to the older ones", async () => {
  const rows = Array.from({ length: 5 }, (_, index) => ({ role: "human" as const, content: `${index}` }));
  play({ conversation: createConversation(rows) });
  const contents = (answer: HistoryAnswer) => answer.messages.map(({ content }) => content).join("");
  const newest = await history("?limit=2");
  const older = await history(`?limit=2&cursor=${newest.next_cursor}`);
  const oldest = await history(`?limit=2&cursor=${older.next_cursor}`);
  expect([newest, older, oldest].map(contents)).toEqual(["34", "12", "0"]);
  expect(oldest).not.toHaveProperty("next_cursor");
});

test.each([[""], ["   "], [42], [undefined]])("a message %j is refused", async (message) => {
  play();
  expect((await send(message)).status).toBe(400);
  expect(await said()).toEqual([]);
});
