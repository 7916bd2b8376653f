import { expect, test } from "vitest";
import { parseLabels } from "../../src/element/element-options.js";

test("labels in an attribute are a JSON object", () => {
  expect(parseLabels('{"send":"Go"}')).toEqual({ ok: true, value: { send: "Go" } });
  expect(parseLabels(undefined)).toEqual({ ok: true, value: undefined });
});

test.each(["", "{send:1}", '"text"', "[]", "null"])(
  "labels that are %j are refused with the way to write them",
  (text) => {
    expect(parseLabels(text)).toMatchObject({
      ok: false,
      problem: expect.stringContaining('"labels" of <chat-widget>'),
      fix: expect.stringContaining("Write a JSON object"),
    });
  },
);
