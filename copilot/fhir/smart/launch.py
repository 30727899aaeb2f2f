"""The EHR opens us: its launch address on this machine, and which servers may do so."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from copilot.errors import SignInError
from copilot.fhir.connections import Auth, Connection
from copilot.fhir.origin import same_base
from copilot.fhir.smart.loopback import Found, Loopback
from copilot.fhir.stop import Stop

PATH = "/launch"
PORT = 47820  # one only, as an EHR knows one launch address; none of the redirect ports, which a sign-in needs
_UNKNOWN = "This server is not among Chartside's connections, so it was not opened. Ask IT to add it."


@dataclass(frozen=True, slots=True)
class Launch:
    """What an EHR said when it opened us: its FHIR base, and an opaque ticket for this one launch."""

    iss: str
    launch: str = field(repr=False)


def connection_for(iss: str, connections: Iterable[Connection]) -> Connection | None:
    """Return the known connection that an EHR's `iss` means; None for every server that is not on the list.

    The connection's own address is what is used from then on, so an `iss` can never choose another server.
    """
    smart = [connection for connection in connections if connection.auth is Auth.SMART]
    return next((connection for connection in smart if same_base(iss, connection.base_url)), None)


def listen_for_launch(
    connections: Iterable[Connection],
    *,
    stop: Stop,
    listening: Callable[[str], None] | None = None,
    port: int = PORT,
    seconds: float | None = None,
) -> tuple[Connection, Launch]:
    """Wait for an EHR on this machine to open the launch address, and return whom it means.

    `listening` hears the launch address. Launches by servers that are not known get a page and nothing else.
    Works only where the EHR's browser runs on this machine. Raises `SignInError` after `seconds` (None: never),
    `StoppedError` on Cancel.
    """
    return stop.run(_listen(tuple(connections), listening or (lambda _url: None), port, seconds))


async def _listen(
    connections: tuple[Connection, ...], listening: Callable[[str], None], port: int, seconds: float | None
) -> tuple[Connection, Launch]:
    def wanted(found: Found) -> bool:
        return bool(found.get("launch")) and connection_for(found.get("iss", ""), connections) is not None

    async with Loopback((port,), PATH, wanted, stranger=_UNKNOWN) as loopback:
        listening(loopback.address)
        try:
            async with asyncio.timeout(seconds):
                found = await loopback.answer()
        except TimeoutError:
            unknown = " A launch came from a server that is not among the connections." if loopback.strangers else ""
            raise SignInError(f"The EHR did not open Chartside in time.{unknown}") from None
    connection = connection_for(found["iss"], connections)
    assert connection is not None
    return connection, Launch(found["iss"], found["launch"])
