import { expect, test } from "vitest";
import type { CodeMail, CodeSignInOptions } from "../../src/index.js";
import { sqliteStore } from "../../src/stores/sqlite.js";
import { createTestBackend } from "../support/test-backend.js";
import { createVisitor, type Visitor } from "../support/visitor.js";

const MINUTE = 60_000;
const ADA = "ada@company.test";

function setUp(options: Partial<CodeSignInOptions> = {}) {
  const mails: CodeMail[] = [];
  const sendCode = (mail: CodeMail) => void mails.push(mail);
  const store = sqliteStore({ path: ":memory:" });
  const { backend, clock, errors } = createTestBackend({ store, codeSignIn: { sendCode, ...options } });
  const ask = async (visitor: Visitor, email = ADA) => {
    const response = await visitor.post("/api/auth/code", { email });
    return { response, code: mails.at(-1)?.code ?? "" };
  };
  return { backend, clock, errors, mails, store, ask };
}

const enter = (visitor: Visitor, code: string) => visitor.post("/api/auth/code/verify", { code });
const wrong = (code: string) => String((Number(code) + 1) % 1e8).padStart(8, "0");

test("a visitor who enters the code that was sent is signed in, on any device", async () => {
  const { backend, ask } = setUp();
  for (const [index, email] of [ADA, " Ada@Company.test "].entries()) {
    const visitor = createVisitor(backend);
    expect((await visitor.session()).capabilities).toContain("code");
    const { response, code } = await ask(visitor, email);
    expect(response.status).toBe(204);
    expect(code).toMatch(/^\d{8}$/);
    const entered = await enter(visitor, `${code.slice(0, 4)} ${code.slice(4)}`);
    expect(await entered.json()).toMatchObject({ state: "active", subject: `email:${ADA}` });
    expect([...visitor.cookies.keys()]).toEqual(["__Host-ci"]);
    expect(await visitor.rows()).toHaveLength(2 * index);
    await visitor.send("Hello");
  }
});

test("any instance verifies the code, and the cookie does not hold it", async () => {
  const { ask, backend, store, mails } = setUp();
  const visitor = createVisitor(backend);
  const { code } = await ask(visitor);
  const payload = visitor.cookies.get("__Host-ci_code")?.split(".")[2] ?? "";
  expect(Buffer.from(payload, "base64url").toString()).not.toContain(code);
  const other = createVisitor(
    createTestBackend({ store, codeSignIn: { sendCode: (mail) => void mails.push(mail) } }).backend,
  );
  for (const [name, value] of visitor.cookies) other.cookies.set(name, value);
  expect((await enter(other, code)).status).toBe(200);
});

test("a wrong code ends nothing, and the right one still works", async () => {
  const { ask, backend } = setUp();
  const visitor = createVisitor(backend);
  const { session_id } = await visitor.session();
  const { code } = await ask(visitor);
  const response = await enter(visitor, wrong(code));
  expect(response.status).toBe(403);
  expect(await response.json()).toMatchObject({ code: "code_wrong" });
  expect(await visitor.session()).toMatchObject({ session_id });
  expect((await enter(visitor, code)).status).toBe(200);
});

test("after ten attempts for an address even the right code is refused for a while, with any cookie", async () => {
  const { ask, backend, clock } = setUp();
  const visitor = createVisitor(backend);
  const { code } = await ask(visitor);
  for (let attempt = 0; attempt < 10; attempt += 1) await enter(visitor, wrong(code));
  const limited = await enter(visitor, code);
  expect(limited.status).toBe(429);
  expect(limited.headers.get("retry-after")).toBe("900");
  const other = createVisitor(backend);
  expect((await enter(other, (await ask(other)).code)).status).toBe(429);
  clock.advance(16 * MINUTE);
  expect((await enter(other, (await ask(other)).code)).status).toBe(200);
});

test("a code works once, for ten minutes, and not without its cookie", async () => {
  const { ask, backend, clock } = setUp();
  const visitor = createVisitor(backend);
  const { code } = await ask(visitor);
  const copy = new Map(visitor.cookies);
  expect((await enter(createVisitor(backend), code)).status).toBe(403);
  await enter(visitor, code);
  const replayed = createVisitor(backend);
  for (const [name, value] of copy) replayed.cookies.set(name, value);
  expect(await (await enter(replayed, code)).json()).toMatchObject({ code: "code_expired" });
  const late = await ask(visitor);
  clock.advance(10 * MINUTE);
  expect(await (await enter(visitor, late.code)).json()).toMatchObject({ code: "code_expired" });
});

test("an address gets five codes an hour", async () => {
  const { ask, backend, mails } = setUp();
  const visitor = createVisitor(backend);
  for (let count = 0; count < 5; count += 1) expect((await ask(visitor)).response.status).toBe(204);
  expect((await ask(visitor)).response.status).toBe(429);
  expect((await ask(visitor, "grace@company.test")).response.status).toBe(204);
  expect(mails).toHaveLength(6);
});

test.each(["", "ada", "ada@", "@company.test", "ada@company", "a b@company.test", "a@b.c\nBcc: all@b.c", 7])(
  "%j is no address to send to",
  async (email) => {
    const { backend, mails } = setUp();
    expect((await createVisitor(backend).post("/api/auth/code", { email })).status).toBe(400);
    expect(mails).toEqual([]);
  },
);

test("a mail that fails is an outage, with its reason in the log only", async () => {
  const { backend, errors } = setUp({ sendCode: () => Promise.reject(new Error("smtp.internal is down")) });
  const response = await createVisitor(backend).post("/api/auth/code", { email: ADA });
  expect(response.status).toBe(503);
  expect(await response.text()).not.toContain("smtp");
  expect(String(errors)).toContain("smtp.internal");
});

test("a page without cookies gets the challenge and its session as tokens", async () => {
  const { backend, mails } = setUp();
  const visitor = createVisitor(backend, { site: "cross-site" });
  visitor.cookies.set = () => visitor.cookies;
  const transport = "header";
  const asked = await visitor.post("/api/auth/code", { email: ADA, transport });
  const { challenge } = (await asked.json()) as { readonly challenge: string };
  const entered = await visitor.post("/api/auth/code/verify", {
    code: mails[0]?.code,
    challenge,
    transport,
  });
  expect(entered.headers.getSetCookie()).toEqual([]);
  expect(await entered.json()).toMatchObject({ source: "header", subject: `email:${ADA}` });
});

test("a backend that sends no codes announces none", async () => {
  const visitor = createVisitor(createTestBackend().backend);
  expect((await visitor.session()).capabilities).not.toContain("code");
  expect((await visitor.post("/api/auth/code", { email: ADA })).status).toBe(404);
});
