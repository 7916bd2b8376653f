import { createServer, type RequestListener } from "node:http";
import { afterEach, expect, onTestFinished, test } from "vitest";
import { type Fault, type FaultServer, startFaultServer } from "../../src/fault-server/index.js";

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

/** A backend that notes what it gets and answers with a text of ten letters. */
async function backend(answer: RequestListener = (_request, response) => response.end("abcdefghij")) {
  const received: string[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      received.push(`${request.method} ${request.url} ${body}`.trim());
      response.setHeader("set-cookie", ["a=1", "b=2"]);
      answer(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("No port.");
  return { received, url: `http://localhost:${address.port}` };
}

async function behindFaults(url: string, options: Partial<Parameters<typeof startFaultServer>[0]> = {}) {
  const server = await startFaultServer({ backend: url, ...options });
  open.push(server);
  return server;
}

const say = (server: FaultServer, text = "hi", init: RequestInit = {}) =>
  fetch(`${server.url}/chat?x=1`, { method: "POST", body: text, ...init });

test("without a fault a request arrives as it is, and so does its answer", async () => {
  const { received, url } = await backend();
  const server = await behindFaults(`${url}/v1/`);
  const answer = await say(server, "hello");
  expect(await answer.text()).toBe("abcdefghij");
  expect(answer.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
  expect(received).toEqual(["POST /v1/chat?x=1 hello"]);
  expect(server.requests).toEqual([{ method: "POST", path: "/chat?x=1" }]);
});

test.each<[string, Fault, number]>([
  ["before the backend has the message", { type: "reset", when: "before" }, 0],
  ["after the backend has answered", { type: "reset", when: "after" }, 1],
])("a connection is reset %s", async (_when, fault, arrived) => {
  const { received, url } = await backend();
  const server = await behindFaults(url);
  server.fail(fault);
  await expect(say(server)).rejects.toThrow("fetch failed");
  expect(received).toHaveLength(arrived);
});

test("a refusal says how long to wait, is readable by the page that asked, and keeps the message away", async () => {
  const { received, url } = await backend();
  const server = await behindFaults(url);
  server.fail({ type: "status", status: 429, retryAfter: 7 });
  const answer = await say(server, "hi", { headers: { origin: "https://shop.example" } });
  expect(answer.status).toBe(429);
  expect(answer.headers.get("retry-after")).toBe("7");
  expect(answer.headers.get("access-control-allow-origin")).toBe("https://shop.example");
  expect(await answer.json()).toMatchObject({ code: "fault" });
  expect(received).toEqual([]);
});

test("a login page comes in the answer's place", async () => {
  const { received, url } = await backend();
  const server = await behindFaults(url);
  server.fail({ type: "login-page" });
  const answer = await say(server);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toContain("text/html");
  expect(received).toEqual([]);
});

test("an answer is cut in its middle", async () => {
  const { url } = await backend();
  const server = await behindFaults(url);
  server.fail({ type: "cut", after: 0.5 });
  const reader = (await say(server)).body?.getReader();
  expect(new TextDecoder().decode((await reader?.read())?.value)).toBe("abcde");
  await expect(reader?.read()).rejects.toThrow();
});

test("an answer is cut without a sign of it", async () => {
  const { url } = await backend((_request, response) => {
    response.setHeader("content-length", 10);
    response.end("abcdefghij");
  });
  const server = await behindFaults(url);
  server.fail({ type: "cut", after: 0.3, isQuiet: true });
  expect(await (await say(server)).text()).toBe("abc");
});

test("cookies are lost, and nothing else", async () => {
  const { url } = await backend();
  const server = await behindFaults(url);
  server.fail({ type: "lost-cookies" });
  const answer = await say(server);
  expect(answer.headers.getSetCookie()).toEqual([]);
  expect(await answer.text()).toBe("abcdefghij");
});

test("an answer comes late, by a clock that may be a test's own", async () => {
  const { url } = await backend();
  const waits: number[] = [];
  const server = await behindFaults(url, { wait: async (delay) => void waits.push(delay) });
  server.fail({ type: "late", delay: 5_000 });
  expect(await (await say(server)).text()).toBe("abcdefghij");
  expect(waits).toEqual([5_000]);
});

test("whoever holds a late answer hears when the page no longer waits for it", async () => {
  const { url } = await backend();
  const page = new AbortController();
  let left: Promise<void> | undefined;
  const server = await behindFaults(url, {
    wait(_delay, isGone) {
      left = new Promise((resolve) => isGone.addEventListener("abort", () => resolve()));
      page.abort();
      return left;
    },
  });
  server.fail({ type: "late", delay: 5_000 });
  await expect(say(server, "hi", { signal: page.signal })).rejects.toThrow("aborted");
  expect(left).toBeDefined();
  await left;
});

test("a fault meets the requests it is meant for, as often as it is meant to", async () => {
  const { url } = await backend();
  const server = await behindFaults(url);
  server.fail({ type: "status", status: 503 }, { method: "POST", path: "/chat", times: 2 });
  const history = await fetch(`${server.url}/api/chat/history`);
  const statuses = [await say(server), await say(server), await say(server)].map(({ status }) => status);
  expect([history.status, ...statuses]).toEqual([200, 503, 503, 200]);
});

test("a healed network fails no more", async () => {
  const { url } = await backend();
  const server = await behindFaults(url, { script: () => ({ type: "reset", when: "before" }) });
  server.fail({ type: "status", status: 500 });
  server.heal();
  expect((await say(server)).status).toBe(200);
});

test("a script decides request by request, and never about a preflight", async () => {
  const { received, url } = await backend();
  const server = await behindFaults(url, {
    script: ({ path }) => (path.startsWith("/chat") ? { type: "status", status: 500 } : undefined),
  });
  const preflight = await fetch(`${server.url}/chat`, { method: "OPTIONS" });
  expect([preflight.status, (await say(server)).status]).toEqual([200, 500]);
  expect(received).toEqual(["OPTIONS /chat"]);
});

test("a backend that is away is a connection that breaks", async () => {
  const server = await behindFaults("http://localhost:1");
  await expect(say(server)).rejects.toThrow("fetch failed");
});

test("a reply that is written bit by bit comes bit by bit", async () => {
  let finish = () => {};
  const { url } = await backend((_request, response) => {
    response.write("one");
    finish = () => response.end("two");
  });
  const server = await behindFaults(url);
  const reader = (await say(server)).body?.getReader();
  const read = async () => new TextDecoder().decode((await reader?.read())?.value);
  expect(await read()).toBe("one");
  finish();
  expect(await read()).toBe("two");
});
