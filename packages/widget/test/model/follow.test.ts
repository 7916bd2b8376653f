import { expect, test } from "vitest";
import { FOLLOWING, type FollowState, follow, newestReadable, unseenCount } from "../../src/model/follow.js";
import { message } from "../support/messages.js";

const released: FollowState = { status: "released", lastSeen: "a" };
const scrolled = (distance: number, isUpward: boolean, newest = "b") =>
  ({ type: "scrolled", distance, isUpward, newest }) as const;

test.each([
  ["stays with the end within 48 pixels", FOLLOWING, scrolled(48, true), FOLLOWING],
  [
    "lets go when the visitor scrolls up",
    FOLLOWING,
    scrolled(49, true),
    { status: "released", lastSeen: "b" },
  ],
  ["does not let go on the way down", FOLLOWING, scrolled(400, false), FOLLOWING],
  ["remembers what was the newest message at first", released, scrolled(900, true), released],
  ["stays released on the way down, short of the end", released, scrolled(400, false), released],
  ["follows again at the end", released, scrolled(0, false), FOLLOWING],
  ["follows again when the visitor wants the end", released, { type: "end-wanted" } as const, FOLLOWING],
])("the transcript %s", (_behaviour, state: FollowState, event, expected) => {
  expect(follow(state, event)).toEqual(expected);
});

test.each([
  ["none while following", FOLLOWING, 0],
  ["those after the last one seen", released, 2],
  ["all, when the last one seen is gone", { status: "released", lastSeen: "x" } as const, 3],
])("unseen messages are %s", (_what, state: FollowState, expected) => {
  expect(
    unseenCount(
      state,
      ["a", "b", "c"].map((id) => message({ id })),
    ),
  ).toBe(expected);
});

test("a reply without its first word has not been seen", () => {
  const question = message({ id: "q", role: "user" });
  expect(newestReadable([question, message({ id: "r", status: "pending" }, "")])).toBe("q");
  expect(newestReadable([question, message({ id: "r", status: "streaming" }, "Be")])).toBe("r");
  expect(newestReadable([])).toBeUndefined();
});
