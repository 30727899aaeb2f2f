"""The address on this machine to which the browser brings the answer: bound first, one answer, then closed."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl, urlsplit

from copilot.errors import SignInError

HOST = "127.0.0.1"  # the literal, never "localhost": RFC 8252, section 7.3
MAX_HEAD_BYTES = 32 << 10
_HEAD_SECONDS = 10.0
DONE = "You can close this window and return to Chartside."
FAILED = "The sign-in did not succeed. Close this window and return to Chartside."
STRANGER = "This window does not belong to the sign-in that is waiting. You can close it."

Found = Mapping[str, str]


@dataclass(slots=True)
class Loopback:
    """A listener for one answer on the first free port of a list (`async with`).

    Only a GET of the one path whose parameters `wanted` accepts is the answer; whatever else comes (icons,
    old windows, other pages' guesses) gets a page and changes nothing, except that `strangers` counts it.
    """

    ports: tuple[int, ...]
    path: str
    wanted: Callable[[Found], bool]
    stranger: str = STRANGER
    strangers: int = 0
    port: int = 0
    _answer: asyncio.Future[Found] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future(), repr=False
    )
    _server: asyncio.Server | None = field(default=None, repr=False)

    @property
    def address(self) -> str:
        """Return the redirect or launch address, as it has to be registered."""
        return f"http://{HOST}:{self.port}{self.path}"

    async def __aenter__(self) -> Self:
        """Bind and listen; raises `SignInError` where every port is taken."""
        listener = _bind(self.ports)
        self.port = listener.getsockname()[1]
        self._server = await asyncio.start_server(self._serve, sock=listener, limit=MAX_HEAD_BYTES)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None:
            self._server.close()

    async def answer(self) -> Found:
        """Wait for the answer and return its parameters."""
        return await asyncio.shield(self._answer)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request on one connection; what breaks off or makes no sense is closed without a word."""
        found: Found | None = None
        # Cancelled means that the sign-in is over; Python 3.11 would report it as a fault of this handler.
        with contextlib.suppress(asyncio.CancelledError, OSError, ValueError, EOFError, asyncio.LimitOverrunError):
            try:
                async with asyncio.timeout(_HEAD_SECONDS):
                    head = await reader.readuntil(b"\r\n\r\n")
                status, page, found = self._read(head)
                writer.write(_page(status, page))
                await writer.drain()
            finally:
                writer.close()
            await writer.wait_closed()
        if found is not None and not self._answer.done():
            self._answer.set_result(found)

    def _read(self, head: bytes) -> tuple[str, str, Found | None]:
        """Return the status line's end, the page, and the parameters if this is the answer."""
        method, _, rest = head.split(b"\r\n", maxsplit=1)[0].decode("latin-1").partition(" ")
        target = urlsplit(rest.rpartition(" ")[0])
        if method != "GET":
            return "405 Method Not Allowed", STRANGER, None
        if target.path != self.path:
            return "404 Not Found", STRANGER, None
        found = _once(target.query)
        if not self.wanted(found):
            self.strangers += 1
            return "400 Bad Request", self.stranger, None
        return "200 OK", FAILED if "error" in found else DONE, found


def _once(query: str) -> Found:
    """Return the parameters that occur once: who sends a state or a code twice means no good."""
    pairs = parse_qsl(query, keep_blank_values=True)
    names = [name for name, _ in pairs]
    return {name: value for name, value in pairs if names.count(name) == 1}


def _bind(ports: tuple[int, ...]) -> socket.socket:
    """Return a bound socket on the first port that is free."""
    for port in ports:
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        # Windows lets another program share a port that is merely reused; elsewhere it only skips a closing one.
        exclusive = getattr(socket, "SO_EXCLUSIVEADDRUSE", None)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR if exclusive is None else exclusive, 1)
        try:
            listener.bind((HOST, port))
        except OSError:
            listener.close()
            continue
        return listener
    listed = ", ".join(str(port) for port in ports) or "none"
    raise SignInError(
        f"every port for the sign-in's answer is taken on this machine ({listed}).",
        remedy="Close other copies of Chartside, or ask IT to register and set other redirect_ports.",
    )


def _page(status: str, text: str) -> bytes:
    body = (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Chartside</title>'
        '<body style="font: 1.2em sans-serif; margin: 4em"><p>' + escape(text) + "</p></body></html>"
    ).encode()
    headers = (
        f"HTTP/1.1 {status}", "Content-Type: text/html; charset=utf-8", f"Content-Length: {len(body)}",
        "Cache-Control: no-store", "Referrer-Policy: no-referrer", "X-Content-Type-Options: nosniff",
        "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'", "Connection: close", "", "",
    )  # fmt: skip
    return "\r\n".join(headers).encode("ascii") + body
