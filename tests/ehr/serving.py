"""Run an ASGI app on a free port of 127.0.0.1 in a thread, and leave neither thread nor socket behind."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import uvicorn
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

START_SECONDS = 60.0
# The wire of every open connection by the caller's address: cutting it is the only way to answer nothing at all.
_wires: dict[tuple[str, int], asyncio.Transport] = {}


def cut(scope: dict[str, Any]) -> None:
    """Break the connection that a request came over, as a dead network does."""
    wire = _wires.get(tuple(scope["client"]))
    if wire is not None:
        wire.abort()


async def send_half(response: Response, request: Request, send: Send) -> None:
    """Send half of the body and cut the wire."""
    body = bytes(response.body)

    async def halved(message: Message) -> None:
        if message["type"] == "http.response.body":
            message = {"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True}
        await send(message)

    await response(request.scope, request.receive, halved)
    await asyncio.sleep(0.01)  # lets the half go out first
    cut(request.scope)
    await request.receive()


class _Protocol(H11Protocol):
    """Uvicorn's own protocol, keeping hold of the wire."""

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        _wires[self.client] = transport

    def connection_lost(self, exc: Exception | None) -> None:
        _wires.pop(self.client, None)
        super().connection_lost(exc)


class _Server(uvicorn.Server):
    """A server that starts with an event and ends at once, whatever is still being answered."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._end: asyncio.Event | None = None

    async def main_loop(self) -> None:
        self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
        await self.on_tick(0)
        self.ready.set()
        await self._end.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for listener in self.servers:
            for accepting in listener.sockets:
                asyncio.get_running_loop().remove_reader(accepting.fileno())
        for _ in range(3):
            await asyncio.sleep(0)  # whoever was let in just now becomes known before the door is closed
        for listener in self.servers:
            listener.close()
        for task in list(self.server_state.tasks):
            task.cancel()
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        await asyncio.gather(*self.server_state.tasks, return_exceptions=True)
        await asyncio.sleep(0)  # lets the aborted wires tell their protocols

    def end(self) -> None:
        assert self._loop is not None
        assert self._end is not None
        self._loop.call_soon_threadsafe(self._end.set)


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: `root` is its origin, `base` the FHIR base of the app, `ehr` the app itself."""

    ehr: Any
    root: str

    @property
    def base(self) -> str:
        return self.root + getattr(self.ehr, "fhir_path", "")


@contextmanager
def serve(ehr: Any) -> Iterator[Server]:
    """Serve an ASGI app until the block ends; `ehr.root` is set to the server's origin where the app has one."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    root = f"http://127.0.0.1:{listener.getsockname()[1]}"
    if hasattr(ehr, "root"):
        ehr.root = root
    server = _Server(uvicorn.Config(ehr, http=_Protocol, ws="wsproto", lifespan="off", log_config=None))
    thread = threading.Thread(target=server.run, args=([listener],), name="hostile-ehr", daemon=True)
    thread.start()
    try:
        assert server.ready.wait(START_SECONDS), "the server did not start"
        yield Server(ehr, root)
    finally:
        server.end()
        thread.join(START_SECONDS)
        listener.close()
        assert not thread.is_alive(), "the server did not end"
