"""
A chat backend that runs as several instances: Flask's signed session cookie, and nothing in any instance's memory.

The cookie says who the visitor is. What must be shared is in a database that every instance reaches.
"""

import hmac
import os
import re
import secrets
import sqlite3
import time
import uuid
from contextlib import closing
from hashlib import sha256

from flask import Flask, Response, jsonify, request, session

from signed_sessions import CURRENT, KeyListSessions

PRODUCTION = os.environ.get("APP_ENV") == "production"
DATABASE = os.environ.get("DATABASE", "chat.sqlite")
ALLOWED_ORIGINS = os.environ.get("ALLOWED_ORIGINS", "" if PRODUCTION else "http://localhost:4321").split(",")
WEEK = 7 * 24 * 60 * 60
CODE_LIFETIME = 10 * 60
MAX_ATTEMPTS = 10

app = Flask(__name__)
app.session_interface = KeyListSessions()
app.config.update(
    SECRET_KEY=CURRENT,
    SESSION_COOKIE_NAME="__Host-chat" if PRODUCTION else "chat_dev",
    SESSION_COOKIE_SECURE=PRODUCTION,
    SESSION_COOKIE_SAMESITE="Lax",
    PERMANENT_SESSION_LIFETIME=WEEK,
    MAX_CONTENT_LENGTH=64 * 1024,
)


def sent():
    """The fields of the JSON that was sent; none for anything but an object."""
    body = request.get_json()
    return body if isinstance(body, dict) else {}


def database():
    # Other instances write too: wait for them.
    connection = sqlite3.connect(DATABASE, timeout=10)
    connection.row_factory = sqlite3.Row
    return closing(connection)


with database() as db:
    db.executescript(
        """
        PRAGMA journal_mode = WAL;
        CREATE TABLE IF NOT EXISTS messages (
            id INTEGER PRIMARY KEY, subject TEXT, role TEXT, content TEXT, created_at TEXT);
        CREATE TABLE IF NOT EXISTS attempts (email TEXT, at REAL);
        """
    )


@app.before_request
def own_pages_write():
    """Refuses a write from a page that is not on the list: CORS only hides the answer, the request is carried out."""
    if request.method == "OPTIONS":
        return "", 204
    if request.method not in ("GET", "HEAD") and request.headers.get("Origin") not in ALLOWED_ORIGINS:
        return jsonify(detail="This page is not in ALLOWED_ORIGINS."), 403


@app.after_request
def allow_own_pages(response):
    """CORS, also on errors: without these headers a page cannot tell a 401 from an outage."""
    response.headers.add("Vary", "Origin")
    response.headers["Cache-Control"] = "no-store"
    if request.headers.get("Origin") in ALLOWED_ORIGINS:
        response.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]
        response.headers["Access-Control-Allow-Credentials"] = "true"
        response.headers["Access-Control-Allow-Methods"] = "GET, POST"
        response.headers["Access-Control-Allow-Headers"] = "Content-Type"
        response.headers["Access-Control-Max-Age"] = "7200"
    return response


def described():
    email = session.get("email")
    return jsonify(
        session_id=session["id"],
        session_key=session["id"][:8],
        created_at=session["created_at"],
        is_anonymous=email is None,
    )


def subject():
    """Whose conversation it is: the address of a visitor who has signed in, on whatever device."""
    return session.get("email") or session["id"]


def begin():
    if "id" not in session:
        session.permanent = True
        session.update(id=uuid.uuid4().hex, created_at=now())


@app.get("/api/session")
def current():
    begin()
    return described()


@app.get("/api/auth/token-health")
def token_health():
    return jsonify(compatible=True, authenticated="id" in session, token_version=1, server_version=1)


@app.get("/api/chat/history")
def history():
    begin()
    with database() as db:
        rows = db.execute(
            "SELECT id, role, content, created_at FROM messages WHERE subject = ? ORDER BY id", (subject(),)
        )
        return jsonify(messages=[dict(row) for row in rows])


@app.post("/chat")
def chat():
    begin()
    message = sent().get("message")
    if not isinstance(message, str) or not message.strip() or len(message) > 8000:
        return jsonify(detail="A message of 1 to 8,000 characters is needed."), 400
    # The session is not to be had any more when the reply is being written.
    owner = subject()
    save(owner, "human", message)

    def reply():
        said = ""
        try:
            for word in answer(message):
                said += word
                yield word
        finally:
            # Also when the visitor has left in the middle: the history holds what was said.
            if said:
                save(owner, "assistant", said)

    return Response(reply(), mimetype="text/plain")


def answer(message):
    """Here your model speaks. This one says the message back, word by word."""
    for word in re.findall(r"\s*\S+", f"You said: {message}"):
        time.sleep(0.05)
        yield word


def save(owner, role, content):
    with database() as db, db:
        db.execute(
            "INSERT INTO messages (subject, role, content, created_at) VALUES (?, ?, ?, ?)",
            (owner, role, content, now()),
        )


@app.post("/api/auth/code")
def send_code():
    """The first step of signing in. The code is in the e-mail; the cookie has only what proves it, for any instance."""
    begin()
    email = str(sent().get("email", "")).strip().lower()
    if "@" not in email:
        return jsonify(detail="An e-mail address is needed."), 400
    code, nonce = f"{secrets.randbelow(10**8):08d}", secrets.token_hex(16)
    session["challenge"] = {
        "email": email,
        "nonce": nonce,
        "proof": proof(email, nonce, code),
        "expires_at": time.time() + CODE_LIFETIME,
    }
    send_mail(email, f"Your code is {code}")
    return "", 204


@app.post("/api/auth/code/verify")
def verify_code():
    """The second step, which may reach another instance than the first."""
    challenge = session.get("challenge")
    if challenge is None or challenge["expires_at"] < time.time():
        return jsonify(code="code_expired", detail="Ask for a new code."), 403
    email = challenge["email"]
    if count_attempt(email) > MAX_ATTEMPTS:
        return jsonify(code="too_many_attempts", detail="Wait a quarter of an hour."), 429
    code = str(sent().get("code", "")).replace(" ", "")
    if not hmac.compare_digest(proof(email, challenge["nonce"], code), challenge["proof"]):
        return jsonify(code="wrong_code", detail="This is not the code in the e-mail."), 403
    with database() as db, db:
        # What the visitor wrote before belongs to the conversation.
        db.execute("UPDATE messages SET subject = ? WHERE subject = ?", (email, session["id"]))
    session.clear()
    session["email"] = email
    begin()
    return described()


@app.post("/api/auth/sign-out")
def sign_out():
    session.clear()
    return "", 204


def proof(email, nonce, code):
    return hmac.new(CURRENT.encode(), f"{email}:{nonce}:{code}".encode(), sha256).hexdigest()


def count_attempt(email):
    """In the database, because a limit in the memory of one instance is none."""
    with database() as db, db:
        db.execute("DELETE FROM attempts WHERE at < ?", (time.time() - 15 * 60,))
        db.execute("INSERT INTO attempts VALUES (?, ?)", (email, time.time()))
        return db.execute("SELECT count(*) FROM attempts WHERE email = ?", (email,)).fetchone()[0]


def send_mail(to, text):
    """Here your mailer stands. This one prints."""
    print(f"To {to}: {text}", flush=True)


if not PRODUCTION:

    @app.get("/api/session-debug")
    def session_debug():
        """What the server sees. Never in production: it would tell a stranger how the site is built."""
        return jsonify(
            instance=os.environ.get("PORT"),
            session=dict(session),
            cookies=sorted(request.cookies),
            is_https=request.headers.get("X-Forwarded-Proto") == "https",
        )


def now():
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
