import { expect, test } from "vitest";
import {
  LATEST,
  MOST,
  PAGE,
  rangeOf,
  withMessage,
  withNewer,
  withOlder,
} from "../../src/model/message-window.js";
import { message } from "../support/messages.js";

const messages = Array.from({ length: 10_000 }, (_, index) => message({ id: `${index}` }));

test("a long conversation opens with its newest page", () => {
  expect(rangeOf(LATEST, messages)).toEqual({ from: 10_000 - PAGE, to: 10_000 });
});

test("a short one is there in full", () => {
  expect(rangeOf(LATEST, messages.slice(0, 7))).toEqual({ from: 0, to: 7 });
});

test("however far a visitor goes back, the page holds no more than it can bear", () => {
  let window = LATEST;
  for (let step = 0; step < 300; step++) {
    window = withOlder(window, messages);
    const { from, to } = rangeOf(window, messages);
    expect(to - from).toBeLessThanOrEqual(MOST);
  }
  expect(rangeOf(window, messages)).toEqual({ from: 0, to: MOST });
});

test("going on leads to the end again, which then moves with new messages", () => {
  let window = LATEST;
  for (let step = 0; step < 10; step++) window = withOlder(window, messages);
  for (let step = 0; step < 10; step++) window = withNewer(window, messages);
  expect(rangeOf(window, messages).to).toBe(10_000);
  expect(rangeOf(window, [...messages, message({ id: "new" })]).to).toBe(10_001);
});

test("older messages that come in from the backend do not move what is in the page", () => {
  const window = withOlder(LATEST, messages.slice(5000));
  expect(rangeOf(window, messages)).toEqual({ from: 10_000 - 2 * PAGE, to: 10_000 });
});

test("a bound that has left the conversation bounds nothing", () => {
  expect(rangeOf({ first: "gone", last: "gone" }, messages.slice(0, 60))).toEqual({ from: 10, to: 60 });
});

test.each([0, 3, 5_000, 9_949, 9_999])("message %i comes into the page with its neighbours", (index) => {
  const { from, to } = rangeOf(withMessage(LATEST, messages, `${index}`), messages);
  expect(from).toBeLessThanOrEqual(index);
  expect(to).toBeGreaterThan(index);
  expect(to - from).toBeLessThanOrEqual(PAGE);
});

test("for a message that is in the page, or that is none, nothing changes", () => {
  expect(withMessage(LATEST, messages, "9999")).toBe(LATEST);
  expect(withMessage(LATEST, messages, "gone")).toBe(LATEST);
});
