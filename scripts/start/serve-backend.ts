export interface BackendSettings {
  readonly apiPort: number;
  /** The secret that signs session cookies is kept beside it. */
  readonly databasePath: string;
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
  // Imported here and not above, because the start script may just have built it.
  const { serve } = await import("@chatisle/server/serve");
  return serve(
    {
      port: settings.apiPort,
      databaseUrl: settings.databasePath,
      pagesFolder: settings.siteFolder,
      origins: [settings.origin],
      isDevelopment: true,
      drainTimeout: 0,
    },
    // A line for every request would hide the addresses that the start has printed.
    { backend: { observe: () => {} } },
  );
}
