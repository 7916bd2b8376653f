import { expect, test } from "vitest";
import { isRefusal, SIGN_IN_START, signInTransition } from "../../src/model/sign-in.js";

const codeStep = signInTransition(SIGN_IN_START, { type: "code-sent", email: "ada@example.com" });

test("an address leads to the code, and another address back to the start", () => {
  expect(codeStep).toEqual({ step: "code", email: "ada@example.com", isBusy: false });
  expect(signInTransition(codeStep, { type: "restarted" })).toEqual(SIGN_IN_START);
});

test("a failure ends the waiting, and the next try forgets it", () => {
  const failed = signInTransition({ ...codeStep, isBusy: true }, { type: "failed", code: "network" });
  expect(failed).toMatchObject({ step: "code", isBusy: false, failure: "network" });
  expect(signInTransition(failed, { type: "submitted" })).toEqual({ ...codeStep, isBusy: true });
});

test.each([
  ["auth", true],
  ["blocked", true],
  ["invalid", true],
  ["network", false],
  ["rate", false],
] as const)("a code answered with %s was wrong: %s", (failure, isWrong) => {
  expect(isRefusal({ ...codeStep, failure })).toBe(isWrong);
  expect(isRefusal({ ...SIGN_IN_START, failure })).toBe(false);
});
