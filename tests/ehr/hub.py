"""A FHIRcast hub (STU3) on loopback: strict about requests, and as disorderly on its channels as a test wants."""

from __future__ import annotations

import asyncio
import itertools
import json
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

Json = dict[str, Any]
WAIT_SECONDS = 60.0
SECRET = "channel-secret"


@dataclass(frozen=True, slots=True)
class HubQuirks:
    """How the hub misbehaves; off by default."""

    lease: float = 3600.0
    confirms: bool = True
    denies_at_once: bool = False
    refuses: int = 0  # the status of every subscription
    refused_events: frozenset[str] = frozenset()  # a subscription that asks for one of these is 403
    endpoint: str = ""  # instead of our own
    moves: bool = False  # a renewal gives another channel
    current: Json | None = None  # what GET {topic} tells; None: not supported (404)
    current_takes: float = 0.0
    redirects_to: str = ""
    replays: tuple[Json, ...] = ()  # sent after each confirmation
    drops_upgrades: int = 0  # the first n channels are refused


@dataclass
class Seen:
    """One request as it arrived."""

    method: str
    path: str
    token: str
    form: dict[str, str] = field(default_factory=dict)
    json: Json = field(default_factory=dict)


class Hub:
    """One hub with one topic. `path` is where it lives; `tokens` are accepted, all when empty."""

    path = "/cast/hub"

    def __init__(self, quirks: HubQuirks | None = None, *, topic: str = "topic-1", tokens: Iterable[str] = ()) -> None:
        self.quirks = quirks or HubQuirks()
        self.topic = topic
        self.tokens = set(tokens)
        self.root = ""
        self.requests: list[Seen] = []
        self.handshakes: list[dict[str, str]] = []
        self.answers: list[Json] = []
        self.closed: list[int] = []
        self._number = itertools.count(1)
        self._channels: dict[str, WebSocket] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._changed = threading.Condition()

    @property
    def url(self) -> str:
        return self.root + self.path

    # What a test does.

    def send(self, message: Json | str) -> None:
        """Send on the channel that was opened last."""
        text = message if isinstance(message, str) else json.dumps(message)
        self._run(lambda socket: socket.send_text(text))

    def send_bytes(self, data: bytes) -> None:
        """Send what is no text."""
        self._run(lambda socket: socket.send_bytes(data))

    def close(self, code: int = 1001) -> None:
        """Close the channel that was opened last."""
        self._run(lambda socket: socket.close(code))

    def drop(self) -> None:
        """Break the wire of the channel that was opened last."""
        self._run(_abort)

    def wait(self, condition: Callable[[Hub], object], what: str = "the hub to see it") -> None:
        """Wait until something has become true of this hub."""
        with self._changed:
            assert self._changed.wait_for(lambda: condition(self), WAIT_SECONDS), f"waited in vain for {what}"

    def subscriptions(self, mode: str = "subscribe") -> list[dict[str, str]]:
        return [seen.form for seen in self.requests if seen.form.get("hub.mode") == mode]

    def told(self) -> list[Json]:
        """Return the events that the subscriber sent."""
        return [seen.json for seen in self.requests if seen.json]

    # What it does by itself.

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._loop = asyncio.get_running_loop()
        if scope["type"] == "websocket":
            await self._channel(WebSocket(scope, receive, send))
        else:
            response = await self._answer(Request(scope, receive))
            await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        seen = await _seen(request)
        with self._changed:
            self.requests.append(seen)
            self._changed.notify_all()
        if self.quirks.redirects_to:
            return RedirectResponse(self.quirks.redirects_to, 307)
        if self.tokens and seen.token not in self.tokens:
            return PlainTextResponse("who?", 401)
        if request.method == "GET":
            return await self._current(unquote(request.url.path.removeprefix(f"{self.path}/")))
        if request.url.path != self.path:
            return PlainTextResponse("not here", 404)
        return Response(status_code=202) if seen.json else self._subscribe(seen.form)

    async def _current(self, topic: str) -> Response:
        await asyncio.sleep(self.quirks.current_takes)
        if self.quirks.current is None or topic != self.topic:
            return PlainTextResponse("not here", 404)
        return JSONResponse(self.quirks.current)

    def _subscribe(self, form: dict[str, str]) -> Response:
        wrong = _wrong(form, self.topic)
        if wrong:
            return PlainTextResponse(wrong, 400)
        if form["hub.mode"] == "unsubscribe":
            return JSONResponse({"hub.channel.endpoint": form["hub.channel.endpoint"]}, 202)
        if self.quirks.refuses:
            return PlainTextResponse("no", self.quirks.refuses)
        if self.quirks.refused_events & set(form["hub.events"].split(",")):
            return PlainTextResponse("not these", 403)
        endpoint = form.get("hub.channel.endpoint", "")
        if endpoint and not self.quirks.moves:
            socket = self._channels[endpoint.rpartition("/")[2]]
            asyncio.get_running_loop().call_soon(lambda: asyncio.ensure_future(self._confirm(socket, form)))
        else:
            name = f"{SECRET}-{next(self._number)}"
            endpoint = self.quirks.endpoint or f"{self.root.replace('http', 'ws', 1)}{self.path}/ws/{name}"
        return JSONResponse({"hub.channel.endpoint": endpoint}, 202)

    async def _channel(self, socket: WebSocket) -> None:
        with self._changed:
            self.handshakes.append({name.lower(): value for name, value in socket.headers.items()})
            refused = len(self.handshakes) <= self.quirks.drops_upgrades
        if refused:
            await socket.close()
            return
        await socket.accept()
        await self._greet(socket)
        code = 1000
        try:
            while True:
                self._note(json.loads(await socket.receive_text()))
        except WebSocketDisconnect as gone:
            code = gone.code
        with self._changed:
            self.closed.append(code)
            self._changed.notify_all()

    async def _greet(self, socket: WebSocket) -> None:
        with self._changed:
            self._channels[socket.url.path.rpartition("/")[2]] = socket
            self._changed.notify_all()
        if self.quirks.denies_at_once:
            await socket.send_json(denial(self.topic))
            await socket.close()
        elif self.quirks.confirms:
            await self._confirm(socket, self.subscriptions()[-1])

    async def _confirm(self, socket: WebSocket, form: dict[str, str]) -> None:
        said = {"hub.mode": "subscribe", "hub.topic": self.topic, "hub.events": form["hub.events"]}
        await socket.send_json({**said, "hub.lease_seconds": self.quirks.lease})
        for replayed in self.quirks.replays:
            await socket.send_json(replayed)

    def _note(self, answer: Json) -> None:
        with self._changed:
            self.answers.append(answer)
            self._changed.notify_all()

    def _run(self, work: Callable[[WebSocket], Any]) -> None:
        """Do something with the last channel in the server's own loop."""
        self.wait(lambda hub: hub._channels, "a channel")
        assert self._loop is not None
        asyncio.run_coroutine_threadsafe(_awaited(work, list(self._channels.values())[-1]), self._loop).result(5.0)


def event(name: str, identifier: str, *context: Json, at: str = "", topic: str = "topic-1", **more: Any) -> Json:
    """Return a notification; `at` is now where it is not said."""
    now = time.time_ns()  # read once: seconds and fraction of two moments would at times be a second off
    stamp = at or f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(now // 10**9))}.{now % 10**9:09d}Z"
    return {
        "timestamp": stamp,
        "id": identifier,
        "event": {"hub.topic": topic, "hub.event": name, "context": list(context), **more},
    }


def patient(identifier: str, *identifiers: str) -> Json:
    """Return the context's entry for a patient; `identifiers` are `system|value`."""
    pairs = [text.rpartition("|") for text in identifiers]
    listed = [{"system": system, "value": value} for system, _, value in pairs]
    return {"key": "patient", "resource": {"resourceType": "Patient", "id": identifier, "identifier": listed}}


def denial(topic: str = "topic-1", reason: str = "session of Jane Doe stopped") -> Json:
    return {"hub.mode": "denied", "hub.topic": topic, "hub.events": "Patient-open", "hub.reason": reason}


async def _awaited(work: Callable[[WebSocket], Any], socket: WebSocket) -> None:
    found = work(socket)
    if found is not None:
        await found


def _abort(socket: WebSocket) -> None:
    """Cut the wire under a WebSocket: its send is a method of the server's protocol, which holds the wire."""
    protocol = socket._send
    while not hasattr(protocol, "__self__"):
        protocol = next(cell.cell_contents for cell in protocol.__closure__ or () if callable(cell.cell_contents))
    protocol.__self__.transport.abort()


async def _seen(request: Request) -> Seen:
    body = await request.body()
    seen = Seen(request.method, request.url.path, request.headers.get("authorization", "").removeprefix("Bearer "))
    kind = request.headers.get("content-type", "")
    if kind.startswith("application/json"):
        seen.json = json.loads(body)
    elif kind == "application/x-www-form-urlencoded":
        pairs = parse_qsl(body.decode(), keep_blank_values=True)
        seen.form = dict(pairs)
        assert len(seen.form) == len(pairs), "each parameter SHALL appear at most once"
    return seen


def _wrong(form: dict[str, str], topic: str) -> str:
    """Return what is wrong with a subscription request, as STU3 has it."""
    mode = form.get("hub.mode")
    needed = {"hub.channel.type", "hub.topic", "hub.events" if mode == "subscribe" else "hub.channel.endpoint"}
    if mode not in ("subscribe", "unsubscribe") or not needed <= form.keys():
        return "a parameter is missing"
    if form["hub.channel.type"] != "websocket" or form["hub.topic"] != topic:
        return "no such channel or topic"
    if mode == "unsubscribe" and "hub.events" in form:
        return "no events to unsubscribe from"
    return "" if form.get("hub.lease_seconds", "1").isdigit() else "no number of seconds"
