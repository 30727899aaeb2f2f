"""Sign as minisign does, with a key made for the test."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

NUMBER = b"testkey1"


@dataclass(frozen=True)
class Signer:
    secret: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    number: bytes = NUMBER

    @property
    def key(self) -> str:
        return base64.b64encode(b"Ed" + self.number + self.secret.public_key().public_bytes_raw()).decode()

    def sign(self, content: bytes, *, hashed: bool = True, comment: str = "timestamp:1\tfile:models") -> str:
        signed = hashlib.blake2b(content).digest() if hashed else content
        signature = self.secret.sign(signed)
        whole = self.secret.sign(signature + comment.encode())
        first = base64.b64encode((b"ED" if hashed else b"Ed") + self.number + signature).decode()
        return (
            f"untrusted comment: signature\n{first}\ntrusted comment: {comment}\n{base64.b64encode(whole).decode()}\n"
        )

    def manifest(self, folder: Path, *models: dict[str, Any]) -> Path:
        path = folder / "models-manifest.json"
        content = json.dumps({"models": models}).encode()
        path.write_bytes(content)
        path.with_name(path.name + ".minisig").write_text(self.sign(content), encoding="utf-8")
        return path


def listed(path: Path, **changes: Any) -> dict[str, Any]:
    """Return an entry that fits a file."""
    content = path.read_bytes()
    return {
        "name": "Tiny",
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
        "licence": "Test licence 1.0",
        "family": "llama-3",
    } | changes
