"""The authorization endpoint: answers like a user who is logged in and agrees, strict about what is asked."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tests.ehr.grants import rules
from tests.ehr.registry import Registration
from tests.ehr.tokens import Code

if TYPE_CHECKING:
    from tests.ehr.app import Ehr

_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
_MIN_STATE = 20


def authorize(ehr: Ehr, request: Request) -> Response:
    """Redirect with a code, redirect with an error, or show a page where it is not known whom to redirect to."""
    asked = dict(request.query_params)
    client = ehr.clients.get(asked.get("client_id", ""))
    if client is None or asked.get("redirect_uri") not in client.redirect_uris:
        page = "<html><body>Unknown application or redirect address.</body></html>"
        return Response(page, 400, media_type="text/html")
    error = ehr.quirks.authorize_error or _wrong(ehr, asked, client)
    if error:
        return _back(ehr, asked, {"error": error, "error_description": "The request was refused."})
    name = f"code-{secrets.token_urlsafe(18)}"
    ehr.tokens.codes[name] = Code(
        client_id=client.client_id,
        redirect_uri=asked["redirect_uri"],
        challenge=asked["code_challenge"],
        scope=asked["scope"],
        launched_patient=ehr.tokens.launches.pop(asked.get("launch", ""), ""),
    )
    return _back(ehr, asked, {"code": name})


def _wrong(ehr: Ehr, asked: dict[str, str], client: Registration) -> str:
    """Return the OAuth error of a request that a strict server refuses, "" for a right one."""
    scopes = asked.get("scope", "").split()
    levels = {"patient", "user"} if ehr.quirks.user_scopes else {"patient"}
    clinical = rules(asked.get("scope", ""))
    known = all(rule.syntax in ehr.quirks.scope_syntax and rule.level in levels for rule in clinical)
    faults = {
        "unsupported_response_type": asked.get("response_type") != "code",
        "unauthorized_client": client.backend,
        "invalid_scope": not scopes or not known,
        "invalid_request": (
            asked.get("aud") != ehr.base
            or asked.get("code_challenge_method") != "S256"
            or not _CHALLENGE.fullmatch(asked.get("code_challenge", ""))
            or len(asked.get("state", "")) < _MIN_STATE
            or ("launch" in scopes) != ("launch" in asked)
            or ("launch" in asked and asked["launch"] not in ehr.tokens.launches)
        ),
    }
    return next((name for name, wrong in faults.items() if wrong), "")


def _back(ehr: Ehr, asked: dict[str, str], answer: dict[str, str]) -> Response:
    state = "x" * 43 if ehr.quirks.wrong_state else asked.get("state", "")
    return RedirectResponse(f"{asked['redirect_uri']}?{urlencode({**answer, 'state': state})}", 302)
