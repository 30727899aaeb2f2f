"""Ask one server: its token goes nowhere else, it is asked again where that helps, and never hurried."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import TracebackType
from typing import Self
from urllib.parse import urljoin, urlsplit

import httpx2

from copilot.errors import ServerError, SignInError
from copilot.fhir.origin import is_safe, resolve, same_origin
from copilot.fhir.pull import Json
from copilot.fhir.server.answers import Answer, NoAnswerError, RefusedError, document, refusal
from copilot.fhir.server.pace import Pace
from copilot.fhir.smart.session import Session
from copilot.fhir.transport import IN_FLIGHT, client
from copilot.network import slow, untrusted, why

# Alone, because strict servers compare it as a whole; what refuses it is asked for anything like it.
ACCEPT_JSON = "application/fhir+json"
_ACCEPT_OTHER = "application/json+fhir, application/json;q=0.9"
_NOT_ACCEPTABLE = frozenset({406, 415})
MAX_PAGE_BYTES = 64 << 20
MAX_ALL_BYTES = 1 << 30  # of one pull: a record of 200,000 resources has half of that
MAX_SECONDS = 300.0  # for one answer as a whole, however it trickles
MAX_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_SIGN_IN = "Sign in again; what has arrived is kept."


class Http:
    """One server for the length of one piece of work (`async with`), `in_flight` requests at most.

    `waiting` hears for how many seconds the server wants silence, and 0 when it is over.
    """

    def __init__(
        self, session: Session, *, in_flight: int = IN_FLIGHT, waiting: Callable[[float], None] | None = None
    ) -> None:
        self.base = session.connection.base_url.rstrip("/")
        self.where = urlsplit(self.base).hostname or "the server"
        self._session = session
        self._client = client(session.connection)
        self._slots = asyncio.Semaphore(max(1, in_flight))
        self._waiting = waiting or (lambda _seconds: None)
        self._quiet_until = 0.0
        self._accept = ACCEPT_JSON
        self._received = 0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.aclose()

    async def json(self, url: str) -> Json:
        """Return the resource at an address (absolute, or relative to the FHIR base).

        Raises `RefusedError` where the server said no, `NoAnswerError` where it said nothing, `SignInError` for a 401
        that a new token did not mend, and a plain `ServerError` before anything goes to another server.
        """
        try:
            return document(await self._get(url, self._accept, MAX_PAGE_BYTES), self.where)
        except RefusedError as error:
            if error.status not in _NOT_ACCEPTABLE or self._accept == _ACCEPT_OTHER:
                raise
        answer = document(await self._get(url, _ACCEPT_OTHER, MAX_PAGE_BYTES), self.where)
        self._accept = _ACCEPT_OTHER
        return answer

    async def binary(self, url: str, accept: str, limit: int = MAX_PAGE_BYTES) -> tuple[bytes, str]:
        """Return the bytes at an address and their content type; raises as `json` does."""
        answer = await self._get(url, accept, limit)
        return answer.body, answer.content_type

    def address(self, url: str, page: str = "") -> str:
        """Return the whole address of a link as a server gives it.

        `page` is where the link stood: what begins with `?` belongs to the same path. Raises `ServerError`
        for another server, before a single byte goes there.
        """
        try:
            target = urljoin(page, url) if page and url.startswith("?") else resolve(self.base, url)
            # Asked of both: what sends the request must read the address as what checks it does.
            ours = same_origin(target, self.base) and _place(target) == _place(self.base)
        except (ValueError, httpx2.InvalidURL):
            raise ServerError("it points to no web address.", where=self.where) from None
        if not ours:
            host = urlsplit(target).hostname or ""
            other = host if host.isprintable() and host else "nowhere"
            raise ServerError(f"it points to another server ({other}), which is not asked.", where=self.where)
        if not is_safe(target):
            raise ServerError("is not encrypted (http), so no record is fetched.", where=self.where)
        return target

    async def _get(self, url: str, accept: str, limit: int) -> Answer:
        target = self.address(url)
        async with self._slots:
            for _ in range(MAX_REDIRECTS):
                answer = await self._patiently(target, accept, limit)
                if answer.status not in _REDIRECTS or not answer.location:
                    break
                target = self._redirected(target, answer.location)
        if answer.status in _REDIRECTS:
            raise ServerError("the server redirects without end.", where=self.where, status=answer.status)
        if answer.status >= 400:
            raise refusal(answer, self.where)
        return answer

    def _redirected(self, target: str, location: str) -> str:
        """Return where a redirect leads: relative to what was asked, and only on this server."""
        try:
            return self.address(urljoin(target, location))
        except ValueError:
            raise ServerError("it redirects to no web address.", where=self.where) from None

    async def _patiently(self, target: str, accept: str, limit: int) -> Answer:
        """Ask until there is an answer that asking again would not change."""
        pace, renewed = Pace(), False
        while True:
            await self._silence()
            token = await self._session.token(self._client)
            try:
                answer = await self._once(target, accept, limit, token)
            except (httpx2.RequestError, TimeoutError) as error:
                await self._after_drop(pace, error)
                continue
            if answer.status == 401:
                if renewed or not await self._session.renew(self._client, used=token):
                    raise SignInError("the sign-in is not valid any more (401).", where=self.where, remedy=_SIGN_IN)
                renewed = True
            elif answer.status in (429, 503):
                self._hush(pace.after_busy(answer.status, answer.retry_after), answer)
            elif answer.status in (502, 504):
                await self._again(pace.after_drop(), f"the server cannot be reached ({answer.status}).")
            else:
                return answer

    async def _once(self, target: str, accept: str, limit: int, token: str) -> Answer:
        headers = {"Accept": accept}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        async with asyncio.timeout(MAX_SECONDS), self._client.stream("GET", target, headers=headers) as response:
            found = response.headers
            return Answer(
                status=response.status_code,
                content_type=found.get("content-type", ""),
                body=await self._body(response, limit),
                url=target,
                location=found.get("location", ""),
                retry_after=found.get("retry-after", ""),
            )

    async def _body(self, response: httpx2.Response, limit: int) -> bytes:
        """Return the unpacked body; raises `ServerError` as soon as it is more than is read of one server."""
        parts: list[bytes] = []
        size = 0
        async for part in response.aiter_bytes():
            parts.append(part)
            size += len(part)
            self._received += len(part)
            if size > limit:
                raise ServerError(f"the answer is larger than {limit >> 20} MB.", where=self.where)
            if self._received > MAX_ALL_BYTES:
                raise ServerError(f"more than {MAX_ALL_BYTES >> 20} MB are not fetched.", where=self.where)
        return b"".join(parts)

    def _hush(self, seconds: float | None, answer: Answer) -> None:
        """Let every request wait: a limit counts them all."""
        if seconds is None:
            raise NoAnswerError(f"the server is too busy ({answer.status}).", where=self.where, status=answer.status)
        self._quiet_until = max(self._quiet_until, asyncio.get_running_loop().time() + seconds)

    async def _silence(self) -> None:
        clock = asyncio.get_running_loop().time
        while (left := self._quiet_until - clock()) > 0:
            self._waiting(left)
            await asyncio.sleep(left)
            self._waiting(0.0)

    async def _after_drop(self, pace: Pace, error: Exception) -> None:
        """Wait before a dropped or silent connection is tried again; raises `NoAnswerError` when that is enough."""
        if untrusted(error):
            what = "its certificate is not trusted on this computer."
            raise ServerError(what, where=self.where, remedy="Ask IT.") from None
        await self._again(pace.after_drop(slow=slow(error)), why(error))

    async def _again(self, seconds: float | None, what: str) -> None:
        if seconds is None:
            raise NoAnswerError(what, where=self.where)
        await asyncio.sleep(seconds)


def _place(url: str) -> tuple[str, str, int | None]:
    """Return scheme, host and port as the HTTP library reads them."""
    parsed = httpx2.URL(url)
    return parsed.scheme, parsed.host, parsed.port
