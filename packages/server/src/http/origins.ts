import { BackendError } from "../backend-error.js";

/**
 * The pages that may talk to the backend, as browsers spell them in `Origin`.
 *
 * Case, a trailing slash and a default port are put right, because the meaning is clear. Everything that would match
 * nothing, or more than one origin, is refused: a wrong list shows only as a network error in the visitor's browser.
 *
 * @throws {@link BackendError} `option`
 */
export function normaliseOrigins(origins: readonly string[]): ReadonlySet<string> {
  if (!Array.isArray(origins)) {
    throw new BackendError(
      "option",
      "`origins` must be a list. Pass [] for pages on the backend's own origin only.",
    );
  }
  return new Set(origins.map(normaliseOrigin));
}

function normaliseOrigin(entry: string): string {
  const refuse = (why: string): never => {
    throw new BackendError("option", `The origin "${entry}" in \`origins\` ${why}`);
  };
  const text = entry.trim();
  if (text.includes(",")) refuse("holds a comma. Pass a list with one origin in each entry.");
  if (text.includes("*")) refuse("is a pattern. List every origin exactly, such as https://www.company.com.");
  if (text === "null") refuse('is what any sandboxed or local file sends. "null" cannot be allowed.');
  if (!/^https?:\/\//i.test(text))
    refuse("has no scheme. Write it in full, such as https://www.company.com.");
  if (!URL.canParse(text)) refuse("is not a URL. Write it in full, such as https://www.company.com.");
  const url = new URL(text);
  if (url.username !== "" || url.password !== "") refuse("holds credentials. Leave them out.");
  if (url.pathname !== "/" || url.search !== "" || url.hash !== "") {
    refuse(`has more than scheme, host and port. Use ${url.origin}.`);
  }
  if (url.hostname.endsWith(".")) refuse("ends in a dot, which is a different origin. Leave the dot out.");
  return url.origin;
}
