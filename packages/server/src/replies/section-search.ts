import MiniSearch, { type SearchResult } from "minisearch";
import type { PageSection } from "./page-section.js";
import { searchTerms, synonyms } from "./search-terms.js";

/** A section that has something to say about a question. */
export interface Finding {
  readonly section: PageSection;
  readonly score: number;
  /** The share of the question that the section covers, from 0 to 1; rare words weigh more. */
  readonly coverage: number;
  /** Whether the heading alone names what was asked for. */
  readonly isNamedInHeading: boolean;
}

/** A question, taken apart for {@link SectionSearch}. */
export interface Question {
  readonly terms: readonly string[];
  /** Terms of an earlier question that this one goes on from: they count for less. */
  readonly context: readonly string[];
}

export interface SectionSearch {
  /** Best first; the same for the same question, always. */
  find(question: Question): readonly Finding[];
  /** How telling a term is: the rarer in the pages, the higher. */
  weight(term: string): number;
}

const SYNONYM_BOOST = 0.6;
const CONTEXT_BOOST = 0.6;
/** Shorter terms begin, or resemble, too many others. */
const PREFIX_LENGTH = 4;
const FUZZY_LENGTH = 6;

export function createSectionSearch(sections: readonly PageSection[]): SectionSearch {
  const index = new MiniSearch<PageSection & { readonly id: number }>({
    fields: ["heading", "title", "text"],
    tokenize: (text) => [...searchTerms(text)],
    processTerm: (term) => term,
  });
  index.addAll(sections.map((section, id) => ({ ...section, id })));
  const frequencies = new Map<string, number>();
  for (const { heading, title, text } of sections) {
    for (const term of new Set(searchTerms(`${heading} ${title} ${text}`))) {
      frequencies.set(term, (frequencies.get(term) ?? 0) + 1);
    }
  }

  function weight(term: string): number {
    return Math.log(1 + sections.length / (1 + (frequencies.get(term) ?? 0)));
  }

  /** How much of the question these terms of a section stand for, from 0 to 1. */
  function share(question: Question, present: readonly string[], misspelt: readonly string[]): number {
    const wanted = [
      ...question.terms.map((term) => ({ term, worth: weight(term) })),
      ...question.context.map((term) => ({ term, worth: weight(term) * CONTEXT_BOOST })),
    ];
    const met = wanted.map(({ term, worth }) => worth * closeness(term, present, misspelt));
    return sum(met) / sum(wanted.map(({ worth }) => worth));
  }

  function toFinding(result: SearchResult, question: Question): readonly Finding[] {
    const section = sections[Number(result.id)];
    if (section === undefined) return [];
    const coverage = share(question, Object.keys(result.match), result.queryTerms);
    const headingShare = share(question, searchTerms(section.heading), []);
    const isNamedInHeading = headingShare > 0 && headingShare >= coverage / 2;
    const score = result.score * coverage ** 1.5 * (1 + 2 * headingShare);
    return [{ section, score, coverage, isNamedInHeading }];
  }

  return {
    weight,
    find(question) {
      const { terms, context } = question;
      const boosts = new Map<string, number>(context.map((term) => [term, CONTEXT_BOOST]));
      for (const other of terms.flatMap(synonyms)) boosts.set(other, SYNONYM_BOOST);
      for (const term of terms) boosts.set(term, 1);
      return index
        .search([...boosts.keys()].join(" "), {
          tokenize: (text) => text.split(" "),
          boost: { heading: 3, title: 1.5, text: 1 },
          boostTerm: (term) => boosts.get(term) ?? 1,
          prefix: (term) => term.length >= PREFIX_LENGTH,
          fuzzy: (term) => (term.length >= FUZZY_LENGTH ? 0.2 : false),
          weights: { prefix: 0.5, fuzzy: 0.3 },
        })
        .flatMap((result) => toFinding(result, question))
        .sort((one, other) => other.score - one.score);
    },
  };
}

/** How well a term of the question is met by the terms of a section: as it is, by its beginning, by another word. */
function closeness(term: string, present: readonly string[], misspelt: readonly string[]): number {
  if (present.includes(term)) return 1;
  if (term.length >= PREFIX_LENGTH && present.some((other) => other.startsWith(term))) return 0.9;
  if (synonyms(term).some((other) => present.includes(other))) return 0.6;
  return misspelt.includes(term) ? 0.6 : 0;
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
