"""A chat backend for signed-in visitors: Flask, and PyJWT for access and refresh tokens that carry a version."""

import hmac
import os
import secrets
import sqlite3
import time
import uuid
from contextlib import closing

from flask import Flask, abort, g, jsonify, request

from tokens import ACCESS_LIFETIME, REFRESH_LIFETIME, TOKEN_VERSION, issue, read

PRODUCTION = os.environ.get("APP_ENV") == "production"
DATABASE = os.environ.get("DATABASE", "chat.sqlite")
ALLOWED_ORIGINS = os.environ.get("ALLOWED_ORIGINS", "" if PRODUCTION else "http://localhost:4321").split(",")
# The oldest tokens that this release can still work with. Raise it only when what a token says has changed.
OLDEST_VERSION = int(os.environ.get("OLDEST_TOKEN_VERSION", "1"))

# Here your users stand. The example believes every name that comes with the one password of its environment.
PASSWORD = os.environ.get("DEMO_PASSWORD") or secrets.token_urlsafe(9)
if "DEMO_PASSWORD" not in os.environ:
    if PRODUCTION:
        raise SystemExit("DEMO_PASSWORD is not set: nobody could sign in.")
    print(f"Sign in with any name and the password {PASSWORD}", flush=True)

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 64 * 1024


def sent():
    """The fields of the JSON that was sent; none for anything but an object."""
    body = request.get_json()
    return body if isinstance(body, dict) else {}


def database():
    connection = sqlite3.connect(DATABASE)
    connection.row_factory = sqlite3.Row
    return closing(connection)


with database() as db:
    db.executescript(
        """
        PRAGMA journal_mode = WAL;
        CREATE TABLE IF NOT EXISTS messages (
            id INTEGER PRIMARY KEY, user TEXT, role TEXT, content TEXT, created_at TEXT);
        CREATE TABLE IF NOT EXISTS ended (sid TEXT PRIMARY KEY, expires_at REAL);
        """
    )


@app.before_request
def own_pages_write():
    """Refuses a write from a page that is not on the list: CORS only hides the answer, the request is carried out."""
    if request.method == "OPTIONS":
        return "", 204
    if request.method not in ("GET", "HEAD") and request.headers.get("Origin") not in ALLOWED_ORIGINS:
        return jsonify(code="not_allowed", detail="This page is not in ALLOWED_ORIGINS."), 403


@app.after_request
def allow_own_pages(response):
    """CORS, also on errors: without these headers a page cannot tell a 401 from an outage."""
    response.headers.add("Vary", "Origin")
    response.headers["Cache-Control"] = "no-store"
    if request.headers.get("Origin") in ALLOWED_ORIGINS:
        response.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]
        response.headers["Access-Control-Allow-Credentials"] = "true"
        response.headers["Access-Control-Allow-Methods"] = "GET, POST"
        response.headers["Access-Control-Allow-Headers"] = "Authorization, Content-Type"
        response.headers["Access-Control-Max-Age"] = "7200"
    return response


def presented(kind):
    """
    The claims of the token of a kind that came with the request, or None: the cookie's, and for pages that cannot keep
    cookies the header's. When both come, they must be of one session.
    """
    found = [read(request.cookies.get(f"chat_{kind}"), kind)]
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind == "access" and scheme == "Bearer":
        found.append(read(token, kind))
    known = [claims for claims in found if claims is not None and not is_ended(claims["sid"])]
    return known[0] if len({claims["sid"] for claims in known}) == 1 else None


def is_ended(sid):
    with database() as db:
        return db.execute("SELECT 1 FROM ended WHERE sid = ?", (sid,)).fetchone() is not None


def require_user():
    claims = presented("access")
    if claims is None or claims["version"] < OLDEST_VERSION:
        response = jsonify(code="signed_out", detail="Nobody is signed in, or not any more.")
        response.status_code = 401
        abort(response)
    g.user = claims["sub"]
    return claims


def with_tokens(user, sid):
    """An answer that signs a visitor in. The page needs its token only where cookies are blocked, and in memory only."""
    access, refresh = issue(user, sid, "access"), issue(user, sid, "refresh")
    response = jsonify(access_token=access, expires_in=ACCESS_LIFETIME)
    write_cookie(response, "access", access, "/", ACCESS_LIFETIME)
    write_cookie(response, "refresh", refresh, "/api/auth", REFRESH_LIFETIME)
    return response


def write_cookie(response, kind, value, path, max_age):
    response.set_cookie(
        f"chat_{kind}", value, max_age=max_age, path=path, httponly=True, secure=PRODUCTION, samesite="Lax"
    )


@app.post("/api/auth/login")
def login():
    body = sent()
    if not hmac.compare_digest(str(body.get("password")).encode(), PASSWORD.encode()):
        return jsonify(code="wrong_password", detail="This is not the password."), 403
    return with_tokens(str(body["user"]), uuid.uuid4().hex)


@app.post("/api/auth/refresh")
def refresh():
    claims = presented("refresh")
    if claims is None or claims["version"] < OLDEST_VERSION:
        return jsonify(code="signed_out", detail="Please sign in again."), 401
    return with_tokens(claims["sub"], claims["sid"])


@app.post("/api/auth/sign-out")
def sign_out():
    claims = presented("refresh") or presented("access")
    if claims is not None:
        # A signed token is good until it expires, wherever a copy is: the session is remembered as ended until then.
        with database() as db, db:
            db.execute("DELETE FROM ended WHERE expires_at < ?", (time.time(),))
            db.execute("INSERT OR IGNORE INTO ended VALUES (?, ?)", (claims["sid"], time.time() + REFRESH_LIFETIME))
    response = app.make_response(("", 204))
    write_cookie(response, "access", "", "/", 0)
    write_cookie(response, "refresh", "", "/api/auth", 0)
    return response


@app.get("/api/auth/token-health")
def token_health():
    """Whether this release can work with the visitor's token; the chat asks every five minutes."""
    claims = presented("access") or presented("refresh")
    version = claims and claims["version"]
    return jsonify(
        compatible=claims is None or version >= OLDEST_VERSION,
        authenticated=claims is not None,
        token_version=version,
        server_version=TOKEN_VERSION,
    )


@app.get("/api/session")
def session():
    claims = require_user()
    return jsonify(
        session_id=claims["sid"],
        session_key=claims["sid"][:8],
        created_at=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(claims["iat"])),
        is_anonymous=False,
        # So that the chat knows the same person after a new sign-in, and sends what was waiting for it.
        subject=claims["sub"],
    )


@app.get("/api/chat/history")
def history():
    require_user()
    with database() as db:
        rows = db.execute("SELECT id, role, content, created_at FROM messages WHERE user = ? ORDER BY id", (g.user,))
        return jsonify(messages=[dict(row) for row in rows])


@app.post("/chat")
def chat():
    require_user()
    message = sent().get("message")
    if not isinstance(message, str) or not message.strip() or len(message) > 8000:
        return jsonify(detail="A message of 1 to 8,000 characters is needed."), 400
    reply = f"You said: {message}"  # Here your model speaks.
    save("human", message)
    save("assistant", reply)
    return jsonify(reply=reply)


def save(role, content):
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    with database() as db, db:
        db.execute(
            "INSERT INTO messages (user, role, content, created_at) VALUES (?, ?, ?, ?)", (g.user, role, content, now)
        )
