import { type Browser, chromium } from "playwright";
import { chromiumFlags } from "../../scripts/chromium/chromium-flags.ts";
import type { Certificate } from "./certificate.ts";

export interface ChromiumOptions {
  /** Local ports that stand for `https://<host>`. */
  readonly hosts?: Readonly<Record<string, number>>;
  /** The one certificate to believe although nobody has signed it. */
  readonly certificate?: Certificate;
}

/** Starts the browser that the test run has found. */
export function launchChromium({ hosts = {}, certificate }: ChromiumOptions = {}): Promise<Browser> {
  const rules = Object.entries(hosts).map(([host, port]) => `MAP ${host}:443 127.0.0.1:${port}`);
  const executablePath = process.env.CHROMIUM_PATH;
  return chromium.launch({
    ...(executablePath !== undefined && { executablePath }),
    args: [
      ...chromiumFlags(),
      ...(rules.length > 0 ? [`--host-resolver-rules=${rules.join(", ")}`] : []),
      ...(certificate ? [`--ignore-certificate-errors-spki-list=${certificate.spkiHash}`] : []),
    ],
  });
}
