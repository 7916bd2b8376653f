import { expect, onTestFinished } from "vitest";
import { DEPLOYMENTS } from "../../scripts/backends/deployments.ts";
import { chatPage } from "../support/chat-page.ts";
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

/** The messages that a page of the site shows anew, the chat being open. */
async function expectAfterReload({ page, chat }: Visitor, transcript: readonly string[]): Promise<void> {
  await page.reload();
  await expect.poll(() => chat.transcript(), { timeout: 15_000 }).toEqual(transcript);
}

export const CASES: readonly Case[] = [
  {
    name: "a first visitor is answered, and no script can read the session",
    async run({ context, page, chat }, { deployment }) {
      await chat.ask("Hello", "You said: Hello");
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
      await chat.ask("one two three four five six", "You said: one two three four five six");
      const parts = await seen.evaluate((texts) => [...texts].filter((text) => text.includes("You said:")));
      expect(parts.filter((text) => !text.includes("six")).length).toBeGreaterThan(1);
    },
  },
  {
    name: "the conversation is there after a reload and in another tab",
    async run(visitor, { deployment }) {
      await visitor.chat.ask("one", "You said: one");
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
      await visitor.chat.ask("one", "You said: one");
      await world.redeploy();
      await visitor.chat.ask("two", "You said: two");
      await expectAfterReload(visitor, said("one", "two"));
    },
  },
  {
    name: "a new signing key signs nobody out",
    appliesTo: ({ rotated }) => rotated !== undefined,
    async run(visitor, world) {
      await visitor.chat.ask("one", "You said: one");
      await world.redeploy(world.deployment.rotated);
      await visitor.chat.ask("two", "You said: two");
      await expectAfterReload(visitor, said("one", "two"));
      // By now the session is signed with the new key alone.
      await visitor.chat.ask("three", "You said: three");
      await expectAfterReload(visitor, said("one", "two", "three"));
    },
  },
  {
    name: "an access token that expires is renewed, and the message goes",
    appliesTo: ({ expireToken }) => expireToken !== undefined,
    async run(visitor, { deployment }) {
      await visitor.chat.ask("one", "You said: one");
      await deployment.expireToken?.(visitor.context);
      await visitor.chat.ask("two", "You said: two");
      await expectAfterReload(visitor, said("one", "two"));
    },
  },
  {
    name: "a session that the backend has lost is begun anew, and the message goes",
    appliesTo: ({ loseSessions }) => loseSessions !== undefined,
    async run({ chat }, { deployment, folder }) {
      await chat.ask("one", "You said: one");
      deployment.loseSessions?.(folder);
      await chat.ask("two", "You said: two");
    },
  },
  {
    name: "one instance of several dies, and the conversation goes on",
    appliesTo: ({ name }) => DEPLOYMENTS[name].inner > 1,
    async run(visitor, world) {
      await visitor.chat.ask("one", "You said: one");
      await world.killOne();
      onTestFinished(() => world.redeploy());
      await visitor.chat.ask("two", "You said: two");
      await visitor.chat.ask("three", "You said: three");
      await expectAfterReload(visitor, said("one", "two", "three"));
    },
  },
  {
    name: "a visitor whose cookie is lost goes on chatting",
    appliesTo: ({ signIn }) => signIn === undefined,
    async run({ context, chat }) {
      await chat.ask("one", "You said: one");
      await context.clearCookies();
      await chat.ask("two", "You said: two");
      expect(await chat.transcript()).toEqual(expect.arrayContaining(said("two")));
    },
  },
  {
    name: "a page of another origin can neither write in a visitor's name nor read",
    async run(visitor, world) {
      await visitor.chat.ask("one", "You said: one");
      const attempts = await attack(world, await visitor.context.cookies(world.deployment.api));
      expect(attempts).toEqual(attempts.map(() => expect.objectContaining({ isRefused: true })));
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
];
