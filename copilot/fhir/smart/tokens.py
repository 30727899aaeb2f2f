"""What a token endpoint gives: an access token, how long it lives, what it allows, what goes with it."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from copilot.errors import SignInError
from copilot.fhir.lenient import number
from copilot.fhir.smart.context import Context, read_context
from copilot.fhir.smart.scopes import Scopes, granted


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one sign-in; no representation shows them. `ends` is on the monotonic clock.

    `granted` is None where a renewal says nothing about scopes: then nothing changes (RFC 6749, section 5.1).
    """

    access: str = field(repr=False)
    refresh: str = field(default="", repr=False)
    lifetime: float = math.inf
    ends: float = math.inf
    granted: Scopes | None = None
    context: Context = field(default_factory=Context, repr=False)
    renewable: bool = False

    def seconds_left(self) -> float:
        """Return how long the access token lives on; infinite where the server did not say."""
        return self.ends - time.monotonic()

    def spent(self, *, ended: bool) -> Tokens:
        """Return the same without a way to renew it, and ended where the server refused it already."""
        return replace(self, refresh="", renewable=False, ends=0.0 if ended else self.ends)


def read_tokens(said: Mapping[str, object], *, where: str, asked: tuple[str, ...] = ()) -> Tokens:
    """Return the tokens in a token response (RFC 6749, section 5.1; SMART 2.2, "Obtain access token").

    `asked` are the scopes that are taken for granted where the server does not say. Raises `SignInError`
    where there is no bearer token.
    """
    access = said.get("access_token")
    kind, scope = said.get("token_type"), said.get("scope")
    if not isinstance(access, str) or not access.strip():
        raise SignInError("the server answered the sign-in without a token.", where=where, remedy="Tell IT.")
    if isinstance(kind, str) and kind.strip().lower() not in ("bearer", ""):
        raise SignInError("the server gave a token that is no bearer token.", where=where, remedy="Tell IT.")
    refresh = said.get("refresh_token")
    refresh = refresh if isinstance(refresh, str) else ""
    lifetime = number(said.get("expires_in")) or math.inf  # where that makes no sense, a 401 tells the end
    return Tokens(
        access=access.strip(),
        refresh=refresh,
        lifetime=lifetime,
        ends=time.monotonic() + lifetime,
        granted=granted(scope, asked) if asked or isinstance(scope, str | list) else None,
        context=read_context(said),
        renewable=bool(refresh),
    )
