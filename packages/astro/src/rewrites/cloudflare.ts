import { ownFile } from "./own-file.js";
import type { Rewrite, RewriteRule } from "./rewrite.js";

/** A function of Cloudflare Pages: its `_redirects` reach no other host. */
export const cloudflareRewrite = ({ upstream, path }: RewriteRule): Rewrite => ({
  file: `functions${path}/[[path]].js`,
  ...ownFile(
    (address) => `const UPSTREAM = ${JSON.stringify(address)};
const PATH = ${JSON.stringify(path)};

/** Passes a request of a page on to the chat's backend, and its answer back as it arrives. */
export function onRequest({ request }) {
  const { pathname, search, host, protocol } = new URL(request.url);
  const passedOn = new Request(UPSTREAM + pathname.slice(PATH.length) + search, request);
  passedOn.headers.set("x-forwarded-host", host);
  passedOn.headers.set("x-forwarded-proto", protocol.slice(0, -1));
  return fetch(passedOn, { redirect: "manual" });
}
`,
    /^const UPSTREAM = "(.*)";$/m,
    upstream,
  ),
  use: "Cloudflare Pages runs it for every request below the path, from the next deployment on.",
  limits: {
    isWebSocketPassedOn: true,
    longestSilence: null,
    source: "https://developers.cloudflare.com/pages/functions/",
  },
});
