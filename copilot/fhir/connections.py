"""Which FHIR servers may be asked, and how one signs in there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

# Many servers compare the whole redirect address with the registered one, port included (RFC 8252 says any port).
REDIRECT_PORTS = (47810, 47811, 47812, 47813)


class Auth(StrEnum):
    """How a server wants to know who asks."""

    OPEN = "open"
    SMART = "smart"
    BACKEND = "backend"


@dataclass(frozen=True, slots=True)
class Connection:
    """One hospital's FHIR server.

    `base_url` is the FHIR base without a slash at its end. `scopes` empty means the usual ones for what
    is read. `proxy` None is the operating system's, "" none at all. `ca_file` (PEM) is trusted besides the
    operating system's store; nothing turns verification off. `key_file` is the private JWK (or PEM) that
    signs for backend services and for confidential clients. `locked` says that IT's policy set it.
    """

    id: str
    name: str
    base_url: str
    auth: Auth = Auth.SMART
    client_id: str = ""
    scopes: tuple[str, ...] = ()
    redirect_ports: tuple[int, ...] = REDIRECT_PORTS
    redirect_path: str = "/callback"
    key_file: Path | None = None
    ca_file: Path | None = None
    proxy: str | None = None
    locked: bool = False
