"""Ask a token endpoint: what it refuses becomes a sentence, and nothing secret is in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

import httpx2

from copilot.errors import ServerError, SignInError
from copilot.fhir.lenient import Json
from copilot.fhir.smart.fetch import Form, fetch

_PLAIN = frozenset({"grant_type", "scope", "client_assertion_type", "redirect_uri", "client_id"})
_LONG_WORD = re.compile(r"[\w~+/=.-]{24,}")
_IT = "Tell IT what this says."
AGAIN = "Sign in again; what is on the screen stays."
_CLIENT = "Ask IT to check the client id; a confidential client needs a key_file here, client secrets are not used."
_REQUEST = "Ask IT to check the connection: FHIR base, client id, redirect address."

# RFC 6749, sections 4.1.2.1 and 5.2, in words for a physician, and what to do.
REASONS: Mapping[str, tuple[str, str]] = {
    "access_denied": ("access was refused at the sign-in page.", "Sign in again and allow it, or ask IT."),
    "invalid_grant": ("the server does not accept this sign-in (any more).", AGAIN),
    "invalid_client": ("the server does not know this application, or wants it to prove itself.", _CLIENT),
    "unauthorized_client": ("this application may not sign in this way.", "Ask IT to check its registration."),
    "invalid_scope": ("the server refuses what was asked for.", "Ask IT to set this connection's scopes."),
    "invalid_request": ("the server calls the request wrong.", _REQUEST),
    "unsupported_grant_type": ("this server does not offer this way to sign in.", "Ask IT."),
    "unsupported_response_type": ("this server does not offer this way to sign in.", "Ask IT."),
    "server_error": ("the sign-in server has a fault.", "Try again; if it stays, tell IT."),
    "temporarily_unavailable": ("the sign-in server is busy.", "Try again in a minute."),
    "login_required": ("nobody is signed in there.", AGAIN),
    "interaction_required": ("the server wants an answer at its own page.", AGAIN),
}


def refusal(error: object, description: object, *, where: str, secrets: Iterable[str] = ()) -> SignInError:
    """Return an OAuth error as a sentence; the server's own words only after everything secret is taken out."""
    code = error if isinstance(error, str) else ""
    what, remedy = REASONS.get(code, ("the server refused the sign-in.", _IT))
    own = _without(description, secrets) if isinstance(description, str) else ""
    named = f" ({code})" if code in REASONS else ""
    return SignInError(f"{what[:-1]}{named}.{f' It says: “{own}”.' if own else ''}", where=where, remedy=remedy)


async def ask(client: httpx2.AsyncClient, endpoint: str, form: Callable[[], Form], *, where: str) -> Json:
    """Return a token endpoint's JSON; success is 200, or 201 as some servers say.

    Raises `SignInError` where the server refuses in OAuth's words, `ServerError` where it does not answer, or
    something else does (a proxy's page): then nothing is lost and it may be asked again.
    """
    sent: Form = {}

    def anew() -> Form:
        sent.update(form())
        return dict(sent)

    reply = await fetch(client, endpoint, where=where, accept="application/json", form=anew)
    said = reply.json
    if "error" in said:
        secrets = [value for name, value in sent.items() if name not in _PLAIN]
        raise refusal(said["error"], said.get("error_description"), where=where, secrets=secrets)
    if reply.status not in (200, 201) or not said:
        what = f"the token endpoint gave no token (HTTP {reply.status})."
        raise ServerError(what, where=where, remedy=_IT, status=reply.status)
    return said


def _without(text: str, secrets: Iterable[str]) -> str:
    """Return a server's own words in one short line, without what we sent and without long opaque words."""
    for secret in secrets:
        if secret:
            text = text.replace(secret, "…")
    line = "".join(letter if letter.isprintable() else " " for letter in text)
    return _LONG_WORD.sub("…", " ".join(line.split()))[:200].rstrip(". ")
