import type { PartOf } from "@chatisle/client/protocol";
import { schedule as runtimeSchedule, type Schedule } from "../schedule.js";
import type { Reply, ReplyChunk, ReplyTurn } from "../turns/reply.js";
import { type AssistantPhrases, ENGLISH } from "./assistant-phrases.js";
import type { PageSection } from "./page-section.js";
import { passageOf } from "./passage.js";
import { searchTerms, words } from "./search-terms.js";
import { createSectionSearch, type Finding, type SectionSearch } from "./section-search.js";
import { smallTalk } from "./small-talk.js";

export type { AssistantPhrases } from "./assistant-phrases.js";
export { type OutlineSection, outlinePage, type PageOutline } from "./page-outline.js";
export type { PageSection } from "./page-section.js";
export { type PagesFromFolderOptions, pagesFromFolder } from "./pages-from-folder.js";

export interface LocalAssistantOptions {
  /** What it can answer from, such as `await pagesFromFolder("dist")`. */
  readonly pages: readonly PageSection[];
  /** Its own words. Default: English. */
  readonly phrases?: Partial<AssistantPhrases>;
  /** Pause after each word, in milliseconds. Default: 0. */
  readonly wordDelay?: number;
  /** Default: the runtime's timers. */
  readonly schedule?: Schedule;
}

/** Below this share of the question, a passage is offered only when its heading names what was asked for. */
const LEAST_COVERAGE = 0.5;
/** A second passage has to be nearly as good as the first. */
const SECOND_SHARE = 0.75;
const MAX_TOPICS = 5;
const MAX_QUOTE = 300;
const MAX_TERMS = 32;

/**
 * Answers from the site's own pages, without a model and without a network: finds the sections that a question is about,
 * quotes the sentences that answer it and cites them as sources. The same question gets the same answer. Stop words,
 * word endings and synonyms are English; other languages are found by their words as they stand.
 */
export function localAssistant(options: LocalAssistantOptions): Reply {
  const { pages, wordDelay = 0, schedule = runtimeSchedule } = options;
  const phrases = { ...ENGLISH, ...options.phrases };
  if (pages.length === 0) return () => phrases.noPages;
  const search = createSectionSearch(pages);
  const topics = listTopics(pages);

  async function* reply(turn: ReplyTurn): AsyncGenerator<ReplyChunk> {
    const { text, sources } = answer(turn, search, { phrases, topics });
    for (const [word] of text.matchAll(/\s*\S+/g)) {
      yield word;
      if (wordDelay > 0) await pause(wordDelay, turn.signal, schedule);
    }
    yield* sources;
  }
  return reply;
}

interface Answer {
  readonly text: string;
  readonly sources: readonly PartOf<"source">[];
}

function answer(
  turn: ReplyTurn,
  search: SectionSearch,
  { phrases, topics }: { readonly phrases: AssistantPhrases; readonly topics: string },
): Answer {
  const say = (phrase: string, heading = "") =>
    phrase.replace("{heading}", () => heading).replace("{topics}", () => topics);
  const talk = smallTalk(turn.text);
  if (talk !== null) return { text: say(phrases[talk]), sources: [] };
  const terms = questionTerms(turn.text);
  const context = isFollowUp(turn.text) ? earlierTerms(turn).filter((term) => !terms.includes(term)) : [];
  if (terms.length === 0 && context.length === 0) return { text: say(phrases.about), sources: [] };
  const together = relevant(search.find({ terms, context }));
  // What looked like a reference may have been none.
  const findings = together.length > 0 ? together : relevant(search.find({ terms, context: [] }));
  if (findings.length === 0) return { text: say(phrases.nothing), sources: [] };
  const passages = findings.map((finding, index) => {
    const { section, coverage } = finding;
    const isExact = coverage >= LEAST_COVERAGE;
    const lead = index > 0 ? phrases.further : isExact ? phrases.found : phrases.closest;
    const passage = passageOf(section, [...terms, ...context], search.weight);
    return { section, passage, text: `${say(lead, section.heading)}\n\n${passage}` };
  });
  return {
    text: passages.map(({ text }) => text).join("\n\n"),
    sources: passages.map(({ section, passage }, index) => toSource(section, passage, index)),
  };
}

/** The best section, and the next one when it is nearly as good and covers the question too. */
function relevant(findings: readonly Finding[]): readonly Finding[] {
  const [best, second] = findings.filter(
    ({ coverage, isNamedInHeading }) => coverage >= LEAST_COVERAGE || isNamedInHeading,
  );
  if (best === undefined) return [];
  const isSecondGood =
    second !== undefined &&
    second.score >= best.score * SECOND_SHARE &&
    second.coverage >= best.coverage * SECOND_SHARE &&
    second.section.text !== best.section.text;
  return isSecondGood ? [best, second] : [best];
}

const REFERENCES: ReadonlySet<string> = new Set([
  "it",
  "its",
  "it's",
  "that",
  "this",
  "they",
  "them",
  "one",
  "ones",
]);

/** Whether a message refers to something said before. */
function isFollowUp(text: string): boolean {
  return words(text).some((word) => REFERENCES.has(word));
}

function earlierTerms({ messages }: ReplyTurn): readonly string[] {
  const earlier = messages.slice(0, -1).findLast(({ role }) => role === "user");
  return questionTerms(earlier?.text ?? "");
}

/** Every further term is one more search through the index, so a pasted page is asked about by its beginning. */
function questionTerms(text: string): readonly string[] {
  return [...new Set(searchTerms(text))].slice(0, MAX_TERMS);
}

function toSource({ url, title, heading }: PageSection, passage: string, index: number): PartOf<"source"> {
  // Up to the last whole word.
  const quote = passage.length > MAX_QUOTE ? passage.slice(0, MAX_QUOTE).replace(/\s+\S*$/, "…") : passage;
  return {
    type: "source",
    id: `source-${index + 1}`,
    url,
    title: heading === title ? title : `${heading} – ${shortTitle(title)}`,
    quote,
  };
}

function listTopics(pages: readonly PageSection[]): string {
  const titles = [...new Set(pages.map(({ title }) => shortTitle(title)))].slice(0, MAX_TOPICS);
  return new Intl.ListFormat("en", { type: "conjunction" }).format(titles.map((title) => `“${title}”`));
}

/** "Help: using and repairing a lamp" is the page "Help". */
function shortTitle(title: string): string {
  return title.split(": ")[0] ?? title;
}

/** Waits, at most until the signal fires. */
function pause(delay: number, signal: AbortSignal, schedule: Schedule): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      cancel();
      signal.removeEventListener("abort", end);
      resolve();
    };
    const cancel = schedule(delay, end);
    signal.addEventListener("abort", end);
  });
}
