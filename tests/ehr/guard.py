"""Who asks, and may they: 401 without a live token, 403 without the scope."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import Request

from tests.ehr.answers import RefusalError
from tests.ehr.grants import EVERYTHING, Grant

if TYPE_CHECKING:
    from tests.ehr.app import Ehr


def grant_of(ehr: Ehr, request: Request) -> Grant:
    """Return what the request's token allows; raises 401 where there is no live one."""
    if not ehr.protected:
        return EVERYTHING
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    grant = ehr.tokens.grant_of(token) if scheme == "Bearer" else None
    if grant is None:
        ehr.tokens.refused += 1
        raise RefusalError(401, "login", "Unauthorized", headers={"www-authenticate": "Bearer"})
    return grant


def demand(ehr: Ehr, grant: Grant, kind: str, access: str) -> None:
    """Raise 403 where no scope allows this access to a type; some servers show an empty result instead."""
    if kind in ehr.quirks.refused_types:
        raise RefusalError(403, "forbidden", "Not authorized for this resource.")
    if not grant.allows(kind, access) and not ehr.quirks.scopes_silent:
        raise RefusalError(403, "forbidden", "The scope does not allow this.")
