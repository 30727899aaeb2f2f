"""The client for one FHIR server: `copilot.network` with the connection's own trust, proxy and patience."""

from __future__ import annotations

import httpx2

from copilot import network
from copilot.fhir.connections import Connection

READ_SECONDS = 60.0  # hospital servers take their time over a page; Cancel does not wait for it
IN_FLIGHT = 4


def client(connection: Connection) -> httpx2.AsyncClient:
    """Return a client for this server; raises `ServerError` where its authority file cannot be read."""
    return network.client(
        connection.name, connection.ca_file, connection.proxy, read_seconds=READ_SECONDS, in_flight=IN_FLIGHT
    )
