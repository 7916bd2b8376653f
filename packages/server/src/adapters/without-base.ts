import { BackendError } from "../backend-error.js";

/**
 * A request as a backend at the root would get it: without the path that it is mounted under.
 * @param base - Such as `/chat-api`; empty for the root.
 */
export function withoutBase(request: Request, base: string): Request {
  const url = new URL(request.url);
  if (base === "" || !url.pathname.startsWith(`${base}/`)) return request;
  url.pathname = url.pathname.slice(base.length);
  return new Request(url, request);
}

/** @throws {@link BackendError} `option` for a base that would match nothing. */
export function checkBase(base: string): string {
  if (base === "" || /^(\/[^/?#]+)+$/.test(base)) return base;
  throw new BackendError(
    "option",
    `\`base\` is "${base}". Write a path with a slash before and none behind, such as /chat-api.`,
  );
}
