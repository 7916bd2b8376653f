import type { ConformanceSubject } from "./conformance.js";
import { HISTORY_CHECKS } from "./history-checks.js";
import { NETWORK_CHECKS } from "./network-checks.js";
import type { ScriptedAnswer } from "./play.js";
import { REPLY_CHECKS } from "./reply-checks.js";
import { REQUEST_CHECKS } from "./request-checks.js";
import type { Scenario } from "./scenarios.js";
import { STAMINA_CHECKS } from "./stamina-checks.js";

/** One thing that has to be true of an adapter. */
export interface Check {
  /** A sentence. */
  readonly name: string;
  /** The scenario it needs. */
  readonly scenario: Scenario;
  /** Null, or what was seen instead. */
  run(subject: ConformanceSubject, answer: ScriptedAnswer): Promise<string | null>;
}

export const CHECKS: readonly Check[] = [
  ...REPLY_CHECKS,
  ...NETWORK_CHECKS,
  ...REQUEST_CHECKS,
  ...HISTORY_CHECKS,
  ...STAMINA_CHECKS,
];
