"""Sign in to the hostile EHR, or to a server that answers what a test tells it, on ports of the test's own."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from copilot.fhir.connections import Auth, Connection
from copilot.fhir.smart.session import Session
from copilot.fhir.smart.sign_in import sign_in
from copilot.fhir.stop import Stop
from tests.ehr import Browser, Ehr, Quirks, Registration, Server, serve

Json = dict[str, Any]
Answer = Callable[[dict[str, str]], Response | Json]


def free_ports(count: int = 1) -> tuple[int, ...]:
    """Return ports that nobody listens on: the usual ones may be taken by another test run."""
    listeners = [socket.socket() for _ in range(count)]
    for listener in listeners:
        listener.bind(("127.0.0.1", 0))
    ports = tuple(listener.getsockname()[1] for listener in listeners)
    for listener in listeners:
        listener.close()
    return ports


def connection(base: str, **more: Any) -> Connection:
    usual: Json = {"auth": Auth.SMART, "client_id": "chartside", "redirect_ports": free_ports()}
    return Connection("test", "Test hospital", base, **(usual | more))


@contextmanager
def hospital(*clients: Registration, quirks: Quirks | None = None, **more: Any) -> Iterator[tuple[Server, Connection]]:
    """Serve a protected hostile EHR, and the connection of an app that it has registered."""
    ports = free_ports(2)
    redirects = tuple(f"http://127.0.0.1:{port}/callback" for port in ports)
    known = clients or (Registration(redirect_uris=redirects),)
    with serve(Ehr(protected=True, quirks=quirks, clients=known)) as server:
        yield server, connection(server.base, redirect_ports=ports, **more)


def signed_in(where: Connection, *, browser: Browser | None = None, **more: Any) -> Session:
    """Sign in with a browser that follows what it is shown, on the pages of `browser` where a test wants them."""
    usual: Json = {"stop": Stop(), "seconds": 10.0}
    with browser or Browser() as opened:
        return sign_in(where, show=opened, **(usual | more))


class Scripted:
    """A FHIR server with SMART endpoints that answers exactly what a test says, and keeps what it was asked."""

    fhir_path = "/fhir"

    def __init__(self, token: Answer | None = None, redirect: Json | None = None, **smart: Any) -> None:
        self.root = ""
        self.token = token or (lambda _form: TOKEN)
        self.redirect = redirect
        self.smart = smart
        self.forms: list[dict[str, str]] = []
        self.asked: dict[str, str] = {}
        self.paths: list[str] = []
        self.files: dict[str, Response] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        self.paths.append(request.url.path)
        response = await self._answer(request)
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        path = request.url.path
        if path in self.files:
            return self.files[path]
        if path == f"{self.fhir_path}/.well-known/smart-configuration":
            return JSONResponse(self._configuration())
        if path == "/authorize":
            self.asked = dict(request.query_params)
            answer = {"code": "code-secret", "state": self.asked["state"]} if self.redirect is None else self.redirect
            query = "&".join(f"{name}={value}" for name, value in answer.items())
            return Response("", 302, {"location": f"{self.asked['redirect_uri']}?{query}"})
        if path == "/token":
            self.forms.append(dict(parse_qsl((await request.body()).decode())))
            said = self.token(self.forms[-1])
            return said if isinstance(said, Response) else JSONResponse(said)
        return Response("Not here", 404)

    def _configuration(self) -> Json:
        usual = {
            "authorization_endpoint": f"{self.root}/authorize",
            "token_endpoint": f"{self.root}/token",
            "capabilities": ["permission-v2", "context-standalone-patient", "permission-offline"],
        }
        return {name: value for name, value in (usual | self.smart).items() if value is not None}


TOKEN: Json = {"access_token": "access-secret", "token_type": "Bearer", "expires_in": 3600,
               "scope": "launch/patient patient/*.rs", "patient": "p1"}  # fmt: skip


@contextmanager
def scripted(*args: Any, **more: Any) -> Iterator[tuple[Scripted, Connection]]:
    app = Scripted(*args, **more)
    with serve(app) as server:
        yield app, connection(server.base)


def params(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))


def write_jwk(path: Path, *keys: Any) -> Path:
    """Write private keys as a JWK or a set of them."""
    found = [key.as_dict(private=True) for key in keys]
    path.write_text(json.dumps(found[0] if len(found) == 1 else {"keys": found}), encoding="utf-8")
    return path
