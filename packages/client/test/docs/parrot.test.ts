import { conformance, REPLY_TEXT, type ScriptedAnswer, SOURCE_URL } from "@chatisle/client/conformance";
import { expect, test } from "vitest";
import { parrot } from "./parrot.js";

const events = (...frames: readonly object[]): ScriptedAnswer => ({
  contentType: "text/event-stream",
  body: frames.map((frame) => `data: ${JSON.stringify(frame)}\n\n`).join(""),
});

test("the parrot's adapter conforms", async () => {
  const results = await conformance({
    protocol: () => parrot(),
    answers: {
      text: events({ say: REPLY_TEXT.slice(0, 9) }, { say: REPLY_TEXT.slice(9) }, { done: true }),
      source: events({ say: REPLY_TEXT }, { link: SOURCE_URL }, { done: true }),
      "unknown-frame": events({ squawk: 1 }, { say: REPLY_TEXT }, { done: true }),
      malformed: { contentType: "text/event-stream", body: 'data: {"say":"Grüße"}\n\ndata: {"s\n\n' },
      truncated: events({ say: "Grüße" }),
      failure: events({ say: "Grüße" }, { oops: "It is asleep." }, { done: true }),
      empty: events({ done: false }),
    },
  });
  expect(results.filter(({ outcome }) => outcome === "failed")).toEqual([]);
});
