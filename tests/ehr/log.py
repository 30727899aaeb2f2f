"""What was asked, with every header: the proof of which origin saw a token."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request


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


async def logged(request: Request) -> Logged:
    query = request.url.query
    target = f"{request.url.path}?{query}" if query else request.url.path
    headers = {name.lower(): value for name, value in request.headers.items()}
    return Logged(request.method, request.url.path, target, headers, await request.body())
