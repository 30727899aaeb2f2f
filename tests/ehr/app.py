"""The hostile EHR as an ASGI app: what it holds, what the wire does, which room answers."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from tests.ehr.answers import RefusalError, zipped
from tests.ehr.authorize import authorize
from tests.ehr.chart import generate
from tests.ehr.identity import jwks
from tests.ehr.log import Logged, logged
from tests.ehr.paging import Pager
from tests.ehr.quirks import Quirks
from tests.ehr.registry import Registration
from tests.ehr.routes import answer
from tests.ehr.serving import cut, send_half
from tests.ehr.store import Store
from tests.ehr.token_endpoint import token
from tests.ehr.tokens import Tokens
from tests.ehr.wire import Wire

Json = dict[str, Any]


class Ehr:
    """One hospital: resources, quirks (may be replaced while it runs) and the log of what was asked.

    `served` is what goes over the wire for a `Type/id` instead of what the searches know. `protected` wants a
    token for everything but discovery. `user_patient` is whom the person at the sign-in page chooses.
    """

    fhir_path = "/hospital/fhir/r4"
    auth_path = "/hospital/auth"
    user = "Practitioner/dr1"

    def __init__(
        self,
        resources: Iterable[Json] | None = None,
        *,
        served: Mapping[str, str] | None = None,
        quirks: Quirks | None = None,
        protected: bool = False,
        clients: Iterable[Registration] = (Registration(),),
        user_patient: str = "p1",
    ) -> None:
        self.store = Store(generate() if resources is None else resources, served)
        self.quirks = quirks or Quirks()
        self.protected = protected
        self.clients = {client.client_id: client for client in clients}
        self.user_patient = user_patient
        self.root = ""
        self.pager = Pager()
        self.wire = Wire()
        self.tokens = Tokens()
        self.requests: list[Logged] = []

    @property
    def base(self) -> str:
        return self.root + self.fhir_path

    @property
    def auth_root(self) -> str:
        return (self.quirks.auth_root or self.root) + self.auth_path

    @property
    def authorize_endpoint(self) -> str:
        return f"{self.auth_root}/authorize"

    @property
    def token_endpoint(self) -> str:
        return f"{self.auth_root}/token"

    def launch(self, patient: str = "p1") -> str:
        """Return the launch value that the EHR hands over when its user opens the app on a patient."""
        name = f"launch-{secrets.token_urlsafe(12)}"
        self.tokens.launches[name] = patient
        return name

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        self.requests.append(await logged(request))
        if request.url.path.startswith(self.auth_path):
            await (await self.sign_in(request))(scope, receive, send)
        elif request.url.path.startswith(self.fhir_path):
            await self._over_the_wire(request, send)
        else:
            await Response("Not here", 404, media_type="text/plain")(scope, receive, send)

    async def sign_in(self, request: Request) -> Response:
        """Answer at the endpoints of the authorization server, wherever that is served."""
        step = (request.method, request.url.path.removeprefix(self.auth_path))
        if step[1] in self.quirks.redirects:
            return Response("", 307, {"location": self.quirks.redirects[step[1]]})
        if step == ("GET", "/authorize"):
            return authorize(self, request)
        if step == ("POST", "/token"):
            return await token(self, request)
        if step == ("GET", "/jwks"):
            return JSONResponse(jwks())
        return Response("Not here", 404, media_type="text/plain")

    async def _over_the_wire(self, request: Request, send: Send) -> None:
        """Answer a FHIR request, as far as the wire lets it through."""
        fate = self.wire.fate(self.quirks)
        if fate == "before":
            cut(request.scope)
            await request.receive()  # until the wire is gone
            return
        with self.wire.busy():
            response = await self._answer(request)
        if self.quirks.gzip and "gzip" in request.headers.get("accept-encoding", ""):
            response = zipped(response)
        if fate == "middle":
            await send_half(response, request, send)
        else:
            await response(request.scope, request.receive, send)

    async def _answer(self, request: Request) -> Response:
        try:
            return await answer(self, request)
        except RefusalError as refusal:
            return refusal.response(self.quirks)
