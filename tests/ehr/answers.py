"""What goes back over the wire: FHIR JSON, errors in three fashions, all in the dress that the quirks ask for."""

from __future__ import annotations

import gzip
import json
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from tests.ehr.quirks import Quirks

Json = dict[str, Any]


def outcome(code: str, text: str, severity: str = "error") -> Json:
    return {"resourceType": "OperationOutcome", "issue": [{"severity": severity, "code": code, "diagnostics": text}]}


class RefusalError(Exception):
    """An answer that is an error; raised anywhere, dressed in one place."""

    def __init__(
        self,
        status: int,
        code: str = "processing",
        text: str = "Request refused.",
        *,
        severity: str = "error",
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(text)
        self.status, self.code, self.text, self.severity = status, code, text, severity
        self.headers = headers or {}

    def response(self, quirks: Quirks) -> Response:
        if quirks.error_body == "text":
            return Response(self.text, self.status, self.headers, media_type="text/plain")
        if quirks.error_body == "html":
            page = f"<html><head><title>{self.status}</title></head><body><h1>Gateway</h1>{self.text}</body></html>"
            return Response(page, self.status, self.headers, media_type="text/html")
        body = json.dumps(outcome(self.code, self.text, self.severity))
        return Response(body, self.status, self.headers, media_type=quirks.content_type)


def fhir(body: Json | str, quirks: Quirks, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Return FHIR JSON; text is JSON already."""
    text = body if isinstance(body, str) else json.dumps(body)
    return Response(text, status, headers, media_type=quirks.content_type)


def zipped(response: Response) -> Response:
    """Return the same answer as gzip."""
    packed = gzip.compress(bytes(response.body), compresslevel=1)
    headers = {name: value for name, value in response.headers.items() if name != "content-length"}
    return Response(packed, response.status_code, headers | {"content-encoding": "gzip"})


async def form(request: Request) -> list[tuple[str, str]]:
    """Return the fields of a form, none where the body is said to be something else."""
    if request.headers.get("content-type", "").split(";")[0] != "application/x-www-form-urlencoded":
        return []
    return parse_qsl((await request.body()).decode(), keep_blank_values=True)
