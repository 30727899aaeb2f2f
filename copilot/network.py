"""The one way to the network, for records and for a model server: trust, proxies, time limits, safe addresses."""

from __future__ import annotations

import logging
import ssl
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import getproxies

import httpx2
import truststore

from copilot import __version__, clock
from copilot.egress import GATE
from copilot.errors import ServerError

CONNECT_SECONDS = 10.0
_PORTS = {"http": 80, "https": 443}
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
# These write whole addresses and headers at INFO and DEBUG: ids of patients, tokens, channels of the EHR's hub.
for _name in ("httpx2", "httpcore2"):
    logging.getLogger(_name).setLevel(logging.WARNING)


def client(
    purpose: str, ca_file: Path | None, proxy: str | None, *, read_seconds: float, in_flight: int
) -> httpx2.AsyncClient:
    """Return a client that follows no redirect, verifies every certificate and keeps `in_flight` connections at most.

    What it is asked for may be reached through the gate (`egress.py`), where `purpose` is shown. `proxy` None is the
    operating system's, "" none at all. Raises `ServerError` where the authority file (PEM, trusted besides the
    operating system's store) cannot be read.
    """
    clock.must_run("No server is asked")
    for address in [proxy] if proxy is not None else getproxies().values():
        GATE.allow(host(address), f"proxy for {purpose}")

    async def allow(request: httpx2.Request) -> None:
        """Let the host of a request be reached."""
        GATE.allow(request.url.host, purpose)

    return httpx2.AsyncClient(
        event_hooks={"request": [allow]},
        verify=_trust(ca_file),
        proxy=proxy or None,
        trust_env=proxy is None,
        follow_redirects=False,
        timeout=httpx2.Timeout(read_seconds, connect=CONNECT_SECONDS, pool=None),
        limits=httpx2.Limits(max_connections=in_flight, max_keepalive_connections=in_flight),
        headers={"User-Agent": f"Chartside/{__version__}"},
    )


def origin(url: str) -> str:
    """Return `scheme://host:port` in lower case, or "" where the text is no web address."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    scheme, host = parts.scheme.lower(), (parts.hostname or "").lower()
    if scheme not in _PORTS or not host:
        return ""
    return f"{scheme}://{host}:{port or _PORTS[scheme]}"


def host(url: str) -> str:
    """Return the host of an address in lower case, "" where the text is no address."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def is_loopback(url: str) -> bool:
    """Return whether an address is on this machine, by its literal name."""
    return host(url) in _LOOPBACK


def is_safe(url: str) -> bool:
    """Return whether an address may carry patient data: https, or plain http on this machine."""
    return origin(url).startswith("https://") or (bool(origin(url)) and is_loopback(url))


def why(error: Exception) -> str:
    """Return why no answer came, as a sentence that begins in lower case."""
    if isinstance(error, httpx2.ConnectError | httpx2.ConnectTimeout):
        return "the server cannot be reached."
    return "the server did not answer in time." if slow(error) else "the connection broke off."


def slow(error: Exception) -> bool:
    """Return whether time ran out: to wait as long again and again helps nobody."""
    return isinstance(error, httpx2.TimeoutException | TimeoutError)


def untrusted(error: BaseException | None) -> bool:
    """Return whether a certificate was refused: the HTTP library wraps what TLS said."""
    depth = 0
    while error is not None and depth < 10:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error, depth = error.__cause__ or error.__context__, depth + 1
    return False


def _trust(ca_file: Path | None) -> ssl.SSLContext:
    """Return the operating system's trust, with an authority of the hospital's own added."""
    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if ca_file is not None:
        try:
            context.load_verify_locations(cafile=ca_file)
        except (OSError, ssl.SSLError):
            where = str(ca_file)
            raise ServerError(
                "is no file of PEM certificates.", where=where, remedy="Ask IT for the authority's PEM file."
            ) from None
    return context
