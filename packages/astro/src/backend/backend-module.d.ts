/** How the backend inside the site is set up. On the server alone. */
declare module "virtual:chatisle/backend" {
  export const settings: import("../vite/backend-plugin.js").BackendSettings;
  /** What the site chose in a module of its own. */
  export const options: Partial<import("@chatisle/server").ChatBackendOptions>;
  /** What the assistant knows; null for the built pages. */
  export const pages: readonly import("@chatisle/server/local-assistant").PageSection[] | null;
}
