"""The authorization request, and what comes back through the browser."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from copilot.errors import SignInError
from copilot.fhir.smart.discovery import SmartConfiguration
from copilot.fhir.smart.launch import Launch
from copilot.fhir.smart.pkce import METHOD, challenge, new_secret
from copilot.fhir.smart.token_request import refusal


@dataclass(frozen=True, slots=True)
class Attempt:
    """The secrets of one try to sign in, which tie the answer to it."""

    state: str = field(default_factory=new_secret, repr=False)
    verifier: str = field(default_factory=new_secret, repr=False)

    def is_answer(self, found: Mapping[str, str]) -> bool:
        """Return whether a redirect belongs to this try.

        An error without a state is believed, since it can only end the try; a code never is.
        """
        if "state" not in found:
            return "error" in found and "code" not in found
        same = hmac.compare_digest(found["state"].encode(), self.state.encode())
        return same and ("code" in found or "error" in found)


@dataclass(frozen=True, slots=True)
class Code:
    """An authorization code, with what the token endpoint wants to see beside it."""

    code: str = field(repr=False)
    verifier: str = field(repr=False)
    redirect_uri: str


def authorization_url(
    smart: SmartConfiguration,
    attempt: Attempt,
    *,
    client_id: str,
    redirect_uri: str,
    scopes: tuple[str, ...],
    launch: Launch,
) -> str:
    """Return the address for the browser (SMART 2.2, "Obtain authorization code").

    `aud` is always the FHIR base, in the words of the EHR where it launched us.
    """
    asked = {
        "response_type": "code",
        "client_id": client_id,
        "redirect_uri": redirect_uri,
        "scope": " ".join(scopes),
        "state": attempt.state,
        "aud": launch.iss,
        "code_challenge": challenge(attempt.verifier),
        "code_challenge_method": METHOD,
    }
    if launch.launch:
        asked["launch"] = launch.launch
    parts = urlsplit(smart.authorization_endpoint)
    query = "&".join(text for text in (parts.query, urlencode(asked, quote_via=quote, safe="")) if text)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def code_from(found: Mapping[str, str], smart: SmartConfiguration, *, where: str) -> str:
    """Return the authorization code of an answer whose state was checked; raises `SignInError` for an error.

    Where the server promises to name itself (RFC 9207), another name is another server's answer.
    """
    if smart.answers_with_issuer and found.get("iss") != smart.issuer:
        raise SignInError("another server answered the sign-in.", where=where, remedy="Sign in again; tell IT.")
    if "error" in found or not found.get("code"):
        raise refusal(found.get("error"), found.get("error_description"), where=where, secrets=[found.get("code", "")])
    return found["code"]
