"""The hospital's own signing key and the ID tokens it signs."""

from __future__ import annotations

import time
from functools import cache
from typing import TYPE_CHECKING, Any

from joserfc import jwt
from joserfc.jwk import RSAKey

if TYPE_CHECKING:
    from tests.ehr.app import Ehr


@cache
def hospital_key() -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": "hospital-1", "use": "sig"})


def id_token(ehr: Ehr, client_id: str) -> str:
    now = int(time.time())
    claims: dict[str, Any] = {
        "iss": ehr.base,
        "sub": "user-1",
        "aud": client_id,
        "iat": now,
        "exp": now + 300,
        "fhirUser": f"{ehr.base}/{ehr.user}",
    }
    return jwt.encode({"alg": "RS256", "kid": "hospital-1"}, claims, hospital_key())


def jwks() -> dict[str, Any]:
    return {"keys": [hospital_key().as_dict(private=False)]}
