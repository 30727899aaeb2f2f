"""What independent servers say about themselves and answer, in the shapes of their own source."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from starlette.responses import JSONResponse

from copilot.errors import SignInError
from copilot.fhir.connections import Connection
from copilot.fhir.smart.launch import Launch
from tests.ehr import serve
from tests.fhir.smart.hospital import TOKEN, Answer, Scripted, connection, signed_in

LAUNCHER = {
    "scopes_supported": ["openid", "profile", "fhirUser", "launch", "launch/patient", "patient/*.*", "user/*.*",
                         "offline_access"],
    "grant_types_supported": ["authorization_code", "client_credentials"],
    "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "private_key_jwt"],
    "code_challenge_methods_supported": ["S256"],
    "capabilities": ["launch-ehr", "launch-standalone", "client-public", "sso-openid-connect", "permission-offline",
                     "context-standalone-patient", "permission-patient", "permission-user", "permission-v1",
                     "permission-v2"],
}  # fmt: skip
MEDPLUM = {
    "scopes_supported": ["patient/*.rs", "user/*.cruds", "openid", "fhirUser", "launch", "launch/patient",
                         "offline_access", "online_access"],
    "grant_types_supported": ["client_credentials", "authorization_code", "refresh_token"],
    "code_challenge_methods_supported": ["S256"],
    "capabilities": ["permission-v1", "permission-v2", "client-public", "context-standalone-patient", "launch-ehr",
                     "launch-standalone", "permission-offline", "permission-patient", "permission-user",
                     "sso-openid-connect"],
}  # fmt: skip


class Simulator(Scripted):
    """A base that holds the options of the simulation, as launch.smarthealthit.org has it."""

    fhir_path = "/v/r4/sim/WzIsIiIsIiJd/fhir"


@contextmanager
def server(app: Scripted) -> Iterator[Connection]:
    with serve(app) as running:
        yield connection(running.base)


def giving(**more: Any) -> Answer:
    """Return a token endpoint that gives the usual token, with more or other words in it."""
    return lambda _form: {**TOKEN, **more}


def test_the_launcher_is_asked_in_its_own_words() -> None:
    app = Simulator(giving(scope="launch/patient user/*.rs", need_patient_banner=True, smart_style_url="x"), **LAUNCHER)
    with server(app) as where:
        session = signed_in(where)
        assert app.asked["aud"] == where.base_url
        assert app.asked["scope"] == "launch/patient openid fhirUser offline_access user/*.rs"
        assert session.context.patient == "p1"
        launched = signed_in(where, launch=Launch(where.base_url, "WzAsInAxIl0"))
        assert app.asked["scope"] == "launch openid fhirUser offline_access patient/*.rs"
        assert app.asked["launch"] == "WzAsInAxIl0"
        assert launched.granted.may_search("Observation")


def test_the_launchers_refusals_of_a_code_come_with_401_and_403() -> None:
    for status, error in ((401, "invalid_grant"), (403, "invalid_grant"), (401, "invalid_client")):
        said = JSONResponse({"error": error, "error_description": "Simulated"}, status)
        app = Simulator(lambda _form, said=said: said, **LAUNCHER)
        with server(app) as where, pytest.raises(SignInError, match=rf"\({error}\). It says: “Simulated”"):
            signed_in(where)


def test_medplum_names_no_patient_to_a_clinician_and_patients_are_searched_here() -> None:
    said = {"scope": "openid user/*.rs", "patient": None, "need_patient_banner": False,
            "profile": {"reference": "Practitioner/1"}, "project": {"reference": "Project/1"}}  # fmt: skip
    app = Scripted(giving(**said), **MEDPLUM)
    with server(app) as where:
        session = signed_in(where)
        assert app.asked["scope"] == "launch/patient openid fhirUser offline_access user/*.rs"
        assert session.context.patient == ""
        assert session.granted.may_search("Patient")
        assert session.may_open("anyone")
