/** The one server that visitors reach: it has the site's pages, and passes /api/v1 and /ws on to the service behind it. */
import express from "express";
import { createProxyMiddleware } from "http-proxy-middleware";
import { port } from "../settings.js";

const target = process.env.SERVICE ?? "http://127.0.0.1:8001";
// The service is on no public address, and its paths are its own: /api/v1/session is its /session.
const proxy = createProxyMiddleware({
  target,
  pathFilter: ["/api/v1", "/ws"],
  pathRewrite: { "^/api/v1": "" },
  ws: true,
});

const app = express();
// Before anything that reads bodies, such as express.json(): a body can be read only once.
app.use(proxy);
app.use(express.static(process.env.SITE ?? "dist"));

const server = app.listen(port, () => console.log(`Site and chat at http://localhost:${port}`));
// Without this the first WebSocket would fail: the proxy learns of upgrades only from its first HTTP request.
server.on("upgrade", proxy.upgrade);
process.once("SIGTERM", () => process.exit());
