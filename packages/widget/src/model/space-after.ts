/** What parts a sentence from the next: nothing where its full stop brings the room with it, as in Chinese and Japanese. */
export function spaceAfter(sentence: string): "" | " " {
  return sentence.endsWith("。") ? "" : " ";
}
