import type { BrowserContext, Page } from "playwright";
import { type ChatPage, chatPage } from "../support/chat-page.ts";
import type { World } from "./world.ts";

/** A person with a browser of their own, on the site with the chat open. */
export interface Visitor {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly chat: ChatPage;
}

/** A new visitor, signed in where the backend asks for it. */
export async function visit({ deployment, browser }: World): Promise<Visitor> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(deployment.site);
  await deployment.signIn?.(page);
  const chat = chatPage(page);
  await chat.open();
  return { context, page, chat };
}
