import { join } from "node:path";
import { ROOT } from "../../scripts/packages/published-packages.ts";
import type { ChatConfiguration } from "./configured-page.ts";
import { runCommand } from "./run-command.ts";

const COMMAND = join(ROOT, "packages/cli/dist/bin.js");

/**
 * What `npx chatisle probe` prints for an address, as a developer would copy it.
 * @throws Error with what was printed when it has nothing to write.
 */
export async function probedConfiguration(address: string): Promise<ChatConfiguration> {
  const printed = await runCommand(process.execPath, [COMMAND, "probe", address], { cwd: ROOT });
  const written = /chatisle\((\{.*\})\)/s.exec(printed)?.[1];
  if (written === undefined) throw new Error(`No option is printed for ${address}:\n${printed}`);
  return JSON.parse(written);
}
