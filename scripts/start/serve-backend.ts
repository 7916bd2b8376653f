import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { developmentSecret } from "./development-secret.ts";

export interface BackendSettings {
  readonly apiPort: number;
  readonly databasePath: string;
  readonly secretPath: string;
  /** The built site, whose pages the assistant answers from. */
  readonly siteFolder: string;
  /** The one origin whose pages may talk to the backend. */
  readonly origin: string;
}

/**
 * Starts the chat backend: conversations in a SQLite file, answers from the site's own pages.
 * @throws BackendError - when the port is taken or the kept secret is too short.
 */
export async function serveBackend(settings: BackendSettings): Promise<{ close(): Promise<void> }> {
  // Imported here and not above, because the start script may just have built them.
  const { createChatBackend } = await import("@chatisle/server");
  const { serveNode } = await import("@chatisle/server/node");
  const { sqliteStore } = await import("@chatisle/server/sqlite");
  const { localAssistant, pagesFromFolder } = await import("@chatisle/server/local-assistant");

  await mkdir(dirname(settings.databasePath), { recursive: true });
  const secret = await developmentSecret(settings.secretPath);
  const pages = await pagesFromFolder(settings.siteFolder);
  const backend = createChatBackend({
    store: sqliteStore({ path: settings.databasePath }),
    reply: localAssistant({ pages }),
    origins: [settings.origin],
    secret,
  });
  const server = await serveNode(backend, { port: settings.apiPort }).catch(async (error: unknown) => {
    await backend.close();
    throw error;
  });
  return {
    async close() {
      await server.close();
      await backend.close();
    },
  };
}
