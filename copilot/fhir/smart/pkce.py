"""The secrets of one sign-in: state, and the verifier with its challenge (RFC 7636, S256)."""

from __future__ import annotations

import base64
import hashlib
import secrets

METHOD = "S256"


def new_secret() -> str:
    """Return 43 random characters (256 bits): enough for a state (122 bits, SMART) and a verifier (RFC 7636)."""
    return secrets.token_urlsafe(32)


def challenge(verifier: str) -> str:
    """Return the S256 challenge of a verifier."""
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")
