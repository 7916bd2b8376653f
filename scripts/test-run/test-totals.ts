/** What a test run came to. */
export interface TestTotals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** The tests among the passed that failed at first, each with why. */
  readonly retried: readonly RetriedTest[];
}

/** A test that passed at its second try. */
export interface RetriedTest {
  readonly name: string;
  /** What its first try failed with. */
  readonly reason: string;
}

/** The part of vitest's JSON report that counts. */
export interface VitestReport {
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      /** Of all tries, also of a test that passed in the end. */
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/**
 * Counts a report. A file that failed without a failed test (it could not be loaded, or a hook failed) counts as one
 * failure, and so does a run that ended badly with nothing in the report to show for it.
 */
export function countTests(report: VitestReport, exitCode: number): TestTotals {
  let passed = 0;
  let failed = 0;
  let skipped = 0;
  const retried: RetriedTest[] = [];
  for (const file of report.testResults) {
    const failedBefore = failed;
    for (const { status, fullName, failureMessages } of file.assertionResults) {
      const [reason] = failureMessages;
      if (status === "passed" && reason !== undefined) retried.push({ name: fullName, reason });
      if (status === "passed") passed += 1;
      else if (status === "failed") failed += 1;
      else skipped += 1;
    }
    if (file.status === "failed" && failed === failedBefore) failed += 1;
  }
  if (exitCode !== 0 && failed === 0) failed = 1;
  return { passed, failed, skipped, retried };
}
