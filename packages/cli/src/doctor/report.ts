import { BROWSERS, type Browser } from "../cookies/predict.js";
import type { Examination } from "./examine.js";

const LOSSES = {
  prefix: "no: its name's prefix asks for other attributes",
  domain: "no: its Domain is refused",
  path: "no: its Path is another one",
  "too-large": "no: it is too large",
  "secure-on-http": "no: Secure needs https",
  "none-without-secure": "no: SameSite=None needs Secure",
  "partitioned-without-secure": "no: Partitioned needs Secure",
  "same-site": "no: SameSite keeps it from other sites",
  "third-party":
    "no: third-party cookies are blocked there; a short bearer token takes over where the backend offers one",
  "none-set": "no cookie was set",
} as const;

/** The examination in words, for a terminal. */
export function formatExamination({ findings, verdicts }: Examination): string {
  const lines = findings.flatMap(({ code, severity, message, evidence, fix }) => [
    `${severity.toUpperCase()}  ${code}  ${message}`,
    `    seen: ${evidence}`,
    `    fix:  ${fix}`,
    "",
  ]);
  for (const { site, cookies } of verdicts) {
    lines.push(`Does the session cookie come back from ${site}?`);
    for (const [browser, name] of Object.entries(BROWSERS) as [Browser, string][]) {
      const loss = cookies[browser];
      lines.push(`    ${name}: ${loss === null ? "yes" : LOSSES[loss]}`);
    }
    lines.push("");
  }
  return `${lines.join("\n")}${conclusion(findings.length)}`;
}

function conclusion(count: number): string {
  if (count === 0) return "Nothing to complain about.";
  return count === 1 ? "1 finding." : `${count} findings.`;
}
