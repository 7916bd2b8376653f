import url from "virtual:chatisle/app-url";

/**
 * Loads the app. Calls with the same attempt get the same module.
 *
 * A page may be older than the site's latest build, whose app has another name: after a failure the page as it is now
 * is asked where the app stands.
 *
 * Then the assets' folder is spelled another way, too. A browser may keep a failed module under its address for good
 * (Firefox does), and the app's later files import it by a path beside their own: with another query they would get a
 * second copy of it, with another spelling of the folder they get the same one.
 * @param attempt - Loads that failed so far.
 */
export const loadApp = async (attempt: number): Promise<typeof import("./app.js")> =>
  // One expression, because it stands in every page: minifiers leave helpers as they are.
  import(
    /* @vite-ignore */ attempt
      ? (
          (
            await fetch(location.href, { cache: "no-cache" }).then(
              (response) => response.text(),
              // A policy that lets the page load scripts may still forbid this.
              () => url,
            )
          ).match(/[^"'`]*chatisle-app\.[^"'`]*/)?.[0] ?? url
        ).replace("/_", attempt % 2 ? "/%5F" : "/%5f")
      : url
  );
