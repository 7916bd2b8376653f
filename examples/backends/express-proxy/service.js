/** The service behind the front: sessions and history over HTTP, messages over a WebSocket. */
import express from "express";
import { WebSocketServer } from "ws";
import { answer } from "../answer.js";
import { database, port } from "../settings.js";
import { demoProvider } from "./demo-provider.js";
import { clearToken, tokenOf, writeToken } from "./session-cookie.js";
import { signInRoutes } from "./sign-in.js";
import { openStore } from "./store.js";

const store = openStore(database);
const provider = demoProvider();
const app = express();
app.use(express.json({ limit: "64kb" }));

/** Refuses what a page of another site sends. On one domain no CORS is needed, and none is offered. */
app.use((request, response, next) => {
  const isRead = request.method === "GET" || request.method === "HEAD";
  if (isRead || isOwnPage(request.headers)) next();
  else response.status(403).json({ detail: "This page is not of this site." });
});

app.get("/session", (request, response) => {
  let token = tokenOf(request);
  let session = store.find(token);
  if (session === undefined) ({ token, session } = store.begin());
  writeToken(response, token);
  response.set("Cache-Control", "no-store").json({
    session_id: session.id,
    session_key: session.id.slice(0, 8),
    created_at: session.created_at,
    is_anonymous: session.user === null,
  });
});

app.get("/auth/token-health", (request, response) => {
  const isAuthenticated = store.find(tokenOf(request)) !== undefined;
  response.json({ compatible: true, authenticated: isAuthenticated, token_version: 1, server_version: 1 });
});

app.get("/chat/history", (request, response) => {
  const session = store.find(tokenOf(request));
  response.json({ messages: session === undefined ? [] : store.history(session.id) });
});

/** For networks that let no WebSocket through. */
app.post("/chat", async (request, response) => {
  const session = store.find(tokenOf(request));
  const text = request.body?.message;
  if (session === undefined) return response.status(401).json({ detail: "No session. Read /session first." });
  if (!isMessage(text))
    return response.status(400).json({ detail: "A message of 1 to 8,000 characters is needed." });
  let reply = "";
  for await (const piece of replyTo(session, text)) reply += piece;
  response.json({ reply });
});

app.post("/auth/sign-out", (request, response) => {
  store.end(tokenOf(request));
  clearToken(response);
  response.status(204).end();
});

app.use(signInRoutes(provider, signIn), provider.routes);

const server = app.listen(port, "127.0.0.1", () => console.log(`Service at ${port}`));
const sockets = new WebSocketServer({ noServer: true, maxPayload: 64_000 });
server.on("upgrade", (request, socket, head) => {
  // A refused upgrade tells the page nothing: accept it, then close with the reason.
  sockets.handleUpgrade(request, socket, head, (connection) => {
    const session = store.find(tokenOf(request));
    // The same-origin policy is not for WebSockets: any page may open one, with the visitor's cookies.
    if (!isOwnPage(request.headers)) connection.close(4403, "This page is not of this site.");
    else if (session === undefined) connection.close(4401, "No session.");
    else if (request.url !== `/ws/chat/${session.id}`)
      connection.close(4403, "Not this visitor's conversation.");
    else
      connection.on("message", (data) =>
        converse(connection, session, data).catch(() => connection.close(1011)),
      );
  });
});

/** A session of the user's own. It keeps the conversation of a visitor who had not signed in. */
function signIn(user, request, response) {
  const token = tokenOf(request);
  const before = store.find(token);
  const after = store.begin({ id: before?.user === null ? before.id : undefined, user });
  store.end(token);
  writeToken(response, after.token);
}

async function converse(connection, session, data) {
  const { type, id, text } = JSON.parse(data);
  const send = (frame) => connection.send(JSON.stringify(frame));
  // The connection was lost in the middle of a reply. Its pieces are kept nowhere; what was said is in the history.
  if (type === "resume") return send({ type: "error", message: "The reply was cut off." });
  if (type !== "message") return;
  if (!isMessage(text))
    return send({ type: "error", message: "A message of 1 to 8,000 characters is needed." });
  let seq = 0;
  let content = "";
  for await (const piece of replyTo(session, text)) {
    content += piece;
    send({ type: "delta", id: `reply-${id}`, seq: ++seq, text: piece });
  }
  send({ type: "message", id: `reply-${id}`, seq: ++seq, role: "assistant", content });
}

/** The reply, piece by piece; what the visitor and the assistant say goes into the history. */
async function* replyTo(session, text) {
  store.say(session.id, "human", text);
  let said = "";
  for await (const piece of answer({ text })) {
    said += piece;
    yield piece;
  }
  store.say(session.id, "assistant", said);
}

const isMessage = (text) => typeof text === "string" && text.trim() !== "" && text.length <= 8_000;

/** Browsers send the page's origin with every write and every WebSocket. */
function isOwnPage({ origin, host }) {
  return origin !== undefined && URL.canParse(origin) && new URL(origin).host === host;
}

process.once("SIGTERM", () => process.exit());
