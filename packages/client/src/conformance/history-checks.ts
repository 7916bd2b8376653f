import { textOf } from "../protocol/index.js";
import type { Check } from "./checks.js";
import { type Script, setStage } from "./play.js";
import { QUESTION_TEXT, REPLY_TEXT } from "./scenarios.js";

const show = (value: unknown) => JSON.stringify(value)?.slice(0, 500) ?? "nothing";

function readHistory({ protocol }: Parameters<Check["run"]>[0], script: Script) {
  const adapter = protocol();
  const { context } = setStage(adapter, script);
  return adapter.history?.(context, { limit: 50, signal: new AbortController().signal });
}

export const HISTORY_CHECKS: readonly Check[] = [
  {
    name: "History is read oldest first, with roles and ids that stay the same",
    scenario: "history",
    async run(subject, answer) {
      const pages = [await readHistory(subject, answer), await readHistory(subject, answer)];
      const rows = pages[0]?.items.map((message) => [message.role, textOf(message)]);
      const expected = [
        ["user", QUESTION_TEXT],
        ["assistant", REPLY_TEXT],
      ];
      if (show(rows) !== show(expected)) return `the rows ${show(rows)}`;
      const [first, second] = pages.map((page) => page?.items.map(({ id }) => id));
      return show(first) === show(second) && new Set(first).size === 2
        ? null
        : `the ids ${show([first, second])}`;
    },
  },
  {
    name: "History that cannot be read is an error, not an empty conversation",
    scenario: "history",
    async run(subject) {
      const refusal: Script = { status: 500, contentType: "text/plain", body: "Internal Server Error" };
      const outcome = await Promise.resolve(readHistory(subject, refusal)).then(show, () => null);
      return outcome === null ? null : `the page ${outcome}`;
    },
  },
];
