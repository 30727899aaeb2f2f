"""From a FHIR request to the room that answers it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tests.ehr import operations
from tests.ehr.answers import RefusalError, fhir, form
from tests.ehr.capability import statement
from tests.ehr.discovery import smart_configuration
from tests.ehr.guard import demand, grant_of
from tests.ehr.search import search

if TYPE_CHECKING:
    from tests.ehr.app import Ehr

_FHIR_TYPES = ("application/fhir+json", "application/json+fhir", "*/*")
_FOREVER = 3600.0


async def answer(ehr: Ehr, request: Request) -> Response:
    """Return the answer to one FHIR request; raises `RefusalError` for every error."""
    path = request.url.path.removeprefix(ehr.fhir_path).strip("/")
    first = path.split("/", maxsplit=1)[0]
    await _delay(ehr, first)
    ehr.wire.throttle(ehr.quirks)
    if first in ehr.quirks.redirects:
        return Response("", 302, {"location": ehr.quirks.redirects[first]})
    if path == ".well-known/smart-configuration":
        return _well_known(ehr)
    _accept(ehr, request, first)
    if path == "metadata":
        return _metadata(ehr)
    return await _data(ehr, request, path.split("/"))


async def _delay(ehr: Ehr, first: str) -> None:
    seconds = ehr.quirks.latency + ehr.quirks.slow_types.get(first, 0.0)
    if seconds:
        await asyncio.sleep(seconds)


def _accept(ehr: Ehr, request: Request, first: str) -> None:
    """Raise 406 for an Accept that is not FHIR's; Binary has rules of its own."""
    accepted = request.headers.get("accept", "*/*")
    if first == "Binary" or not ehr.quirks.strict_accept:
        return
    if not any(part.split(";")[0].strip() in _FHIR_TYPES for part in accepted.split(",")):
        raise RefusalError(406, "not-supported", "Not acceptable.")


def _well_known(ehr: Ehr) -> Response:
    if not ehr.protected or ehr.quirks.discovery != "well-known":
        raise RefusalError(404, "not-found", "Not found.")
    return JSONResponse(smart_configuration(ehr))


def _metadata(ehr: Ehr) -> Response:
    if ehr.quirks.metadata_status:
        raise RefusalError(ehr.quirks.metadata_status, "exception", "No metadata.")
    return fhir(statement(ehr), ehr.quirks)


async def _data(ehr: Ehr, request: Request, parts: list[str]) -> Response:
    """Answer what needs a token: a search, a read, an operation."""
    grant, kind = grant_of(ehr, request), parts[0]
    if kind in ehr.quirks.server_error:
        raise RefusalError(ehr.quirks.server_error[kind], "exception", "Internal error.")
    if kind in ehr.quirks.garbled:
        return Response(ehr.quirks.garbled[kind], 200, media_type="text/html")
    demand(ehr, grant, kind, "r" if len(parts) == 2 and parts[1] != "_search" else "s")
    if parts[1:] == ["_search"] and request.method == "POST" and not ehr.quirks.no_post_search:
        return search(ehr, grant, kind, await form(request))
    if request.method != "GET":
        raise RefusalError(404, "not-found", "Not found.")
    if len(parts) == 1:
        asked = list(request.query_params.multi_items())
        page = next((value for name, value in asked if name == "-pageContext"), "")
        if page and ehr.quirks.last_page_hangs and ehr.pager.is_past_end(page):
            await asyncio.sleep(_FOREVER)
        return ehr.pager.resume(ehr, page) if page else search(ehr, grant, kind, asked)
    if len(parts) == 2:
        return operations.read(ehr, grant, request, kind, parts[1])
    return operations.operate(ehr, grant, kind, parts[1], "/".join(parts[2:]))
