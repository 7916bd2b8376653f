/** Where `@chatisle/server` shows a developer whether a session persists, and what of it arrives. */
export const DEVELOPMENT_PATHS = ["/api/session-test", "/api/session-debug"] as const;
