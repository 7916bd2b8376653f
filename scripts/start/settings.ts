import { join, resolve } from "node:path";
import { StartProblem } from "./start-problem.ts";

export interface Settings {
  /** Port of the example site. */
  readonly port: number;
  /** Port of the chat backend. */
  readonly apiPort: number;
  readonly dataFolder: string;
  readonly databasePath: string;
  /** Where the built site goes. The backend's address is built into the pages, so each `API_PORT` has its own. */
  readonly siteFolder: string;
}

/**
 * Reads `PORT` (default 4321), `API_PORT` (default 8787) and `CHATISLE_DATA` (default `.data`).
 * @throws {@link StartProblem} for a value that is no port, and when both ports are the same.
 */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const port = readPort(env, "PORT", 4321);
  const apiPort = readPort(env, "API_PORT", 8787);
  if (port === apiPort) {
    throw new StartProblem(
      `PORT and API_PORT are both ${port}, and the site and the API need one each. Set one of them to another port.`,
    );
  }
  const dataFolder = resolve(env.CHATISLE_DATA || ".data");
  return {
    port,
    apiPort,
    dataFolder,
    databasePath: join(dataFolder, "chat.sqlite"),
    siteFolder: join(dataFolder, `site-${apiPort}`),
  };
}

function readPort(env: Readonly<Record<string, string | undefined>>, name: string, fallback: number): number {
  const value = env[name];
  if (value === undefined || value === "") return fallback;
  const port = Number(value);
  if (/^\d+$/.test(value) && port >= 1 && port <= 65_535) return port;
  throw new StartProblem(
    `${name} is ${JSON.stringify(value)}, which is no port. Set it to a whole number from 1 to 65535, such as ${fallback}.`,
  );
}
