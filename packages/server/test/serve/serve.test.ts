import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import {
  type ChatServer,
  type ServeConfig,
  type ServeOptions,
  serve,
  serveConfigFrom,
} from "../../src/serve/serve.js";
import { createPuppetReply } from "../support/puppet-reply.js";

const folder = mkdtempSync(join(tmpdir(), "chatisle-serve-"));
const SECRET = "VZbTnKqk5R0m1w2uXo3cJ4aE7hG9sD8f";
const servers: ChatServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function start(config: ServeConfig = {}, options: ServeOptions = {}): Promise<ChatServer> {
  const server = await serve(
    { port: 0, databaseUrl: join(folder, "chat.sqlite"), secret: SECRET, drainTimeout: 50, ...config },
    {
      backend: { reply: ({ text }) => `You said: ${text}`, observe: () => {}, onError: () => {} },
      ...options,
    },
  );
  servers.push(server);
  return server;
}

async function chat({ url }: ChatServer, message: string, cookie = ""): Promise<Response> {
  return fetch(`${url}/chat`, {
    method: "POST",
    headers: { origin: url, cookie, "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify({ message, id: message }),
  });
}

test("a server started from plain data answers, and knows its visitors after a restart with the next secret", async () => {
  const first = await start();
  const response = await chat(first, "Hello");
  expect(await response.json()).toMatchObject({ reply: "You said: Hello" });
  const [cookie = ""] = response.headers.getSetCookie()[0]?.split(";") ?? [];
  await first.close();
  const second = await start({ secret: [...SECRET].reverse().join(""), previousSecrets: [SECRET] });
  const history = await fetch(`${second.url}/api/chat/history`, { headers: { cookie } });
  expect(await history.json()).toMatchObject({ messages: [{ content: "Hello" }, {}] });
});

test("the environment says the same as plain data", () => {
  expect(
    serveConfigFrom({
      PORT: "9000",
      HOST: "0.0.0.0",
      TRUST_PROXY: "1",
      ALLOWED_ORIGINS: "https://a.test, https://b.test,",
      DATABASE_URL: "postgres://db/chat",
      SESSION_SECRET: SECRET,
      SESSION_SECRET_OLD: "one,two",
      TOKEN_VERSION: "3",
      RETENTION_DAYS: "30",
      STATUS_TOKEN: "  ",
      NODE_ENV: "production",
    }),
  ).toEqual({
    port: 9000,
    host: "0.0.0.0",
    trustProxy: 1,
    origins: ["https://a.test", "https://b.test"],
    databaseUrl: "postgres://db/chat",
    secret: SECRET,
    previousSecrets: ["one", "two"],
    tokenVersion: 3,
    retention: 30 * 86_400_000,
    isDevelopment: false,
  });
});

test.each([
  ["PORT", "80a"],
  ["PORT", "70000"],
  ["TRUST_PROXY", "true"],
  ["TOKEN_VERSION", "0"],
  ["RETENTION_DAYS", "-1"],
])("%s=%s is refused by its name", (name, value) => {
  expect(() => serveConfigFrom({ [name]: value })).toThrow(name);
});

test.each<[string, ServeConfig, RegExp]>([
  ["no secret", { secret: undefined as never }, /SESSION_SECRET.*openssl/s],
  ["a secret of one character", { secret: "a".repeat(40) }, /SESSION_SECRET.*guess/s],
  ["a secret that is too short", { secret: "V9x!kQ2z#p" }, /32/],
  ["an old secret that is guessable", { previousSecrets: ["abab".repeat(10)] }, /SESSION_SECRET_OLD/],
  ["one secret for two purposes", { signInSecret: SECRET }, /SIGN_IN_SECRET/],
  ["a site over http", { origins: ["http://www.shop.test"] }, /ALLOWED_ORIGINS.*https/s],
  ["a pattern for an origin", { origins: ["https://*.shop.test"] }, /pattern/],
  ["a database in memory", { databaseUrl: ":memory:" }, /DATABASE_URL/],
  ["a database of another kind", { databaseUrl: "mysql://db/chat" }, /DATABASE_URL.*postgres/s],
  ["a short status token", { statusToken: "short" }, /STATUS_TOKEN/],
])("with %s a server does not start, and says what to do", async (_what, config, message) => {
  await expect(start(config)).rejects.toThrow(message);
});

test("on one's own machine it starts without a secret and in memory", async () => {
  const server = await start({ isDevelopment: true, secret: undefined as never, databaseUrl: ":memory:" });
  expect((await fetch(`${server.url}/api/ready`)).status).toBe(204);
});

test("on one's own machine a session outlives a restart without a secret: one is kept for its owner alone", async () => {
  const config = { isDevelopment: true, secret: undefined as never };
  const first = await start(config);
  const [cookie = ""] = (await chat(first, "Hello")).headers.getSetCookie()[0]?.split(";") ?? [];
  await first.close();
  const second = await start(config);
  const history = await fetch(`${second.url}/api/chat/history`, { headers: { cookie } });
  expect(await history.json()).toMatchObject({ messages: [{ content: "Hello" }, {}] });
  expect(statSync(join(folder, "secret")).mode & 0o777).toBe(0o600);
});

test("servers that start at the same moment for the first time share one secret", async () => {
  const config = { isDevelopment: true, secret: undefined as never };
  const [one, other] = await Promise.all([start(config), start(config)]);
  const [cookie = ""] = (await chat(one, "Hello")).headers.getSetCookie()[0]?.split(";") ?? [];
  expect((await fetch(`${other.url}/api/chat/history`, { headers: { cookie } })).status).toBe(200);
});

test("a secret that cannot be kept is told, and never replaced", async () => {
  mkdirSync(join(folder, "secret"), { recursive: true });
  const config = { isDevelopment: true, secret: undefined as never };
  await expect(start(config)).rejects.toThrow(/secret.*EISDIR.*SESSION_SECRET/s);
});

test("a server with a secret of its own, or with nothing to keep, leaves no secret behind", async () => {
  await start();
  await start({ isDevelopment: true });
  expect(existsSync(join(folder, "secret"))).toBe(false);
});

test("a half-configured model is refused", async () => {
  await expect(start({}, { env: { OPENAI_API_KEY: "key" }, backend: { observe: () => {} } })).rejects.toThrow(
    "CHAT_MODEL",
  );
});

test("a server that closes ends streams without an end, so that clients go on elsewhere, and keeps the reply", async () => {
  const puppet = createPuppetReply();
  const server = await start(
    { drainTimeout: 10_000 },
    { backend: { reply: puppet.reply, observe: () => {}, onError: () => {} } },
  );
  const response = await fetch(`${server.url}/chat`, {
    method: "POST",
    headers: { origin: server.url, "content-type": "application/json", accept: "text/event-stream" },
    body: JSON.stringify({ message: "Hello", id: "q" }),
  });
  const [cookie = ""] = response.headers.getSetCookie()[0]?.split(";") ?? [];
  const call = await puppet.called("Hello");
  call.say("As I was saying");
  const closed = server.close();
  expect(await response.text()).not.toContain('"finish"');
  expect((await fetch(`${server.url}/api/ready`)).status).toBe(503);
  expect((await fetch(`${server.url}/api/session`)).status).toBe(503);
  call.say(", this is the end.");
  call.end();
  await closed;
  servers.length = 0;
  const next = await start();
  const history = await fetch(`${next.url}/api/chat/history`, { headers: { cookie } });
  expect(await history.json()).toMatchObject({
    messages: [{ content: "Hello" }, { content: "As I was saying, this is the end." }],
  });
});
