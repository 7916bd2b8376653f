import { randomUUID } from "node:crypto";
import type { BrowserContext, Page } from "playwright";
import { type ChatPage, chatPage } from "../support/chat-page.ts";
import type { World } from "./world.ts";

/** A person with a browser of their own, on the site with the chat open. */
export interface Visitor {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly chat: ChatPage;
  /** The name to sign in with. */
  readonly user: string;
}

/** A new visitor, signed in where the backend asks for it. */
export async function visit({ deployment, browser }: World): Promise<Visitor> {
  const context = await browser.newContext();
  // Time passes as ever, until a case lets it run.
  await context.clock.install();
  const page = await context.newPage();
  const user = randomUUID();
  await page.goto(deployment.site);
  await deployment.signIn?.(page, user);
  const chat = chatPage(page);
  await chat.open();
  return { context, page, chat, user };
}
