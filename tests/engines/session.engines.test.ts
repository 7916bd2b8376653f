import { afterAll, beforeAll, beforeEach, describe, expect, inject, onTestFinished, test } from "vitest";
import { type ChatTab, chatTab } from "./chat-tab.ts";
import type { Visit } from "./drivers/engine.ts";
import { cases } from "./engines.ts";
import { type Deployments, deploy, PAGES, type SeenRequest, SLOW_QUESTION } from "./environments.ts";

let deployments: Deployments;

function describeRequest({ method, hasCookie, hasToken }: SeenRequest): string {
  return `${method}${hasCookie ? " with the cookie" : ""}${hasToken ? " with a token" : ""}`;
}

beforeAll(async () => {
  deployments = await deploy(inject("installedSite"));
});
afterAll(() => deployments?.close());

describe.each(cases().map((each) => [PAGES[each.page].relation, each.page, each.engine.name, each] as const))(
  "%s (%s) in %s",
  (relation, _page, _engine, { engine, page, keepsCookies }) => {
    const { url } = PAGES[page];
    let visit: Visit;
    let chat: ChatTab;

    beforeEach(async () => {
      visit = await engine.visit(deployments.proxyPort);
      onTestFinished(() => visit.close());
      chat = chatTab(visit.tab);
      deployments.takeRequests();
      await chat.tab.open(url);
      await chat.open();
    });

    if (keepsCookies)
      test("a conversation is there after a reload, and in another tab", async () => {
        await chat.send("Is it oak?");
        const said = ["visitor: Is it oak?", "assistant: You said: Is it oak?"];
        await chat.shows(said);
        await chat.reload();
        await chat.shows(said);

        const second = chatTab(await visit.newTab());
        await second.tab.show();
        await second.tab.open(url);
        await second.open();
        await second.shows(said);
        await second.send("And oiled?");
        const all = [...said, "visitor: And oiled?", "assistant: You said: And oiled?"];
        await second.shows(all);
        await chat.tab.show();
        await chat.shows(all);
      });

    test("the session is asked for as often as it takes to know where it can live, and never again", async () => {
      await chat.send("Hello");
      await chat.shows(["visitor: Hello", "assistant: You said: Hello"]);
      const requests = deployments.takeRequests();
      const opening = requests.filter(({ path }) => path === "/api/session").map(describeRequest);
      const proof = keepsCookies ? "GET with the cookie" : "GET";
      const fallback = keepsCookies ? [] : ["POST"];
      expect(opening).toEqual(relation === "same origin" ? ["GET"] : ["GET", proof, ...fallback]);
      const message = requests.filter(({ path }) => path === "/chat").map(describeRequest);
      expect(message).toEqual([keepsCookies ? "POST with the cookie" : "POST with a token"]);
    });

    if (keepsCookies)
      test("signing out leaves nothing in any tab", async () => {
        await chat.send("My secret");
        const said = ["visitor: My secret", "assistant: You said: My secret"];
        await chat.shows(said);
        const second = chatTab(await visit.newTab());
        await second.tab.show();
        await second.tab.open(url);
        await second.open();
        await second.shows(said);

        await second.signOut();
        await second.shows([]);
        await chat.tab.show();
        await chat.shows([]);
        expect(await chat.remembers("My secret")).toBe(false);
        await chat.reload();
        await chat.send("Who am I?");
        await chat.shows(["visitor: Who am I?", "assistant: You said: Who am I?"]);
      });

    if (!keepsCookies)
      test("a conversation lives as long as its page, and no trouble is shown", async () => {
        await chat.watchTroubles();
        await chat.send("Is it oak?");
        await chat.shows(["visitor: Is it oak?", "assistant: You said: Is it oak?"]);
        await chat.send("And oiled?");
        await chat.shows([
          "visitor: Is it oak?",
          "assistant: You said: Is it oak?",
          "visitor: And oiled?",
          "assistant: You said: And oiled?",
        ]);
        await chat.reload();
        await chat.shows([]);
        await chat.send("Once more");
        await chat.shows(["visitor: Once more", "assistant: You said: Once more"]);
        expect(await chat.troubles()).toEqual([]);
      });

    test("a page that is left in the middle of a reply shows no trouble, and the reply on the way back", async () => {
      await chat.watchTroubles();
      await chat.send(SLOW_QUESTION);
      await chat.shows([`visitor: ${SLOW_QUESTION}`, "assistant: Let me see"]);
      await chat.follow("/terms/");
      await chat.isAt("Terms");
      expect(await chat.troubles()).toEqual([]);
      // Without a cookie, only a page that the browser has kept in its cache knows its session, and it may keep none.
      if (!keepsCookies) return;

      await chat.tab.back();
      await chat.isAt("Shop");
      await chat.shows([`visitor: ${SLOW_QUESTION}`, "assistant: Let me see"]);
      deployments.finishReplies();
      await chat.shows([`visitor: ${SLOW_QUESTION}`, "assistant: Let me see, done."]);
      expect(await chat.troubles()).toEqual([]);
    });
  },
);
