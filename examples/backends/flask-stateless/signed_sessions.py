"""Flask's session cookie, signed with one key and believed with several."""

import hashlib
import os
import secrets
from pathlib import Path

from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer


def signing_key():
    key = os.environ.get("SESSION_SECRET")
    if key is not None:
        return key
    if os.environ.get("APP_ENV") == "production":
        # Every instance needs the same one, also after a restart.
        raise SystemExit("SESSION_SECRET is not set. Make one with: openssl rand -base64 32")
    file = Path(os.environ.get("SECRETS", "."), "SESSION_SECRET.txt")
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(32))
    return file.read_text()


CURRENT = signing_key()
PREVIOUS = [key for key in os.environ.get("SESSION_SECRET_OLD", "").split(",") if key]


class KeyListSessions(SecureCookieSessionInterface):
    """From Flask 3.1 on, the setting SECRET_KEY_FALLBACKS does this. itsdangerous signs with the last key of a list."""

    def get_signing_serializer(self, app):
        return URLSafeTimedSerializer(
            [*reversed(PREVIOUS), CURRENT],
            salt=self.salt,
            serializer=self.serializer,
            signer_kwargs={"key_derivation": self.key_derivation, "digest_method": hashlib.sha256},
        )
