"""A chat backend for pages on another origin: FastAPI, SQLite and a session cookie."""

import asyncio
import hashlib
import json
import os
import re
import secrets
import sqlite3
import time
import uuid
from contextlib import closing

from fastapi import Depends, FastAPI, HTTPException, Request, Response
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

PRODUCTION = os.environ.get("APP_ENV") == "production"
DATABASE = os.environ.get("DATABASE", "chat.sqlite")
# Exactly as browsers write them, without a slash at the end. No patterns: anybody can register a preview host's name.
ALLOWED_ORIGINS = os.environ.get("ALLOWED_ORIGINS", "" if PRODUCTION else "http://localhost:4321").split(",")
WEEK = 7 * 24 * 60 * 60

if PRODUCTION:
    # The prefix keeps other subdomains from writing the cookie. Between two sites, a browser that blocks third-party
    # cookies still keeps one that is partitioned. Starlette has no word for that, so the header is written by hand.
    COOKIE = "__Host-chat"
    SAME_SITE = "SameSite=None; Partitioned" if os.environ.get("CROSS_SITE") else "SameSite=Lax"
    ATTRIBUTES = f"Path=/; HttpOnly; Secure; {SAME_SITE}"
else:
    COOKIE = "chat_dev"
    ATTRIBUTES = "Path=/; HttpOnly; SameSite=Lax"

app = FastAPI()
app.add_middleware(
    CORSMiddleware,
    allow_origins=ALLOWED_ORIGINS,
    allow_credentials=True,
    allow_methods=["GET", "POST"],
    allow_headers=["Content-Type"],
    expose_headers=["Retry-After"],
)


def database():
    connection = sqlite3.connect(DATABASE)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    return closing(connection)


with database() as db:
    db.executescript(
        """
        PRAGMA journal_mode = WAL;
        CREATE TABLE IF NOT EXISTS sessions (id TEXT PRIMARY KEY, token TEXT UNIQUE, created_at TEXT, expires_at REAL);
        CREATE TABLE IF NOT EXISTS messages (
            id INTEGER PRIMARY KEY, session_id TEXT REFERENCES sessions ON DELETE CASCADE,
            role TEXT, content TEXT, created_at TEXT);
        CREATE INDEX IF NOT EXISTS messages_of_session ON messages (session_id, id);
        """
    )


def now():
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def digest(token: str) -> str:
    """What is stored of a token: whoever reads the database cannot sign in with it."""
    return hashlib.sha256(token.encode()).hexdigest()


def write_cookie(response: Response, token: str, max_age: int = WEEK):
    response.headers.append("Set-Cookie", f"{COOKIE}={token}; {ATTRIBUTES}; Max-Age={max_age}")


def find_session(token):
    with database() as db:
        return db.execute(
            "SELECT * FROM sessions WHERE token = ? AND expires_at > ?", (digest(token or ""), time.time())
        ).fetchone()


def current_session(request: Request):
    """The visitor's session, or None: a visitor without one is anonymous, which is no error."""
    return find_session(request.cookies.get(COOKIE))


def open_session():
    token = secrets.token_urlsafe(32)
    with database() as db, db:
        db.execute(
            "INSERT INTO sessions VALUES (?, ?, ?, ?)", (uuid.uuid4().hex, digest(token), now(), time.time() + WEEK)
        )
    return token, find_session(token)


def own_page(request: Request):
    """Refuses a write from a page that is not on the list: CORS only hides the answer, the request is carried out."""
    if request.headers.get("Origin") not in ALLOWED_ORIGINS:
        raise HTTPException(403, "This page is not in ALLOWED_ORIGINS.")


@app.get("/api/session")
def session(request: Request, response: Response, current=Depends(current_session)):
    if current is None:
        raise HTTPException(401, "No session yet: the first message opens one.")
    with database() as db, db:
        db.execute("UPDATE sessions SET expires_at = ? WHERE id = ?", (time.time() + WEEK, current["id"]))
    write_cookie(response, request.cookies[COOKIE])
    return {
        "session_id": current["id"],
        "session_key": current["id"][:8],
        "created_at": current["created_at"],
        "is_anonymous": True,
    }


@app.get("/api/auth/token-health")
def token_health(current=Depends(current_session)):
    return {"compatible": True, "authenticated": current is not None, "token_version": 1, "server_version": 1}


@app.get("/api/chat/history")
def history(current=Depends(current_session)):
    if current is None:
        return {"messages": []}
    with database() as db:
        rows = db.execute(
            "SELECT id, role, content, created_at FROM messages WHERE session_id = ? ORDER BY id", (current["id"],)
        )
        return {"messages": [dict(row) for row in rows]}


class ChatMessage(BaseModel):
    message: str = Field(min_length=1, max_length=8000)


@app.post("/chat", dependencies=[Depends(own_page)])
def chat(body: ChatMessage, current=Depends(current_session)):
    token = None
    if current is None:
        token, current = open_session()
    save(current["id"], "human", body.message)
    response = StreamingResponse(reply_events(current["id"], body.message), media_type="text/event-stream")
    # For nginx, which otherwise holds a reply back until it is whole.
    response.headers["X-Accel-Buffering"] = "no"
    if token is not None:
        write_cookie(response, token)
    return response


@app.post("/api/auth/sign-out", status_code=204, dependencies=[Depends(own_page)])
def sign_out(response: Response, current=Depends(current_session)):
    if current is not None:
        with database() as db, db:
            db.execute("DELETE FROM sessions WHERE id = ?", (current["id"],))
    write_cookie(response, "", max_age=0)


def save(session_id: str, role: str, content: str):
    with database() as db, db:
        db.execute(
            "INSERT INTO messages (session_id, role, content, created_at) VALUES (?, ?, ?, ?)",
            (session_id, role, content, now()),
        )


async def answer(message: str):
    """Here your model speaks. This one says the message back, word by word."""
    for word in re.findall(r"\s*\S+", f"You said: {message}"):
        await asyncio.sleep(0.05)
        yield word


async def reply_events(session_id: str, message: str):
    """Server-sent events. Each piece is JSON, because a line break would end an event."""
    said = ""
    try:
        async for piece in answer(message):
            said += piece
            yield f"data: {json.dumps({'delta': piece})}\n\n"
        yield f"data: {json.dumps({'type': 'done'})}\n\n"
    finally:
        # Also when the visitor has left in the middle: the history holds what was said.
        if said:
            save(session_id, "assistant", said)
