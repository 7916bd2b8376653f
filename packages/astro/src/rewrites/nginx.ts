import { ownFile } from "./own-file.js";
import type { Rewrite, RewriteRule } from "./rewrite.js";

/** A location for the `server` block that serves the built site. */
export const nginxRewrite = ({ upstream, path }: RewriteRule): Rewrite => ({
  file: "nginx/chatisle.conf",
  ...ownFile(
    (address) => `location ${path}/ {
  # The slash at the end takes the path away before the backend sees it.
  proxy_pass ${address}/;
  proxy_http_version 1.1;
  proxy_ssl_server_name on;

  proxy_set_header X-Forwarded-Host $http_host;
  proxy_set_header X-Forwarded-Proto $scheme;
  proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;

  # WebSocket asks for the change of protocol anew on every hop.
  set $chatisle_connection "";
  if ($http_upgrade) {
    set $chatisle_connection upgrade;
  }
  proxy_set_header Upgrade $http_upgrade;
  proxy_set_header Connection $chatisle_connection;

  # A reply is passed on while it is written, and may pause.
  proxy_buffering off;
  proxy_read_timeout 1h;

  # A cookie of the backend's domain would be refused on the site's.
  proxy_cookie_domain ~.+ $host;
}
`,
    /^ {2}proxy_pass (.*)\/;$/m,
    upstream,
  ),
  use: "Include it in the server block of the site, then run nginx -t and reload nginx.",
  limits: {
    isWebSocketPassedOn: true,
    longestSilence: 3_600,
    source: "https://nginx.org/en/docs/http/ngx_http_proxy_module.html",
  },
});
