import type { PageSection } from "./page-section.js";
import { searchTerms, synonyms } from "./search-terms.js";

/** Characters a reader takes in at a glance: a section of that size is quoted whole. */
const SHORT_SECTION = 320;
/** Characters of the beginning of a longer one. */
const BEGINNING = 420;
const MAX_SENTENCES = 3;
/** A line up to this length, such as a list item or a table row, says one thing and is not taken apart. */
const MAX_LINE = 160;
const SYNONYM_WEIGHT = 0.6;
/** A sentence this much weaker than the best one only distracts. */
const LEAST_SHARE = 0.6;

/**
 * The part of a section that answers: all of a short one, else the sentences that hold the question's words, in the order
 * of the page. Words that the heading has said already find nothing more inside: then it is the beginning.
 * @param weight - How telling a term is.
 */
export function passageOf(
  { heading, text }: PageSection,
  terms: readonly string[],
  weight: (term: string) => number,
): string {
  if (text.length <= SHORT_SECTION) return text;
  const sentences = splitSentences(text);
  const unsaid = terms.filter((term) => presence(term, new Set(searchTerms(heading))) === 0);
  const isMoreInside = sentences.some((sentence) => scoreSentence(sentence.text, unsaid, weight) > 0);
  if (!isMoreInside) return join(beginning(sentences));
  const scored = sentences.map((sentence, index) => ({
    sentence,
    index,
    score: scoreSentence(sentence.text, terms, weight),
  }));
  const best = Math.max(...scored.map(({ score }) => score));
  const chosen = scored
    .filter(({ score }) => score >= best * LEAST_SHARE)
    .sort((one, other) => other.score - one.score || one.index - other.index)
    .slice(0, MAX_SENTENCES)
    .map(({ sentence }) => sentence);
  return join(withWholeLists(sentences, chosen));
}

interface Sentence {
  readonly text: string;
  /** The number of its line: sentences of one line are joined by a space, lines by a break. */
  readonly line: number;
}

function splitSentences(text: string): readonly Sentence[] {
  const segmenter = new Intl.Segmenter("en", { granularity: "sentence" });
  return text
    .split("\n")
    .flatMap((content, line) =>
      content.length <= MAX_LINE
        ? [{ text: content, line }]
        : Array.from(segmenter.segment(content), ({ segment }) => ({ text: segment.trim(), line })),
    );
}

function scoreSentence(text: string, terms: readonly string[], weight: (term: string) => number): number {
  const present = new Set(searchTerms(text));
  return terms.reduce((score, term) => score + weight(term) * presence(term, present), 0);
}

function presence(term: string, present: ReadonlySet<string>): number {
  if (present.has(term)) return 1;
  if (term.length >= 4 && [...present].some((other) => other.startsWith(term))) return 1;
  return synonyms(term).some((other) => present.has(other)) ? SYNONYM_WEIGHT : 0;
}

/** The chosen sentences in the order of the page. Of numbered steps, one is worth nothing without the others. */
function withWholeLists(all: readonly Sentence[], chosen: readonly Sentence[]): readonly Sentence[] {
  const isStep = ({ text }: Sentence) => /^\d+\. /.test(text);
  return all.filter((sentence) => chosen.includes(sentence) || (isStep(sentence) && chosen.some(isStep)));
}

function beginning(sentences: readonly Sentence[]): readonly Sentence[] {
  let length = 0;
  return sentences.filter(({ text }, index) => {
    length += text.length;
    return index === 0 || length <= BEGINNING;
  });
}

function join(sentences: readonly Sentence[]): string {
  let text = "";
  let line = -1;
  for (const sentence of sentences) {
    if (text !== "") text += sentence.line === line ? " " : "\n";
    text += sentence.text;
    line = sentence.line;
  }
  return text;
}
