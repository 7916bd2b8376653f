import { expect, test } from "vitest";
import type { Message } from "../src/index.js";
import { suggestionsIn } from "../src/suggestions.js";

const reply = (value: unknown, fields: Partial<Message> = {}): Message => ({
  id: "a1",
  role: "assistant",
  status: "done",
  parts: [{ type: "data", id: "s", name: "suggestions", value }],
  ...fields,
});

test.each<[string, readonly Message[], readonly string[]]>([
  ["a list of texts", [reply(["How much?", "When?"])], ["How much?", "When?"]],
  ["a list with other things in it", [reply(["When?", 7, " ", "x".repeat(500)])], ["When?"]],
  ["something else", [reply("When?")], []],
  [
    "a list without end",
    [reply(Array.from({ length: 50 }, () => "More"))],
    Array.from({ length: 8 }, () => "More"),
  ],
  ["a reply that still arrives", [reply(["When?"], { status: "streaming" })], []],
  ["a reply before the visitor's message", [reply(["When?"]), reply([], { role: "user", parts: [] })], []],
  ["no conversation", [], []],
])("%s suggests what is usable in it", (_what, messages, expected) => {
  expect(suggestionsIn(messages)).toEqual(expected);
});
