"""The one way to the network: the operating system's trust, own authorities, proxies, and time limits."""

from __future__ import annotations

import logging
import ssl

import httpx2
import truststore

from copilot import __version__
from copilot.errors import ServerError
from copilot.fhir.connections import Connection

CONNECT_SECONDS = 10.0
READ_SECONDS = 60.0  # hospital servers take their time over a page; Cancel does not wait for it
IN_FLIGHT = 4
# These write whole addresses and headers at INFO and DEBUG: ids of patients, tokens, channels of the EHR's hub.
for _name in ("httpx2", "httpcore2"):
    logging.getLogger(_name).setLevel(logging.WARNING)


def client(connection: Connection) -> httpx2.AsyncClient:
    """Return a client that follows no redirect, verifies every certificate and keeps four connections at most.

    Raises `ServerError` where the authority file cannot be read.
    """
    return httpx2.AsyncClient(
        verify=_trust(connection),
        proxy=connection.proxy or None,
        trust_env=connection.proxy is None,
        follow_redirects=False,
        timeout=httpx2.Timeout(READ_SECONDS, connect=CONNECT_SECONDS, pool=None),
        limits=httpx2.Limits(max_connections=IN_FLIGHT, max_keepalive_connections=IN_FLIGHT),
        headers={"User-Agent": f"Chartside/{__version__}"},
    )


def _trust(connection: Connection) -> ssl.SSLContext:
    """Return the operating system's trust, with the connection's own authority added."""
    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if connection.ca_file is not None:
        try:
            context.load_verify_locations(cafile=connection.ca_file)
        except (OSError, ssl.SSLError):
            where = str(connection.ca_file)
            raise ServerError(
                "is no file of PEM certificates.", where=where, remedy="Ask IT for the authority's PEM file."
            ) from None
    return context
