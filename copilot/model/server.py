"""Ask a model server over the network: which models it has, and one streamed answer; every fault is a `ModelError`."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx2

from copilot import network
from copilot.errors import KnownError, ModelError
from copilot.model import dialects
from copilot.model.destination import Destination, Kind
from copilot.model.events import Events, GarbledError, Heard
from copilot.model.protocol import Generate

READ_SECONDS = 120.0  # a busy server may keep a question waiting; Stop does not wait for it
MAX_SECONDS = 600.0  # for one answer as a whole, however it trickles
MAX_LIST_BYTES = 1 << 20
_KEY = "IT checks the key in the keyring."
_BUSY = "The server is busy or starts: wait a little, and ask again."
_REMEDIES = {
    400: "IT checks whether the server takes what its kind in its policy promises, and how long a prompt may be.",
    401: _KEY,
    403: _KEY,
    404: "IT checks the address and the model's name in its policy.",
    429: _BUSY,
    503: _BUSY,
}


class Server:
    """One destination. The key is read when it is needed, in this process only, and not kept."""

    def __init__(self, to: Destination, key: Callable[[str], str]) -> None:
        self._to = to
        self._key = key

    async def look(self, hear: Callable[[int], None]) -> None:
        """Tell how long a context the model has, 0 where the server does not say; a model it lacks is an error."""
        if self._to.kind is Kind.AZURE:  # it lists no models where it answers: only the key can be looked for
            await self._secret()
            hear(0)
            return
        async with self._response("GET", "models") as response:
            held = b""
            async for block in response.aiter_bytes():
                held += block
                if len(held) > MAX_LIST_BYTES:
                    raise GarbledError
            hear(self._context(held))

    async def answer(self, request: Generate, hear: Callable[[Heard], None]) -> None:
        """Tell the answer as it comes."""
        events = Events()
        async with self._response("POST", "chat/completions", dialects.body(self._to, request)) as response:
            async for block in response.aiter_bytes():
                for event in events.take(block):
                    hear(event)

    def _context(self, held: bytes) -> int:
        """Return the context of our model in the server's list."""
        try:
            listed: dict[str, Any] = {str(model["id"]): dict(model) for model in json.loads(held)["data"]}
        except (ValueError, KeyError, TypeError, RecursionError):
            raise GarbledError from None
        if self._to.model not in listed and self._to.kind is Kind.VLLM:
            what = "The server has no model of the name that IT set."
            raise ModelError(what, where=self._to.host, remedy=_REMEDIES[404])
        found: dict[str, Any] = listed.get(self._to.model) or next(iter(listed.values()), {})
        meta = found.get("meta")
        told = found.get("max_model_len") or (meta.get("n_ctx_train") if isinstance(meta, dict) else 0)
        return told if isinstance(told, int) and told > 0 else 0

    async def _secret(self) -> str:
        """Return the key; the keyring may ask the person to unlock it, and Stop does not wait for that."""
        key = await asyncio.to_thread(self._key, self._to.key_name) if self._to.key_name else ""
        if not (key.isascii() and key.isprintable()):  # or what cannot be sent would end up in an error
            raise ModelError("The key in the keyring is none that a server takes.", where=self._to.host, remedy=_KEY)
        return key

    @asynccontextmanager
    async def _response(self, method: str, what: str, body: Any = None) -> AsyncIterator[httpx2.Response]:
        """Ask; what goes wrong until the answer is read to its end becomes a sentence without a word of the prompt."""
        to = self._to
        try:
            sent = dialects.headers(to, await self._secret())
            async with (
                asyncio.timeout(MAX_SECONDS),
                network.client(to.name, to.ca_file, to.proxy, read_seconds=READ_SECONDS, in_flight=1) as client,
                client.stream(method, dialects.address(to, what), json=body, headers=sent) as response,
            ):
                if response.status_code != 200:
                    raise self._refused(response.status_code)
                yield response
        except ModelError:
            raise
        except KnownError as error:
            raise ModelError(error.what, where=error.where or to.host, remedy=error.remedy) from None
        except GarbledError:
            raise ModelError(
                "The model server's answer cannot be read.", where=to.host, remedy="Ask once more."
            ) from None
        except (httpx2.HTTPError, httpx2.InvalidURL, TimeoutError) as error:
            raise self._dropped(error) from None

    def _refused(self, status: int) -> ModelError:
        """Return what a status means; the server's own words may quote the prompt, so they are not repeated."""
        if 300 <= status < 400:
            what = f"The model server sends the question elsewhere ({status}), which is not followed."
            return ModelError(what, where=self._to.host, remedy=_REMEDIES[404])
        remedy = _REMEDIES.get(status, "Ask once more, or ask IT.")
        return ModelError(f"The model server refused the question ({status}).", where=self._to.host, remedy=remedy)

    def _dropped(self, error: Exception) -> ModelError:
        """Return why there was no answer."""
        if network.untrusted(error):
            what = "The model server's certificate is not trusted on this computer."
            return ModelError(what, where=self._to.host, remedy="Ask IT.")
        what = f"The model does not answer: {network.why(error)}"
        return ModelError(what, where=self._to.host, remedy="Ask once more, or ask IT.")
