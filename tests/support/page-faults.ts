import type { Page } from "playwright";

/** What went wrong in a page, as one line each. */
export interface PageFaults {
  /** Errors on the console, its warnings about hydration, and exceptions nobody caught. */
  readonly errors: readonly string[];
  /** What a content security policy refused. */
  readonly violations: readonly string[];
}

/** Notes what goes wrong in a page from its next navigation on. */
export async function watchFaults(page: Page): Promise<PageFaults> {
  const errors: string[] = [];
  const violations: string[] = [];
  page.on("console", (message) => {
    const isAboutHydration = message.type() === "warning" && /hydrat|mismatch/i.test(message.text());
    if (message.type() === "error" || isAboutHydration) errors.push(message.text());
  });
  page.on("pageerror", (error) => errors.push(error.message));
  await page.exposeFunction("noteViolation", (violation: string) => violations.push(violation));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      const { noteViolation } = window as unknown as { noteViolation(violation: string): void };
      noteViolation(`${event.effectiveDirective} refused ${event.blockedURI} at ${event.sourceFile ?? ""}`);
    });
  });
  return { errors, violations };
}
