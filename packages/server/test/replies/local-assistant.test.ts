import { rmSync } from "node:fs";
import type { PartOf } from "@chatisle/client/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ReplyChunk, ReplyTurn, TranscriptMessage } from "../../src/index.js";
import { localAssistant, type PageSection, pagesFromFolder } from "../../src/replies/local-assistant.js";
import { writeSite } from "../support/built-site.js";
import { createManualClock } from "../support/manual-clock.js";

let folder: string;
let pages: readonly PageSection[];
beforeAll(async () => {
  folder = writeSite();
  pages = await pagesFromFolder(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

function turn(
  text: string,
  before: readonly TranscriptMessage[] = [],
  signal = new AbortController().signal,
): ReplyTurn {
  return {
    id: "q",
    sessionId: "s",
    conversationId: "main",
    text,
    parts: [],
    messages: [...before, { role: "user", text, parts: [] }],
    readFile: async () => null,
    signal,
  };
}

async function chunksOf(
  reply: ReturnType<typeof localAssistant>,
  asked: ReplyTurn,
): Promise<readonly ReplyChunk[]> {
  const answer = await reply(asked);
  if (typeof answer === "string") return [answer];
  const chunks: ReplyChunk[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  return chunks;
}

async function ask(text: string, before: readonly TranscriptMessage[] = [], options = {}) {
  const chunks = await chunksOf(localAssistant({ pages, ...options }), turn(text, before));
  const isSource = (chunk: ReplyChunk): chunk is PartOf<"source"> =>
    typeof chunk === "object" && chunk.type === "source";
  return {
    text: chunks.filter((chunk) => typeof chunk === "string").join(""),
    sources: chunks.filter(isSource),
  };
}

test.each([
  ["How much does the Pro plan cost?", "/pricing/#pro", "€29"],
  ["price of pro", "/pricing/#pro", "€29"],
  ["what is the PRO PLAN", "/pricing/#pro", "€29"],
  ["Is there a free plan?", "/pricing/#free", "Ten parcels"],
  ["Do you ship to Norway?", "/shipping#abroad", "Norway"],
  ["do you deliver to switzerland", "/shipping#abroad", "Switzerland"],
  ["shiping to Norvay", "/shipping#abroad", "Norway"],
  ["How heavy may a parcel be, what does it weigh?", "/shipping#abroad", "30 kg"],
  ["how do I reset it", "/help/scanner/#reset", "both buttons"],
  ["Resetting my scanner", "/help/scanner/#reset", "green light"],
  ["my parcel was lost, do I get my money back? refund?", "/help/scanner/#refunds", "in full"],
  ["Can I change an address?", "/shipping", "until the van has left"],
])("%s is answered from %s", async (question, url, words) => {
  const { text, sources } = await ask(question);
  expect(sources[0]?.url).toBe(url);
  expect(text).toContain(words);
});

test("a source names the section and quotes what the answer relies on", async () => {
  const { text, sources } = await ask("How do I reset the scanner?");
  expect(sources[0]).toEqual({
    type: "source",
    id: "source-1",
    url: "/help/scanner/#reset",
    title: "Reset the scanner – Help",
    quote: pages.find(({ heading }) => heading === "Reset the scanner")?.text,
  });
  expect(text).toBe(`Under “Reset the scanner”:\n\n${sources[0]?.quote}`);
});

test("a long quote ends after a whole word", async () => {
  const long = { url: "/oak", title: "Oak", heading: "Oak", text: `Oak ${"unmistakable ".repeat(60)}ends.` };
  const { sources } = await ask("oak", [], { pages: [long] });
  expect(sources[0]?.quote).toMatch(/^Oak (unmistakable )+unmistakable…$/);
});

test("of a long section only the sentences that answer are quoted", async () => {
  const { text } = await ask("Do you ship to Norway?");
  expect(text).toContain("Parcels to Norway and Switzerland take four days.");
  expect(text).not.toContain("freight");
  expect(text).not.toContain("batteries");
});

test("the same question gets the same answer", async () => {
  expect(await ask("Do you ship to Norway?")).toEqual(await ask("Do you ship to Norway?"));
});

test("a question that refers to the one before is understood from it", async () => {
  const before: readonly TranscriptMessage[] = [
    { role: "user", text: "Tell me about the Pro plan", parts: [] },
    { role: "assistant", text: "Under “Pro plan”: …", parts: [] },
  ];
  expect((await ask("And what is its price?", before)).sources[0]?.url).toBe("/pricing/#pro");
  expect((await ask("What about it?", before)).sources[0]?.url).toBe("/pricing/#pro");
});

test.each([
  "What is the capital of France?",
  "Who won the football world cup?",
  "xyzzy",
  "日本語で話せますか",
  "How do I bake sourdough bread at home?",
])("%s is honestly not answered, with what can be asked instead", async (question) => {
  const { text, sources } = await ask(question);
  expect(sources).toEqual([]);
  expect(text).toBe(
    "I found nothing about that on this site. You can ask me about “Help”, “Home”, “Pricing”, and “Shipping”.",
  );
});

test.each(["Hello!", "Do you ship to Norway?", "What can you do?"])(
  "to %s, an assistant without pages says that it has none",
  async (question) => {
    const { text, sources } = await ask(question, [], { pages: [] });
    expect(sources).toEqual([]);
    expect(text).toContain("I have nothing to answer from yet");
  },
);

test("a passage that answers only a part is offered as the closest", async () => {
  const { text, sources } = await ask("Are refunds paid out in bitcoin or ethereum?");
  expect(text).toMatch(/^I found no exact answer\. The closest is under “Refunds”:/);
  expect(sources[0]?.url).toBe("/help/scanner/#refunds");
});

test.each([
  ["hi", /^Hello!/],
  ["Hello there!", /^Hello!/],
  ["good morning 👋", /^Hello!/],
  ["Thanks a lot", /^You are welcome/],
  ["thank you very much!", /^You are welcome/],
  ["Who are you?", /^I search the pages/],
  ["What can you do?", /^I search the pages/],
  ["help", /^I search the pages/],
  ["?!", /^I search the pages/],
  ["what about it", /^I search the pages/],
])("%s is answered as people do", async (text, answer) => {
  const reply = await ask(text);
  expect(reply.text).toMatch(answer);
  expect(reply.sources).toEqual([]);
});

test.each([
  "Hi, do you ship to Norway?",
  "Thanks! And do you ship to Norway?",
  "Can you help me with shipping to Norway",
])("a question with a greeting is a question: %s", async (text) => {
  expect((await ask(text)).sources[0]?.url).toBe("/shipping#abroad");
});

test("its words can be replaced", async () => {
  const phrases = { found: "Unter „{heading}“:", greeting: "Guten Tag! Themen: {topics}" };
  expect((await ask("Pro plan", [], { phrases })).text).toMatch(/^Unter „Pro plan“:/);
  expect((await ask("hi", [], { phrases })).text).toMatch(/^Guten Tag! Themen: “Help”/);
});

test("a heading with a dollar sign is quoted as it is", async () => {
  const section = { url: "/", title: "Deals", heading: "Save $& more", text: "Everything is half price." };
  expect((await ask("save more", [], { pages: [section] })).text).toMatch(/^Under “Save \$& more”:/);
});

test("the answer comes word by word, then the sources", async () => {
  const chunks = await chunksOf(localAssistant({ pages }), turn("How much is the Pro plan?"));
  const words = chunks.filter((chunk) => typeof chunk === "string");
  expect(words.length).toBeGreaterThan(10);
  expect(words.every((word) => /^\s*\S+$/.test(word))).toBe(true);
  expect(chunks.slice(words.length).every((chunk) => typeof chunk === "object")).toBe(true);
});

test("a pause between the words is kept, and given up when the reply is stopped", async () => {
  const clock = createManualClock();
  const stopping = new AbortController();
  const reply = localAssistant({ pages, wordDelay: 40, schedule: clock.schedule });
  const answer = await reply(turn("hi", [], stopping.signal));
  if (typeof answer === "string") throw new TypeError("expected a stream");
  const words = answer[Symbol.asyncIterator]();
  expect(await words.next()).toMatchObject({ value: "Hello!" });
  const second = words.next();
  await Promise.resolve();
  expect(clock.pending()).toBe(1);
  clock.advance(40);
  expect(await second).toMatchObject({ value: " Ask" });
  const third = words.next();
  await Promise.resolve();
  stopping.abort();
  await third;
  expect(clock.pending()).toBe(0);
});
