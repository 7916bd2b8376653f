import { expect, test } from "vitest";
import { countTests } from "../../scripts/test-run/test-totals.ts";

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((test) => ({ fullName: "a test", status: test, failureMessages: [] })),
});

test("counts the tests of all files", () => {
  const report = { testResults: [file("passed", "passed", "passed"), file("failed", "failed", "passed")] };
  expect(countTests(report, 1)).toMatchObject({ passed: 3, failed: 1, skipped: 0 });
});

test.each(["skipped", "pending", "todo", "disabled"])("counts a %s test as skipped", (status) => {
  expect(countTests({ testResults: [file("passed", status)] }, 0).skipped).toBe(1);
});

test("counts a file that could not be loaded as a failure", () => {
  const report = { testResults: [file("passed", "passed"), file("failed")] };
  expect(countTests(report, 1)).toMatchObject({ passed: 1, failed: 1, skipped: 0 });
});

test("counts a failed hook beside passing tests as a failure", () => {
  expect(countTests({ testResults: [file("failed", "passed")] }, 1).failed).toBe(1);
});

test("counts an error outside every test as a failure", () => {
  expect(countTests({ testResults: [file("passed", "passed")] }, 1)).toMatchObject({ passed: 1, failed: 1 });
});

test("names a test that passed at its second try, and why it failed at its first", () => {
  const answer = { fullName: "a chat answers", status: "passed", failureMessages: ["Error: no answer"] };
  const totals = countTests({ testResults: [{ status: "passed", assertionResults: [answer] }] }, 0);
  expect(totals).toEqual({
    passed: 1,
    failed: 0,
    skipped: 0,
    retried: [{ name: "a chat answers", reason: "Error: no answer" }],
  });
});
