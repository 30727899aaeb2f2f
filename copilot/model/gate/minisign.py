"""Check a minisign signature (https://jedisct1.github.io/minisign/): Ed25519, with the trusted comment signed too."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from copilot.errors import ModelError, UntrustedError

_KEY, _PLAIN, _HASHED = b"Ed", b"Ed", b"ED"
_TRUSTED = "trusted comment: "


@dataclass(frozen=True, slots=True)
class Key:
    """A public key with the number that its signatures name."""

    number: bytes
    public: Ed25519PublicKey


def key(text: str) -> Key:
    """Return the key of a `.pub` file or of its second line alone; raises `ModelError` for any other text."""
    lines = [line for line in text.strip().splitlines() if line and not line.startswith("untrusted comment:")]
    raw = _decoded(lines[0]) if len(lines) == 1 else b""
    if len(raw) != 42 or raw[:2] != _KEY:
        raise ModelError("The trusted key is no minisign public key.", remedy="Copy the line of its .pub file.")
    return Key(raw[2:10], Ed25519PublicKey.from_public_bytes(raw[10:]))


def verify(content: bytes, signature: str, trusted: Key) -> str:
    """Return the trusted comment; raises `UntrustedError` where that key did not sign just this content."""
    lines = signature.strip().splitlines()
    if len(lines) != 4 or not lines[2].startswith(_TRUSTED):
        raise _refused("is no minisign signature")
    raw, whole = _decoded(lines[1]), _decoded(lines[3])
    if len(raw) != 74 or raw[:2] not in (_PLAIN, _HASHED) or len(whole) != 64:
        raise _refused("is no minisign signature")
    if raw[2:10] != trusted.number:
        raise _refused("was made with another key than the trusted one")
    comment = lines[2].removeprefix(_TRUSTED)
    signed = hashlib.blake2b(content).digest() if raw[:2] == _HASHED else content
    try:
        trusted.public.verify(raw[10:], signed)
        trusted.public.verify(whole, raw[10:] + comment.encode("utf-8"))
    except InvalidSignature:
        raise _refused("does not fit: the list or its signature was changed") from None
    return comment


def _decoded(line: str) -> bytes:
    """Return the bytes of a base64 line, none where it is not one."""
    try:
        return base64.b64decode(line.strip(), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _refused(what: str) -> UntrustedError:
    """Return the error for a signature."""
    return UntrustedError(f"The signature {what}.", remedy="Fetch the list and its .minisig again from who signed it.")
