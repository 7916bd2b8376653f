import { words } from "./search-terms.js";

/** What a message is when it is no question about the pages. */
export type SmallTalk = "greeting" | "thanks" | "about";

const FILLERS =
  "there all everybody everyone team again a an the to you your so very much and for day nice good friend";
const VOCABULARY: readonly (readonly [SmallTalk, ReadonlySet<string>, ReadonlySet<string>])[] = [
  ["greeting", set("hi hello hey hiya howdy greetings morning afternoon evening hallo"), set(FILLERS)],
  ["thanks", set("thanks thank thx cheers bye goodbye ciao"), set(`${FILLERS} lot help helping bye that`)],
  [
    "about",
    set("who what help bot robot human"),
    set(`${FILLERS} are can do i me ask are with help tell what`),
  ],
];

/** @returns null for a message that asks for something. */
export function smallTalk(text: string): SmallTalk | null {
  const said = words(text);
  for (const [kind, keywords, fillers] of VOCABULARY) {
    const isOnlyThat = said.every((word) => keywords.has(word) || fillers.has(word));
    if (isOnlyThat && said.some((word) => keywords.has(word))) return kind;
  }
  return null;
}

function set(list: string): ReadonlySet<string> {
  return new Set(list.split(" "));
}
