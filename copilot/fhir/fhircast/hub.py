"""Ask the hub over HTTP: subscribe, unsubscribe, what is open now, and tell it that we do not follow."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from urllib.parse import quote

import httpx2

from copilot.errors import SignInError
from copilot.fhir.fhircast.lost import LostError
from copilot.fhir.fhircast.message import Notification, read_current
from copilot.fhir.lenient import Json, as_object, object_in, text
from copilot.fhir.origin import is_loopback, is_safe
from copilot.fhir.smart.session import Session
from copilot.network import host

MAX_BYTES = 4 << 20
MAX_SECONDS = 30.0
_BUSY = frozenset({408, 425, 429})


@dataclass(frozen=True, slots=True)
class _Reply:
    status: int
    json: Json = field(default_factory=dict, repr=False)


class Hub:
    """The hub of one sign-in, under the name by which other subscribers know us.

    Who gets the token: FHIRcast wants the sign-in's own bearer token at the hub ("Subscription Request"), and the
    hub may lie on another origin than the FHIR server. It is named in the token response, next to the token and
    by whoever issued it; no page, reference or redirect can name one. So the token goes to `hub.url` and what lies
    under it, only over https (or on loopback), and no redirect is followed. It does not go to the WebSocket's
    address, which the hub chooses freely: that address is a secret of its own.
    """

    def __init__(self, session: Session, client: httpx2.AsyncClient, *, name: str) -> None:
        self._session = session
        self._client = client
        self._url = session.context.hub_url
        self._topic = session.context.hub_topic
        self.name = name
        self.where = host(self._url) or "the hub"
        if not is_safe(self._url):
            raise LostError("is not encrypted (http), so the EHR is not followed.", where=self.where, final=True)

    def is_ours(self, topic: str) -> bool:
        """Return whether a message is about our session."""
        return topic == self._topic

    async def subscribe(self, events: tuple[str, ...], *, lease: float, endpoint: str = "") -> str:
        """Subscribe, or renew the subscription of an `endpoint`; return where the channel is.

        Raises `LostError`, final where the hub refuses, and `SignInError`.
        """
        form = self._form("subscribe", endpoint)
        form |= {"hub.events": ",".join(events), "hub.lease_seconds": str(int(lease)), "subscriber.name": self.name}
        reply = await self._ask("POST", self._url, form=form)
        if reply.status >= 300:
            raise self._refusal(reply.status)
        found = text(reply.json.get("hub.channel.endpoint"))
        if not found:
            raise LostError("the hub names no channel.", where=self.where)
        return self.checked(found)

    async def unsubscribe(self, endpoint: str) -> None:
        """End a subscription. Raises as `subscribe`; an answer of any status is as good."""
        await self._ask("POST", self._url, form=self._form("unsubscribe", endpoint))

    async def current(self) -> tuple[bool, Notification | None]:
        """Return whether the hub tells the current context at all, and what is open, None for nothing."""
        reply = await self._ask("GET", f"{self._url.rstrip('/')}/{quote(self._topic, safe='')}")
        return reply.status == 200 and "context" in reply.json, read_current(reply.json)

    async def tell(self, event: Json) -> None:
        """Send an event of our own; whether the hub wants it is its affair. Raises as `subscribe`."""
        event = {**event, "event": {"hub.topic": self._topic, **as_object(event.get("event"))}}
        await self._ask("POST", self._url, body=event)

    def _form(self, mode: str, endpoint: str) -> dict[str, str]:
        usual = {"hub.channel.type": "websocket", "hub.mode": mode, "hub.topic": self._topic}
        return usual | ({"hub.channel.endpoint": endpoint} if endpoint else {})

    async def _ask(
        self, method: str, url: str, *, form: dict[str, str] | None = None, body: Json | None = None
    ) -> _Reply:
        """Ask once, and once more with a new token after a 401."""
        token = await self._session.token(self._client)
        reply = await self._send(method, url, token, form, body)
        if reply.status == 401:
            if not await self._session.renew(self._client, used=token):
                raise SignInError("the sign-in is not valid any more (401).", where=self.where, remedy="Sign in again.")
            token = await self._session.token(self._client)
            reply = await self._send(method, url, token, form, body)
        return reply

    async def _send(self, method: str, url: str, token: str, form: dict[str, str] | None, body: Json | None) -> _Reply:
        """Send one request. What the library raises holds the request, token and topic: it goes no further."""
        headers = {"Accept": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
        try:
            async with (
                asyncio.timeout(MAX_SECONDS),
                self._client.stream(method, url, headers=headers, data=form, json=body) as response,
            ):
                found = b""
                async for part in response.aiter_bytes():
                    found += part
                    if len(found) > MAX_BYTES:
                        raise LostError("the hub's answer is too large.", where=self.where)
                return _Reply(response.status_code, object_in(found))
        except (httpx2.RequestError, httpx2.InvalidURL, TimeoutError):
            raise LostError("the hub does not answer.", where=self.where) from None

    def _refusal(self, status: int) -> LostError:
        """Return the error for a subscription that was not accepted; only a busy or broken hub is asked again."""
        if status >= 500 or status in _BUSY:
            return LostError(f"the hub is busy or broken ({status}).", where=self.where, status=status)
        what = f"the hub refuses to let us follow the EHR ({status})."
        return LostError(what, where=self.where, remedy="Ask IT.", status=status, final=True)

    def checked(self, endpoint: str) -> str:
        """Return a channel's address; raises `LostError` unless it is encrypted, or on this machine as the hub is."""
        scheme, _, rest = endpoint.partition("://")
        as_web = {"wss": f"https://{rest}", "ws": f"http://{rest}"}.get(scheme.lower(), "")
        if not is_safe(as_web) or (is_loopback(as_web) and not is_loopback(self._url)):
            raise LostError(
                "the hub's channel is not encrypted (wss), so it is not used.", where=self.where, final=True
            )
        return endpoint
