"""Check the signed JWT with which a confidential app says who it is (private_key_jwt)."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from tests.ehr.registry import Registration

if TYPE_CHECKING:
    from tests.ehr.app import Ehr

KIND = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ALGORITHMS = ["ES384", "RS384"]
MAX_SECONDS = 300
_LEEWAY = 5


class OAuthError(Exception):
    """An error in OAuth's own JSON."""

    def __init__(self, error: str, status: int = 400) -> None:
        super().__init__(error)
        self.error, self.status = error, status


def check_assertion(ehr: Ehr, form: dict[str, str], client: Registration) -> None:
    """Raise `OAuthError` unless the app proves itself, with a key it registered and a jti not seen before."""
    if form.get("client_assertion_type") != KIND:
        raise OAuthError("invalid_client", 401)
    try:
        token = jwt.decode(
            form.get("client_assertion", ""), KeySet.import_key_set(client.jwks or {"keys": []}), algorithms=ALGORITHMS
        )
    except (JoseError, ValueError) as error:
        raise OAuthError("invalid_client", 401) from error
    claims, now = token.claims, time.time()
    right = (
        token.header.get("typ") == "JWT"
        and bool(token.header.get("kid"))
        and claims.get("iss") == claims.get("sub") == client.client_id
        and claims.get("aud") == ehr.token_endpoint
        and isinstance(claims.get("exp"), int)
        and now < claims["exp"] <= now + MAX_SECONDS + _LEEWAY
        and isinstance(claims.get("jti"), str)
        and claims["jti"] not in ehr.tokens.assertions
    )
    if not right:
        raise OAuthError("invalid_client", 401)
    ehr.tokens.assertions.add(claims["jti"])
