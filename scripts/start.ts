/**
 * Runs the example: `npm start` serves the example site and a chat backend on two origins, until Ctrl-C.
 *
 * `PORT` (default 4321) and `API_PORT` (default 8787) move the site and the backend. `CHATISLE_DATA` (default `.data`)
 * names the folder for the database, the development secret and the built site.
 */
import { buildPackages } from "./start/build-packages.ts";
import { buildSite } from "./start/build-site.ts";
import { requireFreePort } from "./start/free-port.ts";
import { serveBackend } from "./start/serve-backend.ts";
import { serveSite } from "./start/serve-site.ts";
import { readSettings } from "./start/settings.ts";
import { StartProblem } from "./start/start-problem.ts";
import { stopSignal } from "./start/stop-signal.ts";

async function start(stop: AbortSignal): Promise<void> {
  const settings = readSettings(process.env);
  await requireFreePort("PORT", settings.port);
  await requireFreePort("API_PORT", settings.apiPort);

  const siteUrl = `http://localhost:${settings.port}`;
  const apiUrl = `http://localhost:${settings.apiPort}`;
  await buildPackages(stop);
  await buildSite({ apiUrl, folder: settings.siteFolder });
  stop.throwIfAborted();

  const backend = await serveBackend({ ...settings, origin: siteUrl });
  try {
    const site = await serveSite({ folder: settings.siteFolder, port: settings.port });
    try {
      console.log(
        [
          "",
          `chatisle is ready after ${(performance.now() / 1000).toFixed(1)} s`,
          "",
          `  Site   ${siteUrl}`,
          `  API    ${apiUrl}`,
          `  Data   ${settings.dataFolder}`,
          "",
          "Press Ctrl-C to stop.",
        ].join("\n"),
      );
      await aborted(stop);
    } finally {
      await site.close();
    }
  } finally {
    await backend.close();
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}

const stop = stopSignal();

try {
  await start(stop);
} catch (error) {
  if (error !== stop.reason) {
    console.error(error instanceof StartProblem ? error.message : error);
    process.exitCode = 1;
  }
}
