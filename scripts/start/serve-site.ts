import { SITE_SOURCE } from "./project.ts";

export interface SitePreview {
  /** The built site. */
  readonly folder: string;
  readonly port: number;
}

/** Serves the built site with Astro's own preview, on `localhost`. */
export async function serveSite({ folder, port }: SitePreview): Promise<{ close(): Promise<void> }> {
  // Vite's preview ends the process by itself, before the backend is closed, on a key and when the input ends, unless
  // it believes that nobody is at the keyboard; and on SIGTERM, always.
  process.env.CI = "true";
  process.env.ASTRO_TELEMETRY_DISABLED = "1";
  const ours = process.listeners("SIGTERM");
  const { preview } = await import("astro");
  const server = await preview({
    root: SITE_SOURCE,
    outDir: folder,
    logLevel: "silent",
    server: { port },
    vite: { preview: { strictPort: true } },
  });
  for (const listener of process.listeners("SIGTERM")) {
    if (!ours.includes(listener)) process.off("SIGTERM", listener);
  }
  return { close: () => server.stop() };
}
