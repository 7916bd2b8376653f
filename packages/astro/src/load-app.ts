import url from "virtual:chatisle/app-url";

/**
 * Loads the app. Calls with the same attempt get the same module.
 * @param attempt - Loads that failed so far. A browser may keep a failed module under its address for good (Firefox
 * does), so every further attempt has an address of its own.
 */
export const loadApp = (attempt: number): Promise<typeof import("./app.js")> =>
  import(/* @vite-ignore */ attempt ? `${url}?r=${attempt}` : url);
