"""The WebSocket that a hub speaks through: texts in, JSON out, and one kind of error for every way it breaks."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio
import httpcore2
import httpx2
import wsproto.utilities
from httpx2.websockets import AsyncWebSocketSession, HTTPXWSException

from copilot.fhir.fhircast.lost import LostError
from copilot.fhir.lenient import Json

MAX_BYTES = 4 << 20  # the context may hold whole resources, a Patient with a photograph among them
_WIRE = (
    HTTPXWSException,
    httpx2.RequestError,
    httpx2.InvalidURL,
    httpcore2.NetworkError,
    httpcore2.ProtocolError,
    httpcore2.TimeoutException,
    wsproto.utilities.ProtocolError,
    anyio.ClosedResourceError,
    anyio.BrokenResourceError,
    anyio.EndOfStream,
    OSError,
)


class Channel:
    """An open channel. Every method raises `LostError` once the wire is broken or the hub has closed it."""

    def __init__(self, socket: AsyncWebSocketSession, where: str) -> None:
        self._socket = socket
        self._where = where

    async def receive(self, seconds: float | None) -> str:
        """Return the next text; raises `TimeoutError` where none comes in time. What is no text is skipped."""
        while True:
            try:
                event = await self._socket.receive(timeout=seconds)
            except TimeoutError:
                raise
            except _WIRE:
                raise _broken(self._where) from None
            if isinstance(event, wsproto.events.TextMessage):
                return event.data

    async def send(self, said: Json) -> None:
        """Send JSON."""
        try:
            await self._socket.send_text(json.dumps(said))
        except _WIRE:
            raise _broken(self._where) from None


@asynccontextmanager
async def channel(client: httpx2.AsyncClient, endpoint: str, *, where: str) -> AsyncIterator[Channel]:
    """Open the channel, and close it with 1000 ("normal closure") however the block ends.

    The request holds no token: the address alone lets us in. Raises `LostError`, also in the place of the groups
    of errors that the library's own tasks leave behind.
    """
    try:
        async with client.websocket(endpoint, max_message_size_bytes=MAX_BYTES) as socket:
            yield Channel(socket, where)
    except (*_WIRE, BaseExceptionGroup) as error:
        raise _cause(error, where) from None


def _cause(error: BaseException, where: str) -> BaseException:
    """Return what to raise for an error: the first of a group that says something of its own, else the loss."""
    while isinstance(error, BaseExceptionGroup):
        error = next((one for one in error.exceptions if not isinstance(one, _WIRE)), error.exceptions[0])
    return _broken(where) if isinstance(error, _WIRE) else error


def _broken(where: str) -> LostError:
    return LostError("the connection to the hub broke off.", where=where)
