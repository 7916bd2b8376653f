/** What a base URL turned out to be. */
export type BaseUrlResult =
  /** `baseUrl` has no trailing slash; `isRelative` means a path on the page's own origin. */
  | { readonly ok: true; readonly baseUrl: string; readonly isRelative: boolean }
  /** `problem` names the value and what is wrong with it, `fix` what to write instead. */
  | { readonly ok: false; readonly problem: string; readonly fix: string };

/**
 * Checks the address of a backend: an absolute `http(s)` URL, or a path on the page's own origin that starts with
 * one slash. `/` means the root of the page's own origin.
 */
export function parseBaseUrl(value: string): BaseUrlResult {
  const result = check(value);
  if (result.ok || !value.includes("@")) return result;
  return {
    ok: false,
    problem:
      "The chat's API base URL cannot be used, and is not quoted here because it may hold a user name or a password.",
    fix: 'Write it like "https://api.example.com", without either: every visitor could read them.',
  };
}

function check(value: string): BaseUrlResult {
  const shown = JSON.stringify(value);
  const refuse = (problem: string, fix: string): BaseUrlResult => ({
    ok: false,
    problem: `The chat's API base URL ${shown} ${problem}.`,
    fix,
  });
  const trimmed = value.trim();
  if (trimmed === "")
    return refuse("is empty", 'Write the backend\'s address, such as "https://api.example.com".');
  if (trimmed !== value) return refuse("has spaces around it", `Write ${JSON.stringify(trimmed)}.`);
  if (/[\s\\]/.test(value))
    return refuse("has a space or a backslash in it", "Remove it or write it as %20.");
  if (/[?#]/.test(value)) {
    return refuse("has a query or a fragment", `Write ${JSON.stringify(value.replace(/[?#].*$/, ""))}.`);
  }
  if (value.startsWith("//"))
    return refuse("has no scheme", `Write ${JSON.stringify(value.replace(/^\/+/, "https://"))}.`);
  if (value.startsWith("/")) return { ok: true, baseUrl: withoutTrailingSlash(value), isRelative: true };
  // A colon before a digit begins a port: "localhost:8000".
  const scheme = /^([a-z][a-z0-9+.-]*:)(?!\d)/i.exec(value)?.[1]?.toLowerCase();
  if (scheme === undefined) {
    const guess = /^(localhost|127\.0\.0\.1|\[::1\])(?=[:/]|$)/.test(value) ? "http" : "https";
    return refuse(
      "has no scheme",
      `Write ${JSON.stringify(`${guess}://${value}`)}, or start a path with "/".`,
    );
  }
  if (scheme !== "https:" && scheme !== "http:") {
    return refuse(
      `has the scheme "${scheme}"`,
      'Only "https:" and "http:" work; WebSocket addresses follow from it.',
    );
  }
  if (!/^[a-z]+:\/\/[^/]/i.test(value)) {
    const host = value.slice(scheme.length).replace(/^\/+/, "");
    return refuse(
      "does not have two slashes and a host after its scheme",
      `Write ${JSON.stringify(`${scheme}//${host || "api.example.com"}`)}.`,
    );
  }
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url === null) return refuse("cannot be parsed", 'Write it like "https://api.example.com".');
  if (url.username !== "" || url.password !== "")
    return refuse("holds a user name or a password", "Write it without.");
  return { ok: true, baseUrl: withoutTrailingSlash(url.origin + url.pathname), isRelative: false };
}

function withoutTrailingSlash(value: string): string {
  return value.replace(/\/+$/, "");
}
