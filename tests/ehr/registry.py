"""The apps that the hospital has registered, and where their answers may be sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
PORTS = (47810, 47811, 47812, 47813)
REDIRECTS = tuple(f"http://127.0.0.1:{port}/callback" for port in PORTS)


@dataclass(frozen=True, slots=True)
class Registration:
    """One app: public without `jwks` (its public keys), else its every token request must be signed."""

    client_id: str = "chartside"
    redirect_uris: tuple[str, ...] = REDIRECTS
    jwks: Json | None = None
    may_refresh: bool = True
    backend: bool = False
