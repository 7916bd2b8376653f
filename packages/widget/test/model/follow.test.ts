import { expect, test } from "vitest";
import { FOLLOWING, type FollowState, follow, newestReadable, unseenCount } from "../../src/model/follow.js";
import { message } from "../support/messages.js";

const released: FollowState = { status: "released", lastSeen: "a" };
const pinned: FollowState = { status: "pinned", question: "q" };
const released2: FollowState = { status: "released", lastSeen: "b" };
const scrolled = (distance: number, by: number) => ({ type: "scrolled", distance, by, newest: "b" }) as const;

test.each<[string, FollowState, Parameters<typeof follow>[1], FollowState]>([
  ["stays with the end within 48 pixels", FOLLOWING, scrolled(48, -10), FOLLOWING],
  ["lets go when the visitor scrolls up", FOLLOWING, scrolled(49, -10), released2],
  ["does not let go on the way down", FOLLOWING, scrolled(400, 10), FOLLOWING],
  ["does not let go when a size changes", FOLLOWING, scrolled(400, 0), FOLLOWING],
  ["remembers what was the newest message at first", released, scrolled(900, -10), released],
  ["stays released on the way down, short of the end", released, scrolled(400, 10), released],
  ["stays released when a visitor near the end scrolls up", released, scrolled(20, -10), released],
  ["follows again at the end", released, scrolled(0, 10), FOLLOWING],
  ["follows again when the visitor wants the end", released, { type: "end-wanted" }, FOLLOWING],
  ["holds a question that was just asked", released, { type: "asked", question: "q" }, pinned],
  ["holds the question while the reply grows", pinned, scrolled(900, 0), pinned],
  ["lets go of the question when the visitor reads on", pinned, scrolled(300, 10), released2],
  ["lets go of the question when the visitor goes back", pinned, scrolled(0, -10), released2],
  ["follows when a visitor with a question reaches the end", pinned, scrolled(10, 10), FOLLOWING],
])("the transcript %s", (_behaviour, state, event, expected) => {
  expect(follow(state, event)).toEqual(expected);
});

test.each([
  ["none while following", FOLLOWING, 0],
  ["none below a question", pinned, 0],
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
