/** A chat backend on express-session, behind a proxy that ends TLS. */
import { randomUUID } from "node:crypto";
import express from "express";
import session from "express-session";
import { answer } from "../answer.js";
import { database, isProduction, port, secrets } from "../settings.js";
import { openMessages } from "./messages.js";
import { SqliteStore } from "./sqlite-store.js";

const WEEK = 7 * 24 * 60 * 60 * 1000;
const { current, previous } = secrets("SESSION_SECRET");
const messages = openMessages(database);

const app = express();
// One proxy stands before this server. Without this line the request would look like http, and no cookie would be set.
app.set("trust proxy", 1);
app.use(
  session({
    // The prefix keeps other subdomains from writing the cookie.
    name: isProduction ? "__Host-shop.sid" : "shop.sid",
    // The first one signs, all are believed.
    secret: [current, ...previous],
    store: new SqliteStore(database),
    cookie: { httpOnly: true, secure: isProduction, sameSite: "lax", maxAge: WEEK },
    resave: false,
    saveUninitialized: false,
    rolling: true,
  }),
);
app.use(express.json({ limit: "64kb" }));

/** Not allowed is a 403, and ends nothing. Only a session that is missing is a 401. */
app.use((request, response, next) => {
  const isRead = request.method === "GET" || request.method === "HEAD";
  if (isRead || isOwnPage(request.headers)) next();
  else response.status(403).json({ code: "not_allowed", detail: "This page is not of this site." });
});

app.get("/api/session", async (request, response) => {
  request.session.conversation ??= { id: randomUUID(), createdAt: new Date().toISOString() };
  const { id, createdAt } = request.session.conversation;
  await saved(request.session);
  response.set("Cache-Control", "no-store").json({
    session_id: id,
    session_key: id.slice(0, 8),
    created_at: createdAt,
    is_anonymous: true,
  });
});

app.get("/api/auth/token-health", (request, response) => {
  const isAuthenticated = request.session.conversation !== undefined;
  response.json({ compatible: true, authenticated: isAuthenticated, token_version: 1, server_version: 1 });
});

app.get("/api/chat/history", (request, response) => {
  const { conversation } = request.session;
  response.json({ messages: conversation === undefined ? [] : messages.of(conversation.id) });
});

/**
 * express-session puts a new, empty session in the place of one that its store has lost. An answer from that would look
 * like a success; the 401 makes the chat read /api/session, which begins anew, and send the message once more.
 */
function requireConversation(request, response, next) {
  if (request.session.conversation !== undefined) return next();
  response
    .status(401)
    .json({ code: "session_missing", detail: "The server keeps no session for this cookie." });
}

app.post("/chat", requireConversation, async (request, response) => {
  const { id } = request.session.conversation;
  const text = request.body?.message;
  if (typeof text !== "string" || text.trim() === "" || text.length > 8_000) {
    return response.status(400).json({ detail: "A message of 1 to 8,000 characters is needed." });
  }
  messages.add(id, "human", text);
  response.set({ "Content-Type": "text/plain; charset=utf-8", "X-Accel-Buffering": "no" });
  let said = "";
  for await (const piece of answer({ text })) {
    said += piece;
    response.write(piece);
  }
  messages.add(id, "assistant", said);
  response.end();
});

app.post("/api/auth/sign-out", (request, response, next) => {
  request.session.destroy((error) => {
    if (error) return next(error);
    response.clearCookie(isProduction ? "__Host-shop.sid" : "shop.sid", { path: "/", secure: isProduction });
    response.status(204).end();
  });
});

/** Whether a session persists: open it twice. `visits` stays at 1 when the cookie does not come back. */
app.get("/api/session-test", async (request, response) => {
  request.session.visits = (request.session.visits ?? 0) + 1;
  await saved(request.session);
  response.json({
    visits: request.session.visits,
    persists: request.session.visits > 1,
    isHttps: request.secure,
    cameWithCookie: request.headers.cookie !== undefined,
  });
});

/** Writes a session before the answer goes out: the next request may come faster than a write after it. */
const saved = (target) =>
  new Promise((resolve, reject) => target.save((error) => (error ? reject(error) : resolve())));

/** Browsers send the page's origin with every write. */
function isOwnPage({ origin, host }) {
  return origin !== undefined && URL.canParse(origin) && new URL(origin).host === host;
}

app.listen(port, "127.0.0.1", () => console.log(`Chat backend behind nginx at ${port}`));
process.once("SIGTERM", () => process.exit());
