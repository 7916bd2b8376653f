import { expect, test } from "vitest";
import { spaceAfter } from "../../src/model/space-after.js";

test.each([
  ["Not sent.", " "],
  ["보내지 못했습니다.", " "],
  ["未送信です。", ""],
  ["未发送。", ""],
])("after %s comes %j", (sentence, space) => {
  expect(spaceAfter(sentence)).toBe(space);
});
