"""Codes, access tokens and refresh tokens: one-shot, expiring, rotating, as the quirks want."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field

from tests.ehr.grants import Grant


@dataclass(frozen=True, slots=True)
class Code:
    """What the authorization endpoint remembers until the code is exchanged."""

    client_id: str
    redirect_uri: str
    challenge: str
    scope: str
    launched_patient: str


@dataclass(slots=True)
class Tokens:
    """Everything that was given out; `spent` codes and refresh tokens are known so that reuse is noticed."""

    codes: dict[str, Code] = field(default_factory=dict)
    access: dict[str, tuple[Grant, float]] = field(default_factory=dict)
    refresh: dict[str, Grant] = field(default_factory=dict)
    spent: set[str] = field(default_factory=set)
    assertions: set[str] = field(default_factory=set)
    launches: dict[str, str] = field(default_factory=dict)
    refused: int = 0

    def give_access(self, grant: Grant, seconds: float) -> str:
        token = f"access-{secrets.token_urlsafe(18)}"
        self.access[token] = (grant, time.monotonic() + seconds)
        return token

    def give_refresh(self, grant: Grant) -> str:
        token = f"refresh-{secrets.token_urlsafe(18)}"
        self.refresh[token] = grant
        return token

    def grant_of(self, token: str) -> Grant | None:
        """Return what a live access token allows."""
        grant, end = self.access.get(token, (None, 0.0))
        return grant if time.monotonic() < end else None

    def expire(self) -> None:
        """Let every access token end now."""
        self.access.clear()

    def revoke(self) -> None:
        """End everything, as when a stolen code or refresh token is noticed."""
        self.access.clear()
        self.refresh.clear()
