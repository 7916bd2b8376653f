"""Signed tokens: which key signs, which are still believed, and what a token says."""

import hashlib
import os
import secrets
import time
from pathlib import Path

import jwt

ACCESS_LIFETIME = 15 * 60
REFRESH_LIFETIME = 7 * 24 * 60 * 60
TOKEN_VERSION = int(os.environ.get("TOKEN_VERSION", "1"))


def signing_key():
    key = os.environ.get("SESSION_SECRET")
    if key is not None:
        return key
    if os.environ.get("APP_ENV") == "production":
        # One that is made at a start would sign everybody out at each of them.
        raise SystemExit("SESSION_SECRET is not set. Make one with: openssl rand -base64 32")
    file = Path(os.environ.get("SECRETS", "."), "SESSION_SECRET.txt")
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(32))
    return file.read_text()


def key_id(key):
    """From the key itself, so that instances cannot disagree on its name."""
    return hashlib.sha256(key.encode()).hexdigest()[:8]


CURRENT = signing_key()
PREVIOUS = [key for key in os.environ.get("SESSION_SECRET_OLD", "").split(",") if key]
KEYS = {key_id(key): key for key in [CURRENT, *PREVIOUS]}


def issue(user, sid, kind):
    """A token for a user. `sid` is the session, the same in every token of it; `kind` is `access` or `refresh`."""
    now = int(time.time())
    lifetime = ACCESS_LIFETIME if kind == "access" else REFRESH_LIFETIME
    claims = {"sub": user, "sid": sid, "aud": kind, "version": TOKEN_VERSION, "iat": now, "exp": now + lifetime}
    return jwt.encode(claims, CURRENT, "HS256", headers={"kid": key_id(CURRENT)})


def read(token, kind):
    """What a token says, or None when it is missing, expired, of another kind, or signed with no key of ours."""
    try:
        key = KEYS.get(jwt.get_unverified_header(token)["kid"])
        required = ["sub", "sid", "aud", "version", "iat", "exp"]
        return jwt.decode(token, key, ["HS256"], audience=kind, options={"require": required}) if key else None
    except (jwt.PyJWTError, KeyError):
        return None
