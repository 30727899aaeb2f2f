"""A hostile EHR that wants a sign-in, and the connection by which it knows the program."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from copilot.fhir.connections import Auth, Connection
from tests.ehr import Ehr, Quirks, Registration, Server, serve
from tests.fhir.smart.hospital import free_ports

Json = dict[str, Any]


def redirect(port: int) -> str:
    return f"http://127.0.0.1:{port}/callback"


@contextmanager
def guarded(
    resources: list[Json] | None = None, *, jwks: Json | None = None, may_refresh: bool = True, **quirks: Any
) -> Iterator[tuple[Server, Connection]]:
    """Serve an EHR that wants a token, and the connection that is registered there, port and all."""
    (port,) = free_ports()
    client = Registration(redirect_uris=(redirect(port),), jwks=jwks, may_refresh=may_refresh)
    with serve(Ehr(resources, quirks=Quirks(**quirks), protected=True, clients=[client])) as server:
        yield server, connection(server, port)


def connection(server: Server, port: int, *scopes: str, key_file: Path | None = None) -> Connection:
    return Connection(
        "test", "Test hospital", server.base, auth=Auth.SMART, client_id="chartside",
        redirect_ports=(port,), scopes=scopes, key_file=key_file,
    )  # fmt: skip
