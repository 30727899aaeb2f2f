"""Other origins: a sign-in server of its own, and a stranger who must never see a token."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from tests.ehr.app import Ehr
from tests.ehr.log import Logged, logged


class AuthServer:
    """The authorization server of a hospital, on an origin of its own."""

    def __init__(self, ehr: Ehr) -> None:
        self.ehr = ehr
        self.requests: list[Logged] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        self.requests.append(await logged(request))
        await (await self.ehr.sign_in(request))(scope, receive, send)


class Stranger:
    """Another origin that answers anything with a plausible Bundle, and remembers what it was shown."""

    fhir_path = "/hospital/fhir/r4"

    def __init__(self) -> None:
        self.root = ""
        self.requests: list[Logged] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        self.requests.append(await logged(request))
        body = {"resourceType": "Bundle", "type": "searchset", "entry": []}
        await JSONResponse(body, media_type="application/fhir+json")(scope, receive, send)
