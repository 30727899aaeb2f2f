"""The hostile EHR as an ASGI app: who asks, what the wire does, which room answers."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from tests.ehr import operations
from tests.ehr.answers import RefusalError, fhir, zipped
from tests.ehr.capability import statement
from tests.ehr.chart import generate
from tests.ehr.paging import Pager
from tests.ehr.quirks import Quirks
from tests.ehr.search import search
from tests.ehr.serving import cut
from tests.ehr.store import Store
from tests.ehr.wire import Wire

Json = dict[str, Any]
_FHIR_TYPES = ("application/fhir+json", "application/json+fhir", "*/*")
_FOREVER = 3600.0


@dataclass(frozen=True, slots=True)
class Logged:
    """One request as it arrived: `target` is path and query, headers by lower-case name."""

    method: str
    path: str
    target: str
    headers: dict[str, str]
    body: bytes = b""

    @property
    def token(self) -> str:
        return self.headers.get("authorization", "").removeprefix("Bearer ").strip()


class Ehr:
    """One hospital: resources, quirks (may be replaced while it runs) and the log of what was asked."""

    fhir_path = "/hospital/fhir/r4"

    def __init__(self, resources: Iterable[Json] | None = None, *, quirks: Quirks | None = None) -> None:
        self.store = Store(generate() if resources is None else resources)
        self.quirks = quirks or Quirks()
        self.root = ""
        self.pager = Pager()
        self.wire = Wire()
        self.requests: list[Logged] = []

    @property
    def base(self) -> str:
        return self.root + self.fhir_path

    def security(self) -> Json:
        return {}

    def may_see(self, resource: Json) -> bool:
        return True

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        await self._log(request)
        if not request.url.path.startswith(self.fhir_path):
            await Response("Not here", 404, media_type="text/plain")(scope, receive, send)
            return
        fate = self.wire.fate(self.quirks)
        if fate == "before":
            cut(scope)
            return
        response = await self._answer(request)
        if self.quirks.gzip and "gzip" in request.headers.get("accept-encoding", ""):
            response = zipped(response)
        if fate == "middle":
            await _half(response, scope, send)
            return
        await response(scope, receive, send)

    async def _log(self, request: Request) -> None:
        query = request.url.query
        target = f"{request.url.path}?{query}" if query else request.url.path
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.requests.append(Logged(request.method, request.url.path, target, headers, await request.body()))

    async def _answer(self, request: Request) -> Response:
        path = request.url.path.removeprefix(self.fhir_path).strip("/")
        try:
            await self._delay(path.split("/", maxsplit=1)[0])
            self.wire.throttle(self.quirks)
            self._accept(request, path)
            return await self._route(request, path)
        except RefusalError as refusal:
            return refusal.response(self.quirks)

    async def _delay(self, kind: str) -> None:
        seconds = self.quirks.latency + self.quirks.slow_types.get(kind, 0.0)
        if seconds:
            await asyncio.sleep(seconds)

    def _accept(self, request: Request, path: str) -> None:
        accepted = request.headers.get("accept", "*/*")
        if path.startswith("Binary/") or not self.quirks.strict_accept:
            return
        if not any(part.split(";")[0].strip() in _FHIR_TYPES for part in accepted.split(",")):
            raise RefusalError(406, "not-supported", "Not acceptable.")

    async def _route(self, request: Request, path: str) -> Response:
        quirks = self.quirks
        if path == "metadata":
            if quirks.metadata_status:
                raise RefusalError(quirks.metadata_status, "exception", "No metadata.")
            return fhir(statement(self), quirks)
        parts = path.split("/")
        kind = parts[0]
        self._type_allowed(kind)
        if kind in quirks.redirect_types:
            return Response("", 302, {"location": quirks.redirect_types[kind]})
        if len(parts) == 1 and request.method == "GET":
            return await self._search(kind, request)
        if path.endswith("/_search"):
            return await self._post_search(kind, request)
        if len(parts) == 2:
            return operations.read(self, request, kind, parts[1])
        if len(parts) == 3 and parts[2].startswith("$"):
            return operations.operate(self, kind, parts[1], parts[2])
        raise RefusalError(404, "not-found", "Not found.")

    def _type_allowed(self, kind: str) -> None:
        if kind in self.quirks.refused_types:
            raise RefusalError(403, "forbidden", "Not authorized for this resource.")
        if kind in self.quirks.server_error:
            raise RefusalError(self.quirks.server_error[kind], "exception", "Internal error.")

    async def _search(self, kind: str, request: Request) -> Response:
        asked = list(request.query_params.multi_items())
        page = next((value for name, value in asked if name == "-pageContext"), "")
        if page and self.quirks.last_page_hangs and self.pager.is_last(page):
            await asyncio.sleep(_FOREVER)
        return self.pager.resume(self, page) if page else search(self, kind, asked)

    async def _post_search(self, kind: str, request: Request) -> Response:
        if self.quirks.no_post_search or request.method != "POST":
            raise RefusalError(404, "not-found", "Not found.")
        form = await request.form()
        return search(self, kind, [(name, str(value)) for name, value in form.multi_items()])


async def _half(response: Response, scope: Scope, send: Send) -> None:
    """Send half of the body and cut the wire."""
    body = bytes(response.body)

    async def halved(message: Message) -> None:
        if message["type"] == "http.response.body":
            message = {"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True}
        await send(message)

    async def nothing() -> Message:
        return {"type": "http.disconnect"}

    await response(scope, nothing, halved)
    await asyncio.sleep(0.01)  # lets the half go out first
    cut(dict(scope))
