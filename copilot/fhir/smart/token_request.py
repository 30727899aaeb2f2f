"""Ask a token endpoint: what it refuses becomes a sentence, and nothing secret is in it."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from urllib.parse import urlsplit

import httpx2

from copilot.errors import ServerError, SignInError
from copilot.fhir.origin import is_safe

Form = dict[str, str]
Json = dict[str, object]

MAX_BYTES = 1 << 20
_PAUSES = (0.5, 2.0)  # before the second and the third try
_BUSY = frozenset({429, 500, 502, 503, 504})
_LONG_WORD = re.compile(r"[\w~+/=.-]{24,}")
_IT = "Tell IT what this says."
_AGAIN = "Sign in again; what is on the screen stays."
_CLIENT = "Ask IT to check the client id; a confidential client needs a key_file here, client secrets are not used."
_REQUEST = "Ask IT to check the connection: FHIR base, client id, redirect address."

# RFC 6749, sections 4.1.2.1 and 5.2, in words for a physician, and what to do.
REASONS: Mapping[str, tuple[str, str]] = {
    "access_denied": ("access was refused at the sign-in page.", "Sign in again and allow it, or ask IT."),
    "invalid_grant": ("the server does not accept this sign-in (any more).", _AGAIN),
    "invalid_client": ("the server does not know this application, or wants it to prove itself.", _CLIENT),
    "unauthorized_client": ("this application may not sign in this way.", "Ask IT to check its registration."),
    "invalid_scope": ("the server refuses what was asked for.", "Ask IT to set this connection's scopes."),
    "invalid_request": ("the server calls the request wrong.", _REQUEST),
    "unsupported_grant_type": ("this server does not offer this way to sign in.", "Ask IT."),
    "unsupported_response_type": ("this server does not offer this way to sign in.", "Ask IT."),
    "server_error": ("the sign-in server has a fault.", "Try again; if it stays, tell IT."),
    "temporarily_unavailable": ("the sign-in server is busy.", "Try again in a minute."),
    "login_required": ("nobody is signed in there.", _AGAIN),
    "interaction_required": ("the server wants an answer at its own page.", _AGAIN),
}


def refusal(error: object, description: object, *, where: str, secrets: Iterable[str] = ()) -> SignInError:
    """Return an OAuth error as a sentence; the server's own words only after everything secret is taken out."""
    code = error if isinstance(error, str) else ""
    what, remedy = REASONS.get(code, ("the server refused the sign-in.", _IT))
    own = _without(description, secrets) if isinstance(description, str) else ""
    named = f" ({code})" if code in REASONS else ""
    return SignInError(f"{what[:-1]}{named}.{f' It says: “{own}”.' if own else ''}", where=where, remedy=remedy)


async def ask(
    client: httpx2.AsyncClient,
    endpoint: str,
    form: Callable[[], Form],
    *,
    where: str,
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> Json:
    """Return a token endpoint's JSON; `form` is made anew for each of three tries, as an assertion serves once.

    Raises `SignInError` for a refusal and for an answer that is none, `ServerError` where nothing answers.
    """
    if not is_safe(endpoint):
        raise SignInError("the token endpoint is not encrypted (http).", where=where, remedy="Tell IT.")
    for seconds in (*_PAUSES, None):
        asked = form()
        try:
            response = await client.post(endpoint, data=asked, headers={"Accept": "application/json"})
        except (httpx2.RequestError, httpx2.InvalidURL):
            response = None  # the error holds the request, and that holds a code or an assertion
        if response is not None and (response.status_code not in _BUSY or _is_oauth(response)):
            return _answer(response, asked, where)
        if seconds is not None:
            await pause(seconds)
    host = urlsplit(endpoint).hostname or "nowhere"
    status = response.status_code if response is not None else 0
    said = f"the sign-in server ({host}) does not answer{f' (HTTP {status})' if status else ''}."
    raise ServerError(said, where=where, remedy="Try again; if it stays, tell IT.", status=status)


def _answer(response: httpx2.Response, asked: Form, where: str) -> Json:
    """Return the JSON of a success (200, or 201 as some servers say); raises `SignInError` for everything else."""
    said = _json(response)
    if "error" in said:
        secrets = [value for name, value in asked.items() if name not in _PLAIN]
        raise refusal(said["error"], said.get("error_description"), where=where, secrets=secrets)
    if response.status_code in (200, 201) and said:
        return said
    status = response.status_code
    raise SignInError(f"the token endpoint gave no token (HTTP {status}).", where=where, remedy=_IT)


_PLAIN = frozenset({"grant_type", "scope", "client_assertion_type", "redirect_uri", "client_id"})


def _is_oauth(response: httpx2.Response) -> bool:
    """Return whether a busy status carries an OAuth error that trying again will not mend."""
    return _json(response).get("error") not in (None, "server_error", "temporarily_unavailable")


def _json(response: httpx2.Response) -> Json:
    """Return a JSON object, empty for anything else (HTML of a proxy, text, a list)."""
    if len(response.content) > MAX_BYTES:
        return {}
    try:
        said = json.loads(response.content)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _without(text: str, secrets: Iterable[str]) -> str:
    """Return a server's own words in one short line, without what we sent and without long opaque words."""
    for secret in secrets:
        if secret:
            text = text.replace(secret, "…")
    line = "".join(letter if letter.isprintable() else " " for letter in text)
    return _LONG_WORD.sub("…", " ".join(line.split()))[:200].rstrip(". ")
