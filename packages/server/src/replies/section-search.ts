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
  /** Terms of an earlier question that this one goes on from. */
  readonly context: readonly string[];
}

export interface SectionSearch {
  /** Best first; the same for the same question, always. */
  find(question: Question): readonly Finding[];
  /** How telling a term is: the rarer in the pages, the higher. */
  weight(term: string): number;
}

const SYNONYM_BOOST = 0.6;
const CONTEXT_BOOST = 0.3;

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

  /** The terms of the question that a result matched, itself or by a synonym. */
  function covered(terms: readonly string[], matched: ReadonlySet<string>): readonly string[] {
    return terms.filter((term) => matched.has(term) || synonyms(term).some((other) => matched.has(other)));
  }

  function toFinding(result: SearchResult, terms: readonly string[]): readonly Finding[] {
    const section = sections[Number(result.id)];
    if (section === undefined) return [];
    const total = sum(terms.map(weight));
    const share = (matched: readonly string[]) => sum(covered(terms, new Set(matched)).map(weight)) / total;
    const coverage = share(result.queryTerms);
    const headingTerms = searchTerms(section.heading);
    const isNamedInHeading = share(headingTerms) > 0 && share(headingTerms) >= coverage / 2;
    return [{ section, score: result.score * (0.2 + 0.8 * coverage), coverage, isNamedInHeading }];
  }

  return {
    weight,
    find({ terms, context }) {
      const boosts = new Map<string, number>(context.map((term) => [term, CONTEXT_BOOST]));
      for (const other of terms.flatMap(synonyms)) boosts.set(other, SYNONYM_BOOST);
      for (const term of terms) boosts.set(term, 1);
      return index
        .search([...boosts.keys()].join(" "), {
          tokenize: (text) => text.split(" "),
          boost: { heading: 3, title: 1.5, text: 1 },
          boostTerm: (term) => boosts.get(term) ?? 1,
          prefix: (term) => term.length >= 4,
          fuzzy: (term) => (term.length >= 5 ? 0.2 : false),
          weights: { prefix: 0.5, fuzzy: 0.3 },
        })
        .flatMap((result) => toFinding(result, terms))
        .sort((one, other) => other.score - one.score);
    },
  };
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
