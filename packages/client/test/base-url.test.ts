import { expect, test } from "vitest";
import { parseBaseUrl } from "../src/base-url.js";

test.each([
  ["an https origin", "https://api.example.com", "https://api.example.com"],
  ["an http origin with a port", "http://localhost:8000", "http://localhost:8000"],
  ["a loopback address", "http://127.0.0.1:8000", "http://127.0.0.1:8000"],
  ["an IPv6 address", "http://[::1]:8000", "http://[::1]:8000"],
  ["a path below an origin", "https://example.com/api/v1", "https://example.com/api/v1"],
  ["a trailing slash, which is dropped", "https://api.example.com/", "https://api.example.com"],
  ["several trailing slashes", "https://example.com/api//", "https://example.com/api"],
  ["a default port, which is dropped", "https://example.com:443/api", "https://example.com/api"],
  ["capitals in scheme and host", "HTTPS://API.Example.com/Chat", "https://api.example.com/Chat"],
  ["an international name", "https://bücher.example", "https://xn--bcher-kva.example"],
  ["an at sign in the path", "https://example.com/@team", "https://example.com/@team"],
  ["an encoded space", "https://example.com/my%20api", "https://example.com/my%20api"],
])("%s is an absolute address", (_what, value, baseUrl) => {
  expect(parseBaseUrl(value)).toEqual({ ok: true, baseUrl, isRelative: false });
});

test.each([
  ["/api", "/api"],
  ["/api/", "/api"],
  ["/api/v1", "/api/v1"],
  ["/", ""],
])("%s is a path on the page's own origin", (value, baseUrl) => {
  expect(parseBaseUrl(value)).toEqual({ ok: true, baseUrl, isRelative: true });
});

test.each([
  ["", "is empty", "https://api.example.com"],
  ["   ", "is empty", "https://api.example.com"],
  [" https://example.com", "has spaces around it", 'Write "https://example.com".'],
  ["https://example.com\n", "has spaces around it", 'Write "https://example.com".'],
  ["https://exa mple.com", "has a space or a backslash", "%20"],
  ["https:\\\\example.com", "has a space or a backslash", "%20"],
  ["/\\example.com", "has a space or a backslash", "%20"],
  ["/\t/example.com", "has a space or a backslash", "%20"],
  ["https://example.com?x=1", "has a query or a fragment", 'Write "https://example.com".'],
  ["https://example.com/api#top", "has a query or a fragment", 'Write "https://example.com/api".'],
  ["//example.com", "has no scheme", 'Write "https://example.com".'],
  ["///example.com", "has no scheme", 'Write "https://example.com".'],
  ["api.example.com", "has no scheme", 'Write "https://api.example.com", or start a path with "/".'],
  ["api.example.com:8443", "has no scheme", '"https://api.example.com:8443"'],
  ["localhost:8000", "has no scheme", '"http://localhost:8000"'],
  ["127.0.0.1:8000/api", "has no scheme", '"http://127.0.0.1:8000/api"'],
  ["[::1]:8000", "has no scheme", '"http://[::1]:8000"'],
  ["localhost.example.com", "has no scheme", '"https://localhost.example.com"'],
  ["api", "has no scheme", '"/"'],
  ["./api", "has no scheme", '"/"'],
  ["ftp://example.com", 'has the scheme "ftp:"', '"https:" and "http:"'],
  ["wss://example.com", 'has the scheme "wss:"', "WebSocket addresses follow"],
  ["javascript:alert(1)", 'has the scheme "javascript:"', '"https:" and "http:"'],
  ["JavaScript://%0aalert(1)", 'has the scheme "javascript:"', '"https:" and "http:"'],
  ["data:text/html,x", 'has the scheme "data:"', '"https:" and "http:"'],
  ["https:/example.com", "two slashes", 'Write "https://example.com".'],
  ["https:example.com", "two slashes", 'Write "https://example.com".'],
  ["https:///example.com", "two slashes", 'Write "https://example.com".'],
  ["http://", "two slashes", 'Write "http://api.example.com".'],
  ["https://example.com:99999", "cannot be parsed", "https://api.example.com"],
  ["https://[::1", "cannot be parsed", "https://api.example.com"],
  ["https://%", "cannot be parsed", "https://api.example.com"],
])("%j is refused, with what is wrong and what to write instead", (value, problem, fix) => {
  const result = parseBaseUrl(value);
  expect(result).toEqual({
    ok: false,
    problem: expect.stringContaining(problem),
    fix: expect.stringContaining(fix),
  });
});

test("a refused value is quoted, so that its author finds it", () => {
  expect(parseBaseUrl("ftp://example.com")).toHaveProperty(
    "problem",
    expect.stringContaining('"ftp://example.com"'),
  );
});

test.each([
  "https://bob:hunter2@example.com/api",
  "https://bob:hunter2@example.com/api?x=1",
  " https://bob:hunter2@example.com",
  "https:bob:hunter2@example.com",
  "https:\\\\bob:hunter2@example.com",
  "//bob:hunter2@example.com",
  "bob:hunter2@example.com",
  "hunter2@example.com",
  "ftp://bob:hunter2@example.com",
  "https://bob:hunter2@",
  "https://bob:hun/ter2@example.com",
  "https://bob:hun?ter2@example.com",
])("a password in an address is refused and never quoted (%#)", (value) => {
  const result = parseBaseUrl(value);
  expect(result).toEqual({
    ok: false,
    problem: expect.stringContaining("may hold a user name or a password"),
    fix: expect.stringContaining("https://api.example.com"),
  });
  expect(JSON.stringify(result)).not.toMatch(/hun|ter2|bob/);
});
