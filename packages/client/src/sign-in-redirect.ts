import type { Outcome } from "./outcome.js";
import { setOpenMark } from "./page-marks.js";
import { ChatError } from "./protocol/index.js";

/** Stands in a redirect for the address to come back to. */
const RETURN_PLACEHOLDER = "{return}";

/**
 * Leaves the page for the site's own sign-in, from which the visitor comes back to an open chat.
 * @param target - A URL on this origin, or an `https` one; `{return}` in it becomes the page's encoded address.
 */
export function leaveToSignIn(target: string, key: string): Outcome {
  const { location } = globalThis;
  const url = location === undefined ? null : destination(target, location);
  if (url === null) {
    const { code, message, isRetryable } = new ChatError(
      "invalid",
      `signIn cannot go to ${JSON.stringify(target.slice(0, 200))}: a redirect is a URL on this page's own origin, or ` +
        "one that begins with https:.",
    );
    return { ok: false, failure: { code, message, isRetryable } };
  }
  setOpenMark(key);
  location.assign(url);
  return { ok: true, value: undefined };
}

/** Null: no place to send a visitor to, such as `javascript:`. */
function destination(target: string, { href, origin }: Location): string | null {
  const address = target.replaceAll(RETURN_PLACEHOLDER, encodeURIComponent(href));
  if (!URL.canParse(address, href)) return null;
  const url = new URL(address, href);
  return url.protocol === "https:" || url.origin === origin ? url.href : null;
}
