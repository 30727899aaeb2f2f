"""Prove who we are with a signed assertion (private_key_jwt): confidential clients and backend services."""

from __future__ import annotations

import json
import time
import uuid
from pathlib import Path

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from copilot.errors import SignInError

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
LIFETIME_SECONDS = 240  # SMART allows five minutes; the rest is for clocks that differ
_REMEDY = "Ask IT for a private key as JWK or PEM: EC P-384 (ES384), or RSA (RS384)."

Key = ECKey | RSAKey


class Signer:
    """Signs assertions with one private key; no representation shows it."""

    def __init__(self, key: Key, algorithm: str, kid: str) -> None:
        self._key = key
        self.algorithm = algorithm
        self.kid = kid

    def __repr__(self) -> str:
        return f"<Signer {self.algorithm} {self.kid}>"

    def form(self, client_id: str, token_endpoint: str) -> dict[str, str]:
        """Return the form fields that prove who asks, good for one request (SMART 2.2, asymmetric authentication)."""
        header = {"alg": self.algorithm, "kid": self.kid, "typ": "JWT"}
        now = int(time.time())
        claims = {
            "iss": client_id,
            "sub": client_id,
            "aud": token_endpoint,
            "iat": now,
            "exp": now + LIFETIME_SECONDS,
            "jti": str(uuid.uuid4()),
        }
        assertion = jwt.encode(header, claims, self._key, algorithms=[self.algorithm])
        return {"client_assertion_type": ASSERTION_TYPE, "client_assertion": assertion}


def read_signer(path: Path, supported: tuple[str, ...] = ()) -> Signer:
    """Return the signer for a key file: a JWK, a set of them, or PEM; of several the first the server supports.

    The key id is the JWK's own, else its thumbprint (RFC 7638). Raises `SignInError` where no key can be used.
    """
    try:
        text = path.read_bytes()
    except OSError:
        raise SignInError("cannot be read.", where=str(path), remedy=_REMEDY) from None
    signers = [signer for key in _keys(text) if (signer := _signer(key)) is not None]
    if not signers:
        raise SignInError("holds no private key that can be used.", where=str(path), remedy=_REMEDY)
    return next((signer for signer in signers if signer.algorithm in supported), signers[0])


def _keys(text: bytes) -> list[Key]:
    """Return the private keys in a file; what is none is left out."""
    if text.lstrip().startswith(b"-----"):
        return [key for kind in (ECKey, RSAKey) if (key := _import(kind, text.strip())) is not None]
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return []
    if not isinstance(found, dict):
        return []
    listed = found["keys"] if isinstance(found.get("keys"), list) else [found]
    return [key for item in listed if isinstance(item, dict) and (key := _from_jwk(item)) is not None]


def _from_jwk(item: dict[str, str | list[str]]) -> Key | None:
    kinds: dict[str, type[Key]] = {"EC": ECKey, "RSA": RSAKey}
    kind = kinds.get(str(item.get("kty")))
    return None if kind is None else _import(kind, item)


def _import(kind: type[Key], data: bytes | dict[str, str | list[str]]) -> Key | None:
    try:
        key = kind.import_key(data)
    except (JoseError, ValueError, TypeError, KeyError):
        return None
    return key if key.is_private else None


def _signer(key: Key) -> Signer | None:
    """Return what signs with a key, None where it cannot, or its `use`, `key_ops` or `alg` forbids it."""
    try:
        if isinstance(key, ECKey) and key.curve_name != "P-384":
            return None
        made = Signer(key, "RS384" if isinstance(key, RSAKey) else "ES384", key.kid or key.thumbprint())
        made.form("", "")
    except (JoseError, KeyError):  # KeyError: a curve that the library has no name for
        return None
    return made
