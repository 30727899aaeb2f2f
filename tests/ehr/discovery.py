"""Where to sign in: at .well-known/smart-configuration, in the CapabilityStatement of old servers, or nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.ehr.assertion import ALGORITHMS

if TYPE_CHECKING:
    from tests.ehr.app import Ehr

Json = dict[str, Any]
_OAUTH_URIS = "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris"


def smart_configuration(ehr: Ehr) -> Json:
    permissions = [f"permission-{syntax}" for syntax in sorted(ehr.quirks.scope_syntax)]
    permissions += ["permission-user"] if ehr.quirks.user_scopes else []
    return {
        "issuer": ehr.base,
        "jwks_uri": f"{ehr.auth_root}/jwks",
        "authorization_endpoint": ehr.authorize_endpoint,
        "token_endpoint": ehr.token_endpoint,
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": ALGORITHMS,
        "grant_types_supported": ["authorization_code", "client_credentials"],
        "response_types_supported": ["code"],
        "code_challenge_methods_supported": ["S256"],
        "scopes_supported": ["openid", "fhirUser", "launch", "launch/patient", "offline_access"],
        "capabilities": [
            "launch-ehr",
            "launch-standalone",
            "client-public",
            "client-confidential-asymmetric",
            "context-ehr-patient",
            "context-standalone-patient",
            "permission-offline",
            "permission-patient",
            *permissions,
        ],
    }


def oauth_uris(ehr: Ehr) -> Json:
    """Return the security part of a CapabilityStatement, as before .well-known existed."""
    uris = [
        {"url": "authorize", "valueUri": ehr.authorize_endpoint},
        {"url": "token", "valueUri": ehr.token_endpoint},
    ]
    return {"extension": [{"url": _OAUTH_URIS, "extension": uris}], "service": [{"text": "SMART-on-FHIR"}]}
