"""One small request of a sign-in: bounded in size and time, never redirected, and silent about what was sent."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httpx2

from copilot.errors import ServerError, SignInError
from copilot.fhir.lenient import Json, object_in
from copilot.fhir.origin import is_safe
from copilot.network import untrusted

MAX_BYTES = 16 << 20
MAX_SECONDS = 30.0
PAUSES = (0.5, 2.0)  # before the second and the third try
_BUSY = frozenset({429, 500, 502, 503, 504})
_PASSING = (None, "server_error", "temporarily_unavailable")  # no set: an error may be of any shape
_AGAIN = "Check the network and the address, and try again."
_AUTHORITY = "Ask IT for the authority's certificate (ca_file); it is never skipped."

Form = dict[str, str]


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: its status, the address that it redirects to, and its JSON object (empty for anything else)."""

    status: int
    location: str = ""
    json: Json = field(default_factory=dict, repr=False)

    @property
    def is_busy(self) -> bool:
        """Return whether trying again may help: a passing fault, and no OAuth error that says otherwise."""
        return self.status in _BUSY and self.json.get("error") in _PASSING


async def fetch(
    client: httpx2.AsyncClient, url: str, *, where: str, accept: str, form: Callable[[], Form] | None = None
) -> Reply:
    """Get an address, or post a form to it, three times at most while the server is busy or the wire breaks.

    `form` is made anew for each try, as an assertion serves once. Raises `SignInError` for plain http,
    `ServerError` where nothing answers. What the library raises holds the request, and that may hold a code
    or an assertion: it goes no further.
    """
    host = urlsplit(url).hostname or "nowhere"
    if not is_safe(url):
        raise SignInError(f"{host} is not encrypted (http), so nothing is sent there.", where=where, remedy="Tell IT.")
    for pause in (*PAUSES, None):
        failed: ServerError | None = None
        try:
            async with asyncio.timeout(MAX_SECONDS):
                reply = await _fetch(client, url, accept, None if form is None else form())
        except (httpx2.RequestError, httpx2.InvalidURL, TimeoutError) as error:
            if untrusted(error):
                what = f"the certificate of {host} is not trusted on this machine."
                raise ServerError(what, where=where, remedy=_AUTHORITY) from None
            failed = ServerError(f"{host} does not answer.", where=where, remedy=_AGAIN)
        else:
            if not reply.is_busy:
                return reply
        if pause is not None:
            await asyncio.sleep(pause)
    raise failed or ServerError(f"{host} is busy.", where=where, remedy="Try again in a minute.", status=reply.status)


async def _fetch(client: httpx2.AsyncClient, url: str, accept: str, form: Form | None) -> Reply:
    method = "GET" if form is None else "POST"
    async with client.stream(method, url, headers={"Accept": accept}, data=form) as response:
        body = b""
        async for part in response.aiter_bytes():
            body += part
            if len(body) > MAX_BYTES:
                return Reply(response.status_code)
        return Reply(response.status_code, response.headers.get("location", ""), object_in(body))
