import { arabic } from "./words-arabic.js";
import { english } from "./words-english.js";

/** What is asked, what is answered, and what the answer relies on. */
interface Exchange {
  readonly question: string;
  readonly answer: string;
  readonly sources: readonly { readonly title: string; readonly quote?: string }[];
  /** What could be asked next. */
  readonly next?: readonly string[];
}

/** What is said in the gallery, in one language. */
export interface Words {
  readonly page: string;
  readonly greeting: string;
  /** Said by the launcher itself, whose words are the page's to set. */
  readonly loadFailed: string;
  readonly prompts: readonly string[];
  readonly disclaimer: string;
  /** What the visitor writes while one looks. */
  readonly question: string;
  readonly secondQuestion: string;
  /** A reply that has not come to its end. */
  readonly begun: string;
  readonly short: string;
  readonly draft: string;
  /** A word that stands in the conversation. */
  readonly searched: string;
  readonly delivery: Exchange;
  readonly lamps: Exchange;
  readonly tracking: Exchange;
  readonly parcel: { readonly question: string; readonly answer: string; readonly thought: string };
  readonly tool: { readonly search: string; readonly cancel: string };
}

/** Those of the page's direction. */
export function wordsFor(dir: string): Words {
  return dir === "rtl" ? arabic : english;
}
