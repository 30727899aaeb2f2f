"""The token endpoint: code, refresh and client credentials, each once and only for whom they were given."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING, Any

from joserfc import jws
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tests.ehr.answers import form
from tests.ehr.assertion import OAuthError, check_assertion
from tests.ehr.grants import Grant, rules
from tests.ehr.identity import id_token
from tests.ehr.registry import Registration

if TYPE_CHECKING:
    from tests.ehr.app import Ehr

Json = dict[str, Any]
_NO_STORE = {"cache-control": "no-store", "pragma": "no-cache"}


async def token(ehr: Ehr, request: Request) -> Response:
    """Answer one token request; errors are OAuth's JSON."""
    asked = dict(await form(request))
    try:
        client = _client(ehr, asked)
        exchange = _exchanges.get(asked.get("grant_type", ""), _unsupported)
        return JSONResponse(exchange(ehr, asked, client), headers=_NO_STORE)
    except OAuthError as error:
        said = {"error": error.error, "error_description": "The request was refused."}
        return JSONResponse(said, error.status, headers=_NO_STORE)


def _client(ehr: Ehr, asked: dict[str, str]) -> Registration:
    """Return who asks: by client_id for public apps, by a signed assertion for the others."""
    if "client_assertion" in asked:
        client = next((c for c in ehr.clients.values() if c.jwks and _says(asked, c)), None)
        if client is None:
            raise OAuthError("invalid_client", 401)
        check_assertion(ehr, asked, client)
        return client
    client = ehr.clients.get(asked.get("client_id", ""))
    if client is None or client.jwks:
        raise OAuthError("invalid_client", 401)
    return client


def _says(asked: dict[str, str], client: Registration) -> bool:
    try:
        claims = jws.extract_compact(asked["client_assertion"].encode()).payload
    except ValueError:
        return False
    return f'"{client.client_id}"'.encode() in claims


def _exchange(ehr: Ehr, asked: dict[str, str], client: Registration) -> Json:
    name = asked.get("code", "")
    if name in ehr.tokens.spent:
        ehr.tokens.revoke()
        raise OAuthError("invalid_grant")
    code = ehr.tokens.codes.pop(name, None)
    ehr.tokens.spent.add(name)
    verifier = asked.get("code_verifier", "")
    digest = urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    if (
        code is None
        or code.client_id != client.client_id
        or code.redirect_uri != asked.get("redirect_uri")
        or code.challenge != digest
        or not 43 <= len(verifier) <= 128
    ):
        raise OAuthError("invalid_grant")
    patient = code.launched_patient or (ehr.user_patient if "launch/patient" in code.scope.split() else "")
    granted = code.scope if ehr.quirks.grants is None else ehr.quirks.grants
    return _answer(ehr, Grant(granted, patient, client.client_id), client, code.scope)


def _refresh(ehr: Ehr, asked: dict[str, str], client: Registration) -> Json:
    name = asked.get("refresh_token", "")
    if name in ehr.tokens.spent:
        ehr.tokens.revoke()
        raise OAuthError("invalid_grant")
    grant = ehr.tokens.refresh.get(name)
    if grant is None or grant.client_id != client.client_id or ehr.quirks.refresh_refused:
        raise OAuthError("invalid_grant")
    if not ehr.quirks.rotates_refresh:
        answer = _answer(ehr, grant, client, grant.scope)
        answer.pop("refresh_token", None)
        return answer
    del ehr.tokens.refresh[name]
    ehr.tokens.spent.add(name)
    return _answer(ehr, grant, client, grant.scope)


def _credentials(ehr: Ehr, asked: dict[str, str], client: Registration) -> Json:
    wanted = rules(asked.get("scope", ""))
    if not client.backend or not client.jwks:
        raise OAuthError("unauthorized_client")
    if not wanted or any(rule.level != "system" or rule.syntax not in ehr.quirks.scope_syntax for rule in wanted):
        raise OAuthError("invalid_scope")
    granted = asked["scope"] if ehr.quirks.grants is None else ehr.quirks.grants
    return _answer(ehr, Grant(granted, "", client.client_id), client, granted)


def _answer(ehr: Ehr, grant: Grant, client: Registration, scope: str) -> Json:
    """Return the token response, with the launch context and whatever the quirks leave out."""
    quirks = ehr.quirks
    said: Json = {
        "access_token": ehr.tokens.give_access(grant, quirks.token_seconds),
        "token_type": "Bearer",
        "expires_in": int(quirks.token_seconds),
        "scope": grant.scope,
    }
    if quirks.scope_omitted:
        del said["scope"]
    if quirks.expires_in_omitted:
        del said["expires_in"]
    if client.backend:
        return said
    if grant.patient and not quirks.patient_omitted:
        said["patient"] = grant.patient
    if "openid" in scope.split():
        said["id_token"] = id_token(ehr, client.client_id)
    if {"offline_access", "online_access"} & set(grant.scope.split()) and client.may_refresh:
        said["refresh_token"] = ehr.tokens.give_refresh(grant)
    return said | dict(quirks.context)


def _unsupported(ehr: Ehr, asked: dict[str, str], client: Registration) -> Json:
    raise OAuthError("unsupported_grant_type")


_exchanges = {"authorization_code": _exchange, "refresh_token": _refresh, "client_credentials": _credentials}
