"""Sign in at the hostile EHR as the program does, with a browser that clicks through."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from copilot.fhir.connections import Auth, Connection
from copilot.fhir.smart.launch import Launch
from copilot.fhir.smart.session import Session
from copilot.fhir.smart.sign_in import sign_in
from copilot.fhir.stop import Stop
from tests.ehr import Browser, Ehr, Quirks, Registration, Server, serve

Json = dict[str, Any]
SECONDS = 20.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def redirect(port: int) -> str:
    return f"http://127.0.0.1:{port}/callback"


@contextmanager
def guarded(
    resources: list[Json] | None = None, *, jwks: Json | None = None, may_refresh: bool = True, **quirks: Any
) -> Iterator[tuple[Server, Connection]]:
    """Serve an EHR that wants a token, and the connection that is registered there, port and all."""
    port = free_port()
    client = Registration(redirect_uris=(redirect(port),), jwks=jwks, may_refresh=may_refresh)
    with serve(Ehr(resources, quirks=Quirks(**quirks), protected=True, clients=[client])) as server:
        yield server, connection(server, port)


def connection(server: Server, port: int, *scopes: str, key_file: Path | None = None) -> Connection:
    return Connection(
        "test", "Test hospital", server.base, auth=Auth.SMART, client_id="chartside",
        redirect_ports=(port,), scopes=scopes, key_file=key_file,
    )  # fmt: skip


def signed_in(known: Connection, launch: Launch | None = None, *, seconds: float = SECONDS) -> Session:
    """Return the session of a person who agreed."""
    with Browser() as browser:
        return sign_in(known, show=browser, stop=Stop(), launch=launch, seconds=seconds)
