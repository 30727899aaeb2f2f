"""The gate in the wall: a connection goes to an address that somebody asked for by name, or it is refused and logged.

`copilot.network` makes every client and asks for its addresses here; whatever else in this process opens a socket,
a library that phones home included, is stopped by Python's audit hook before the first packet. What is written in C
and calls the system itself is not seen by the hook: that the app sends nothing is tested in an empty network
(`tests/test_egress.py`). Sockets of this machine's own desktop (D-Bus, the display) have no address and pass.
"""

from __future__ import annotations

import ipaddress
import logging
import socket
import sys
import threading
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from copilot.errors import KnownError

_LOG = logging.getLogger(__name__)
_KEPT = 200
_RESOLVE, _CONNECT = "socket.getaddrinfo", "socket.connect"
_SEND = frozenset(("socket.sendto", "socket.sendmsg"))


class RefusedError(KnownError, OSError):
    """Something wanted to reach an address that nobody asked for; nothing was sent."""


@dataclass(frozen=True, slots=True)
class Reached:
    """One connection: where to, why, since when (UTC), and whether it is open now."""

    host: str
    port: int
    purpose: str
    since: str
    open: bool


class Gate:
    """Which hosts may be reached, and which are. Safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._purposes: dict[str, str] = {}
        self._addresses: dict[str, str] = {}
        self._made: list[tuple[Reached, weakref.ref[socket.socket]]] = []
        self.refused: list[str] = []  # the last of them; `refusals` counts all
        self.refusals = 0

    def allow(self, host: str, purpose: str) -> None:
        """Let a host be reached from now on; `purpose` is shown to the person ("chart of St. Mary's")."""
        with self._lock:
            self._purposes[_tidy(host)] = purpose

    def connections(self) -> tuple[Reached, ...]:
        """Return the connections of this session, the last first."""
        with self._lock:
            made = list(self._made)
        return tuple(
            Reached(one.host, one.port, one.purpose, one.since, _is_open(handle())) for one, handle in reversed(made)
        )

    @property
    def open_now(self) -> int:
        """Return how many connections to other computers are open now."""
        return sum(one.open and not _is_loopback(one.host) for one in self.connections())

    def check_name(self, host: object) -> None:
        """Raise `RefusedError` for the name of a host that nobody asked for."""
        name = _tidy(host.decode("ascii", "replace") if isinstance(host, bytes) else str(host or ""))
        if name and name not in self._purposes and not _is_loopback(name):
            self._refuse(name)

    def learn(self, host: object, addresses: list[str]) -> None:
        """Note which addresses the name of an allowed host stands for."""
        name = _tidy(host.decode("ascii", "replace") if isinstance(host, bytes) else str(host or ""))
        with self._lock:
            if name in self._purposes:
                self._addresses.update(dict.fromkeys((_tidy(one) for one in addresses), name))

    def check_address(self, handle: object, address: object) -> None:
        """Raise `RefusedError` for an address that nobody asked for; note one that is reached."""
        if not isinstance(address, tuple) or len(address) < 2:  # a socket of this machine's own, by path
            return
        place, port = _tidy(str(address[0])), int(address[1])
        with self._lock:
            name = self._addresses.get(place, place)
            purpose = self._purposes.get(name, "")
        if not purpose and not _is_loopback(place):
            self._refuse(place)
        if isinstance(handle, socket.socket):
            made = Reached(name, port, purpose or "this machine", datetime.now(UTC).isoformat(timespec="seconds"), True)
            with self._lock:
                self._made = [*self._made[-_KEPT:], (made, weakref.ref(handle))]

    def _refuse(self, host: str) -> None:
        """Log by host alone, and refuse."""
        with self._lock:
            self.refused = [*self.refused[-_KEPT:], host]
            self.refusals += 1
        _LOG.warning("refused a connection that nobody asked for, to %s", host)
        raise RefusedError(
            "Chartside does not connect to where nobody asked it to.",
            where=host,
            remedy="IT adds the server to the policy, or report this.",
        )


GATE = Gate()
_shut = False


def shut() -> None:
    """Close the gate for this process, once and for good: an audit hook cannot be taken away again."""
    global _shut
    if _shut:
        return
    _shut = True
    socket.getaddrinfo = _remembering(socket.getaddrinfo)
    sys.addaudithook(_watch)


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    """Look at what the interpreter is about to do; everything that is no socket passes at once."""
    if event == _CONNECT:
        GATE.check_address(arguments[0], arguments[1])
    elif event == _RESOLVE:
        GATE.check_name(arguments[0])
    elif event in _SEND and arguments[1] is not None:
        GATE.check_address(None, arguments[1])


def _remembering(resolve: Callable[..., Any]) -> Callable[..., Any]:
    """Return the resolver, with the addresses of allowed names noted on their way back."""

    def resolved(host: object, *more: Any, **others: Any) -> Any:
        found = resolve(host, *more, **others)
        GATE.learn(host, [str(one[4][0]) for one in found])
        return found

    return resolved


def _tidy(host: str) -> str:
    """Return a host in the one way in which it is compared: lower case, no zone, no last dot."""
    return host.lower().strip("[]").partition("%")[0].rstrip(".")


def _is_loopback(host: str) -> bool:
    """Return whether a host is this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _is_open(handle: socket.socket | None) -> bool:
    """Return whether a socket is there and not closed."""
    return handle is not None and handle.fileno() >= 0
