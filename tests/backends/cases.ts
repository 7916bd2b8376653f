import { expect } from "vitest";
import { DEPLOYMENTS } from "../../scripts/backends/deployments.ts";
import { type ChatPage, chatPage } from "../support/chat-page.ts";
import { attack } from "./attack.ts";
import type { Deployment } from "./deployment.ts";
import type { Visitor } from "./visitor.ts";
import { STRANGER, type World } from "./world.ts";

/** Something that must hold in every deployment that has a notion of it. */
export interface Case {
  /** A sentence about what a visitor sees. */
  readonly name: string;
  /** Default: every deployment. */
  readonly appliesTo?: (deployment: Deployment) => boolean;
  readonly run: (visitor: Visitor, world: World) => Promise<void>;
}

const said = (...messages: readonly string[]) =>
  messages.flatMap((message) => [`visitor: ${message}`, `assistant: You said: ${message}`]);

/** Asks, and waits until the whole reply is there: before that, a backend that ends may lose it. */
async function ask(chat: ChatPage, message: string): Promise<void> {
  await chat.ask(message, `You said: ${message}`);
  const replies = chat.log.locator('[part~="message-assistant"][part~="message-done"]');
  await replies
    .filter({ hasText: `You said: ${message}` })
    .last()
    .waitFor();
}

/** The messages that a page of the site shows anew, the chat being open. */
async function expectAfterReload({ page, chat }: Visitor, transcript: readonly string[]): Promise<void> {
  await page.reload();
  await expect.poll(() => chat.transcript(), { timeout: 15_000 }).toEqual(transcript);
}

export const CASES: readonly Case[] = [
  {
    name: "a first visitor is answered, and no script can read the session",
    async run({ context, page, chat }, { deployment }) {
      await ask(chat, "Hello");
      expect(await chat.transcript()).toEqual(said("Hello"));
      expect(await context.cookies(deployment.api)).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ name: deployment.cookie, httpOnly: true, secure: true }),
        ]),
      );
      expect(await page.evaluate(() => document.cookie)).toBe("");
    },
  },
  {
    name: "a reply is shown while it is written",
    appliesTo: ({ streams }) => streams,
    async run({ chat }) {
      const seen = await chat.log.evaluateHandle((log) => {
        const texts = new Set<string>();
        const look = () => texts.add(log.querySelector('[part~="message-assistant"]')?.textContent ?? "");
        new MutationObserver(look).observe(log, { subtree: true, childList: true, characterData: true });
        return texts;
      });
      await ask(chat, "one two three four five six");
      const parts = await seen.evaluate((texts) => [...texts].filter((text) => text.includes("You said:")));
      expect(parts.filter((text) => !text.includes("six")).length).toBeGreaterThan(1);
    },
  },
  {
    name: "a visitor who leaves in the middle of a reply finds what was said of it",
    appliesTo: ({ streams }) => streams,
    async run({ page, chat }) {
      const message = Array.from({ length: 40 }, (_, index) => `word-${index}`).join(" ");
      await chat.ask(message, "You said: word-0 word-1");
      await page.reload();
      const reply = expect.stringMatching(/^assistant: You said: word-0 word-1/);
      await expect.poll(() => chat.transcript(), { timeout: 60_000 }).toEqual([`visitor: ${message}`, reply]);
    },
  },
  {
    name: "the conversation is there after a reload and in another tab",
    async run(visitor, { deployment }) {
      await ask(visitor.chat, "one");
      await expectAfterReload(visitor, said("one"));
      const tab = await visitor.context.newPage();
      await tab.goto(deployment.site);
      const other = chatPage(tab);
      await other.open();
      await expect.poll(() => other.transcript(), { timeout: 15_000 }).toEqual(said("one"));
    },
  },
  {
    name: "a redeploy between two messages loses nothing",
    async run(visitor, world) {
      await ask(visitor.chat, "one");
      await world.redeploy();
      await ask(visitor.chat, "two");
      await expectAfterReload(visitor, said("one", "two"));
    },
  },
  {
    name: "a new signing key signs nobody out",
    appliesTo: ({ rotated }) => rotated !== undefined,
    async run(visitor, world) {
      await ask(visitor.chat, "one");
      await world.redeploy(world.deployment.rotated);
      await ask(visitor.chat, "two");
      await expectAfterReload(visitor, said("one", "two"));
      // By now the session is signed with the new key alone.
      await ask(visitor.chat, "three");
      await expectAfterReload(visitor, said("one", "two", "three"));
    },
  },
  {
    name: "an access token that expires is renewed, and the message goes",
    appliesTo: ({ expireToken }) => expireToken !== undefined,
    async run(visitor, { deployment }) {
      await ask(visitor.chat, "one");
      await deployment.expireToken?.(visitor.context);
      await ask(visitor.chat, "two");
      await expectAfterReload(visitor, said("one", "two"));
    },
  },
  {
    name: "a visitor who comes back after the access token's time is still signed in",
    appliesTo: ({ expireToken }) => expireToken !== undefined,
    async run(visitor, { deployment }) {
      await ask(visitor.chat, "one");
      await deployment.expireToken?.(visitor.context);
      await expectAfterReload(visitor, said("one"));
      await ask(visitor.chat, "two");
    },
  },
  {
    name: "a token in the header stands in for the cookie, and two that disagree are refused",
    appliesTo: ({ bearer }) => bearer !== undefined,
    async run({ page, user }, { deployment }) {
      const token = await deployment.bearer?.(page, user);
      const other = await deployment.bearer?.(page, `not ${user}`);
      const look = (credentials: RequestCredentials, bearer: string | undefined) =>
        page.evaluate(
          async ([url, credentials, bearer]) => {
            const headers = { authorization: `Bearer ${bearer}` };
            const answer = await fetch(url, { credentials, headers });
            return [answer.status, (await answer.json()).subject];
          },
          [deployment.api + deployment.paths.session, credentials, bearer] as const,
        );
      expect(await look("omit", token)).toEqual([200, user]);
      // The cookie is of the last one who signed in.
      expect(await look("include", other)).toEqual([200, `not ${user}`]);
      expect(await look("include", token)).toEqual([401, undefined]);
    },
  },
  {
    name: "the backend can show that its session persists, and that the connection is https",
    appliesTo: ({ sessionTest }) => sessionTest !== undefined,
    async run({ page, chat }, { deployment }) {
      // Until the chat has its session, a second request would begin another one.
      await ask(chat, "one");
      const look = () =>
        page.evaluate(
          async (url) => (await fetch(url, { credentials: "include" })).json(),
          deployment.api + deployment.sessionTest,
        );
      expect(await look()).toMatchObject({ visits: 1, isHttps: true });
      expect(await look()).toMatchObject({ visits: 2, isHttps: true, persists: true });
    },
  },
  {
    name: "a session that the backend has lost is begun anew, and the message goes",
    appliesTo: ({ loseSessions }) => loseSessions !== undefined,
    async run({ chat }, { deployment, folder }) {
      await ask(chat, "one");
      deployment.loseSessions?.(folder);
      await ask(chat, "two");
    },
  },
  {
    name: "one instance of several dies, and the conversation goes on",
    appliesTo: ({ name }) => DEPLOYMENTS[name].inner > 1,
    async run(visitor, world) {
      await ask(visitor.chat, "one");
      await world.killOne();
      await ask(visitor.chat, "two");
      await ask(visitor.chat, "three");
      await expectAfterReload(visitor, said("one", "two", "three"));
    },
  },
  {
    name: "a backend that dies in the middle of a reply loses no message and doubles none",
    appliesTo: ({ streams }) => streams,
    async run({ page, chat }, world) {
      const long = Array.from({ length: 60 }, (_, index) => `word${index}`).join(" ");
      const asked = async () => (await chat.transcript()).filter((row) => row === `visitor: ${long}`).length;
      await chat.field.fill(long);
      await chat.field.press("Enter");
      await chat.log.getByText("You said: word0").waitFor();
      await world.killAll();
      await world.repair();
      await ask(chat, "two");
      expect(await asked()).toBe(1);
      await page.reload();
      await chat.log.getByText("You said: two").waitFor();
      expect(await asked()).toBe(1);
    },
  },
  {
    name: "a code that one instance has sent is taken by another, and the conversation is kept",
    appliesTo: ({ findCode }) => findCode !== undefined,
    async run(visitor, world) {
      const { deployment } = world;
      const email = `${visitor.user}@company.test`;
      await ask(visitor.chat, "one");
      expect(await post(visitor, world, "/api/auth/code", { email })).toBe(204);
      const code = deployment.findCode?.(world.log(), email);
      await world.redeploy();
      expect(await post(visitor, world, "/api/auth/code/verify", { code })).toBe(200);
      await expectAfterReload(visitor, said("one"));
      expect(await sessionOf(visitor, world)).toMatchObject({ is_anonymous: false });
    },
  },
  {
    name: "a visitor leaves for the site's own sign-in, and comes back to the open chat and the draft",
    appliesTo: ({ redirect }) => redirect !== undefined,
    async run(visitor, world) {
      const { page, chat } = visitor;
      await ask(chat, "one");
      await chat.field.fill("half a thou");
      await page.evaluate(
        (redirect) => void document.querySelector("chat-widget")?.signIn({ redirect }),
        world.deployment.redirect ?? "",
      );
      await page.getByRole("link", { name: "Continue as Ada" }).click();
      await chat.field.waitFor();
      await expect.poll(() => chat.field.inputValue()).toBe("half a thou");
      await expect.poll(() => chat.transcript(), { timeout: 15_000 }).toEqual(said("one"));
      expect(await sessionOf(visitor, world)).toMatchObject({ is_anonymous: false });
    },
  },
  {
    name: "signing out leaves nothing of the visitor",
    async run({ context, page, chat }, { deployment }) {
      const session = async () =>
        (await context.cookies(deployment.api)).find(({ name }) => name === deployment.cookie)?.value;
      await ask(chat, "one");
      const before = await session();
      const outcome = await page.evaluate(() => document.querySelector("chat-widget")?.signOut());
      expect(outcome).toMatchObject({ ok: true });
      await expect.poll(() => chat.transcript()).toEqual([]);
      expect(await session()).not.toBe(before);
      await page.reload();
      await chat.launcher.waitFor();
      if (!(await chat.panel.isVisible())) await chat.open();
      expect(await chat.transcript()).toEqual([]);
    },
  },
  {
    name: "a visitor whose cookie is lost goes on chatting",
    appliesTo: ({ needsSignIn }) => needsSignIn === undefined,
    async run({ context, chat }) {
      await ask(chat, "one");
      await context.clearCookies();
      await ask(chat, "two");
      expect(await chat.transcript()).toEqual(expect.arrayContaining(said("two")));
    },
  },
  {
    name: "a visitor whose cookies are lost is told that the session has ended, and loses nothing",
    appliesTo: ({ needsSignIn }) => needsSignIn === true,
    async run({ context, page, chat, user }, { deployment }) {
      await ask(chat, "one");
      await context.clearCookies();
      await chat.send("two");
      await chat.panel.getByRole("alert").filter({ hasText: "session has ended" }).waitFor();
      await deployment.signIn?.(page, user);
      await page.evaluate(() => document.querySelector("chat-widget")?.signIn());
      await expect.poll(() => chat.transcript()).toEqual(said("one", "two"));
    },
  },
  {
    name: "what shows a developer the session is there in development only, and shows no secret",
    appliesTo: ({ developmentPaths }) => developmentPaths !== undefined,
    async run(visitor, world) {
      const { deployment } = world;
      const look = (path: string) =>
        visitor.page.evaluate(async (url) => {
          const answer = await fetch(url, { credentials: "include" });
          return { status: answer.status, text: await answer.text() };
        }, deployment.api + path);
      const { developmentPaths = [] } = deployment;
      await ask(visitor.chat, "one");
      for (const path of developmentPaths) expect((await look(path)).status).toBe(404);
      await world.redeploy({ APP_ENV: "development", NODE_ENV: "development" });
      try {
        await sessionOf(visitor, world);
        const cookies = await visitor.context.cookies(deployment.api);
        for (const path of developmentPaths) {
          const { status, text } = await look(path);
          expect(status).toBe(200);
          for (const { value } of cookies) expect(text).not.toContain(value);
          if (path.endsWith("debug")) expect(cookies.some(({ name }) => text.includes(name))).toBe(true);
        }
      } finally {
        await world.redeploy({ APP_ENV: "production", NODE_ENV: "production" });
      }
    },
  },
  {
    name: "a page of another origin can neither write in a visitor's name nor read",
    async run(visitor, world) {
      await ask(visitor.chat, "one");
      const cookies = await visitor.context.cookies(world.deployment.api);
      const { session_id } = await sessionOf(visitor, world);
      const attempts = await attack(world, cookies, session_id);
      expect(attempts.filter(({ isRefused }) => !isRefused)).toEqual([]);
      await expectAfterReload(visitor, said("one"));
    },
  },
  {
    name: "the chat on a page that is not allowed says that it cannot be used there",
    appliesTo: ({ chat }) => URL.canParse(chat.apiBaseUrl),
    async run({ context }) {
      const page = await context.newPage();
      await page.goto(STRANGER);
      const chat = chatPage(page);
      await chat.open();
      await chat.field.fill("Hello");
      await chat.field.press("Enter");
      await chat.panel.getByRole("alert").first().waitFor();
      expect(await chat.transcript()).toEqual(["visitor: Hello"]);
    },
  },
  {
    name: "a release that cannot work with old tokens asks for a new sign-in, calmly, and loses nothing",
    appliesTo: ({ incompatible }) => incompatible !== undefined,
    async run(visitor, world) {
      const { context, page, chat, user } = visitor;
      await ask(chat, "one");
      await world.redeploy(world.deployment.incompatible);
      // To the next look at token health.
      await context.clock.fastForward("07:00");
      await chat.panel.getByRole("alert").filter({ hasText: "sign in" }).waitFor();
      expect(await chat.transcript()).toEqual(said("one"));
      await chat.field.fill("two");
      await chat.field.press("Enter");
      await world.deployment.signIn?.(page, user);
      await page.evaluate(() => document.querySelector("chat-widget")?.signIn());
      await expect.poll(() => chat.transcript(), { timeout: 15_000 }).toEqual(said("one", "two"));
    },
  },
];

/** What a script of the page does. @returns The status of the answer. */
function post({ page }: Visitor, { deployment }: World, path: string, body: unknown): Promise<number> {
  return page.evaluate(
    async ([url, body]) => {
      const headers = { "content-type": "application/json" };
      return (await fetch(url, { method: "POST", credentials: "include", headers, body })).status;
    },
    [deployment.api + path, JSON.stringify(body)] as const,
  );
}

/** Who the backend takes the visitor for. */
function sessionOf({ page }: Visitor, { deployment }: World): Promise<{ readonly session_id: string }> {
  return page.evaluate(
    async (url) => (await fetch(url, { credentials: "include" })).json(),
    deployment.api + deployment.paths.session,
  );
}
