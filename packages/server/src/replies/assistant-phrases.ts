/** What the local assistant says around the passages it quotes. `{heading}` and `{topics}` are filled in. */
export interface AssistantPhrases {
  readonly greeting: string;
  readonly thanks: string;
  /** To "what can you do?", and to a message without a word to search for. */
  readonly about: string;
  /** Before a passage that answers. */
  readonly found: string;
  /** Before a passage that answers only a part of the question. */
  readonly closest: string;
  /** Before a second passage. */
  readonly further: string;
  readonly nothing: string;
  /** To everything, where there are no pages. */
  readonly noPages: string;
}

export const ENGLISH: AssistantPhrases = {
  greeting: "Hello! Ask me anything about this site. I know about {topics}.",
  thanks: "You are welcome. Ask me again any time.",
  about: "I search the pages of this site and quote what answers your question. I know about {topics}.",
  found: "Under “{heading}”:",
  closest: "I found no exact answer. The closest is under “{heading}”:",
  further: "And under “{heading}”:",
  nothing: "I found nothing about that on this site. You can ask me about {topics}.",
  noPages: "I have nothing to answer from yet: no model is set, and I know no pages of this site.",
};
