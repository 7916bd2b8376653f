import type { Protocol } from "../protocol/index.js";
import { CHECKS } from "./checks.js";
import type { ScriptedAnswer } from "./play.js";
import type { Scenario } from "./scenarios.js";

/** An adapter, and what its backend answers in each scenario. */
export interface ConformanceSubject {
  /** Makes a fresh protocol, configured as a site would. */
  readonly protocol: () => Protocol;
  /** The answers as they come over the wire. What the backend cannot do is left out, and its checks are skipped. */
  readonly answers: Readonly<Record<"text", ScriptedAnswer>> &
    Partial<Readonly<Record<Scenario, ScriptedAnswer>>>;
  /** Why the backend has no answer to a scenario; a check that is skipped gives it as its reason. */
  readonly lacks?: Partial<Readonly<Record<Scenario, string>>>;
  /** Request headers beyond the safelisted ones that the adapter may send. Default: none. */
  readonly allowedHeaders?: readonly string[];
}

/** How a check ended. `saw` says what was seen where something else was expected, `reason` why nothing was looked at. */
export type CheckResult =
  | { readonly name: string; readonly outcome: "passed" }
  | {
      readonly name: string;
      readonly outcome: "skipped";
      readonly scenario: Scenario;
      readonly reason: string;
    }
  | { readonly name: string; readonly outcome: "failed"; readonly saw: string };

/**
 * Checks an adapter: every answer whole, byte by byte and cut at random, and everything that goes wrong with a
 * network. The core is the real one; only `fetch` is scripted, so nothing is sent and nothing waits. No WebSocket opens
 * here: an adapter that has one is checked by what it does without. Needs no test runner. Never rejects: what a check throws is a failure of that check.
 */
export async function conformance(subject: ConformanceSubject): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = [];
  for (const { name, scenario, run } of CHECKS) {
    const answer = subject.answers[scenario];
    if (answer === undefined) {
      const reason = subject.lacks?.[scenario] ?? `No answer to the scenario "${scenario}" is given.`;
      results.push({ name, outcome: "skipped", scenario, reason });
      continue;
    }
    const saw = await run(subject, answer).catch((cause: unknown) => `an exception: ${String(cause)}`);
    results.push(saw === null ? { name, outcome: "passed" } : { name, outcome: "failed", saw });
  }
  return results;
}
