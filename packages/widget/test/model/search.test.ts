import { expect, test } from "vitest";
import { searchMessages } from "../../src/model/search.js";
import { message } from "../support/messages.js";

const matchOf = (text: string, query: string) =>
  searchMessages([message({ id: "m" }, text)], query)[0]?.match;

test("what is found comes with the words around it, the newest first", () => {
  const messages = [
    message({ id: "1", role: "user" }, "Where is my lamp?"),
    message({ id: "2" }, `${"a ".repeat(50)}the lamp is on its way`),
    message({ id: "3" }, "Anything else?"),
  ];
  expect(searchMessages(messages, "LAMP")).toEqual([
    {
      id: "2",
      role: "assistant",
      before: `…${"a ".repeat(18)}the `,
      match: "lamp",
      after: " is on its way",
    },
    { id: "1", role: "user", before: "Where is my ", match: "lamp", after: "?" },
  ]);
});

test.each([
  ["Das Café öffnet", "cafe", "Café"],
  ["Das Cafe\u0301 öffnet", "café", "Cafe\u0301"],
  ["die erste ﬁrma", "firma", "ﬁrma"],
  ["İstanbul'da", "istanbul", "İstanbul"],
  ["two\n\n  words", "two words", "two words"],
  ["a **bold** word", "bold word", "bold word"],
  ["emoji 👩‍👩‍👧 here", "here", "here"],
])("in %j, %j finds %j", (text, query, match) => {
  expect(matchOf(text, query)).toBe(match);
});

test.each(["", "   ", "\u0301", "missing", ".*"])("%j finds nothing", (query) => {
  expect(matchOf("Some words", query)).toBeUndefined();
});
