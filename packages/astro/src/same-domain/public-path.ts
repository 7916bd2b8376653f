/** A path of the site, without a slash at its end: what the browser asks for below the site's `base`. */
export type PublicPath = `/${string}`;

/** The path of an option, where a browser finds it: below the site's `base`, as every route of the site is. */
export function publicPath(base: string, path: PublicPath): PublicPath {
  return `${base.replace(/\/+$/, "")}${path}` as PublicPath;
}

/** Whether a value is a path that a route can stand on: `/api`, but not `/`, `/api/` or `/[id]`. */
export const isRoutePath = (value: unknown): value is PublicPath =>
  typeof value === "string" && /^(\/[\w.~-]+)+$/.test(value);
