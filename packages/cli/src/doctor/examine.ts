import { checkApi } from "./checks/api.js";
import { type CookieVerdict, checkCookies, verdictOf } from "./checks/cookies.js";
import { checkCors } from "./checks/cors.js";
import { checkSecurity } from "./checks/security.js";
import { isAnswered } from "./exchange.js";
import type { Finding, Severity } from "./finding.js";
import { type ExaminationPlan, gatherEvidence } from "./gather-evidence.js";
import { stackOf } from "./stack.js";

export interface Examination {
  /** The worst first. */
  readonly findings: readonly Finding[];
  /** Whether the session's cookie reaches the backend, for each page. */
  readonly verdicts: readonly { readonly site: string; readonly cookies: CookieVerdict }[];
}

const ORDER: readonly Severity[] = ["critical", "error", "warning"];

/** Asks a backend what a browser would ask it, and says what is wrong with the answers. */
export async function examine(plan: ExaminationPlan): Promise<Examination> {
  const evidence = await gatherEvidence(plan);
  const stack = stackOf(evidence);
  // Nothing else can be said of a backend that does not answer.
  const isThere = evidence.sites.some(({ session }) => isAnswered(session.answer));
  const findings = [
    ...checkApi(evidence, stack),
    ...(isThere
      ? [...checkCors(evidence, stack), ...checkCookies(evidence), ...checkSecurity(evidence)]
      : []),
  ];
  return {
    findings: findings.toSorted((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity)),
    verdicts: isThere
      ? evidence.sites.map((site) => ({ site: site.origin, cookies: verdictOf(site, evidence.api) }))
      : [],
  };
}
