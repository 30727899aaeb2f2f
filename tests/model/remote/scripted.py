"""An HTTP server in the shape of vLLM and Azure that says what it is told; no model stands behind it."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from tests.ehr.serving import send_half


def said(text: str, finish: str | None = None) -> bytes:
    """Return one event of a stream."""
    choice = {"index": 0, "delta": {"content": text} if text else {}, "finish_reason": finish}
    return b"data: " + json.dumps({"choices": [choice]}).encode() + b"\n\n"


class Scripted:
    """`root` is set when it is served. `asked` are the requests; `silent` keeps questions waiting until `go`."""

    def __init__(self) -> None:
        self.root = ""
        self.models: Any = {"data": [{"id": "tiny", "max_model_len": 8192}]}
        self.answer: Sequence[bytes] = (said("am"), said("ber"), said("", "stop"), b"data: [DONE]\n\n")
        self.status = 200
        self.headers: dict[str, str] = {}
        self.silent = self.half = False
        self.waiting, self.go = threading.Event(), threading.Event()
        self.asked: list[tuple[str, dict[str, str], Any]] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        sent = await request.body()
        self.asked.append((str(request.url), dict(request.headers), json.loads(sent) if sent else None))
        if request.method == "GET":
            await JSONResponse(self.models)(scope, receive, send)
            return
        self.waiting.set()
        while self.silent and not self.go.is_set():
            await asyncio.sleep(0.01)
        response: Response
        if self.status != 200:
            response = JSONResponse({"error": {"message": f"bad prompt: {sent!r}"}}, self.status, self.headers)
        elif self.half:
            await send_half(Response(b"".join(self.answer), media_type="text/event-stream"), request, send)
            return
        else:
            response = StreamingResponse(self._pieces(), media_type="text/event-stream")
        await response(scope, receive, send)

    async def _pieces(self) -> Any:
        for piece in self.answer:
            yield piece
