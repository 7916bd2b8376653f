/** The name of the meta tag that sets the base URL of a built page. */
export const BASE_URL_META = "chatisle:api-base-url";

/** Where a base URL can come from, first to last. */
export interface BaseUrlSources {
  /** The launcher's `api-base-url`. */
  readonly attribute: string | null;
  /** The content of the page's meta tag. */
  readonly meta: string | null | undefined;
  /** What `configure()` was given. */
  readonly configured: string | undefined;
}

/** The base URL that holds: the first source that says something, else `/api`. It is not checked yet. */
export function chooseBaseUrl({ attribute, meta, configured }: BaseUrlSources): string {
  return attribute ?? meta ?? configured ?? "/api";
}
