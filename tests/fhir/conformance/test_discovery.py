"""Items 30 and 31 of the field report: where to sign in, who may launch us, and signed assertions."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from joserfc.jwk import ECKey, KeySet, RSAKey

from copilot.errors import SignInError
from copilot.fhir.connections import Auth
from copilot.fhir.smart.launch import Launch, connection_for
from copilot.fhir.smart.sign_in import backend_sign_in
from copilot.fhir.stop import Stop
from tests.ehr import AuthServer, Ehr, Quirks, Registration, serve
from tests.fhir.conformance.asking import asked, keys, pull
from tests.fhir.conformance.signing import connection, guarded, redirect
from tests.fhir.smart.hospital import free_ports, signed_in


def test_item_30_old_servers_tell_their_endpoints_in_the_capability_statement():
    with guarded(discovery="metadata") as (_, known):
        assert signed_in(known).context.patient == "p1"


def test_item_30_a_server_that_tells_nothing_is_said_to_offer_no_sign_in():
    with guarded(discovery="none") as (_, known), pytest.raises(SignInError):
        signed_in(known)


def test_item_30_discovery_is_below_the_base_of_the_tenant():
    with guarded() as (server, known):
        signed_in(known)
        assert asked(server)[0] == ".well-known/smart-configuration"


def test_item_30_the_sign_in_may_lie_on_another_origin():
    (port,) = free_ports()
    ehr = Ehr(protected=True, clients=[Registration(redirect_uris=(redirect(port),))])
    with serve(AuthServer(ehr)) as elsewhere, serve(ehr) as server:
        ehr.quirks = Quirks(auth_root=elsewhere.root)
        session = signed_in(connection(server, port))
        assert "Patient/p1" in keys(pull(server, session=session))
        assert all(not one.token for one in elsewhere.ehr.requests)


def test_item_30_an_ehr_launch_is_for_the_patient_who_is_open_there():
    with guarded() as (server, known):
        server.ehr.store.add(server.ehr.store.get("Patient", "p1") | {"id": "p7"})
        launch = Launch(server.base, server.ehr.launch("p7"))
        session = signed_in(known, launch=launch)
        assert session.context.patient == "p7"
        assert keys(pull(server, "p7", session=session))[0] == "Patient/p7"


def test_item_30_a_launch_by_an_unknown_issuer_is_refused_before_anything_is_sent():
    with guarded() as (server, known):
        assert connection_for("http://127.0.0.1:9/hospital/fhir/r4", [known]) is None
        assert connection_for(f"{server.base}/../evil", [known]) is None
        with pytest.raises(SignInError):
            signed_in(known, launch=Launch("http://127.0.0.1:9/hospital/fhir/r4", "x"))
        assert server.ehr.requests == []


@pytest.mark.parametrize("kind", ["ES384", "RS384"])
def test_item_31_a_backend_service_proves_itself_with_a_new_assertion_each_time(kind, tmp_path):
    key = ECKey.generate_key("P-384", {"kid": "k1"}) if kind == "ES384" else RSAKey.generate_key(2048, {"kid": "k1"})
    key_file = tmp_path / "key.json"
    key_file.write_text(json.dumps(key.as_dict(private=True)))
    client = Registration("chartside", (), KeySet([key]).as_dict(private=False), backend=True)
    with serve(Ehr(protected=True, clients=[client], quirks=Quirks(token_seconds=240))) as server:
        known = replace(connection(server, 1, key_file=key_file), auth=Auth.BACKEND)
        session = backend_sign_in(known, stop=Stop())
        assert "Patient/p1" in keys(pull(server, session=session))
        server.ehr.tokens.expire()
        assert "Patient/p1" in keys(pull(server, session=session))
        assert len(server.ehr.tokens.assertions) == 2


def test_item_31_a_confidential_app_signs_its_code_exchange(tmp_path):
    key = ECKey.generate_key("P-384", {"kid": "k1"})
    key_file = tmp_path / "key.json"
    key_file.write_text(json.dumps(key.as_dict(private=True)))
    with guarded(jwks=KeySet([key]).as_dict(private=False)) as (server, known):
        session = signed_in(replace(known, key_file=key_file))
        server.ehr.tokens.expire()
        assert "Patient/p1" in keys(pull(server, session=session))
        assert len(server.ehr.tokens.assertions) == 2


def test_item_31_a_key_that_is_not_registered_is_refused_with_what_to_do(tmp_path):
    registered, other = (ECKey.generate_key("P-384", {"kid": "k1"}) for _ in range(2))
    key_file = tmp_path / "key.json"
    key_file.write_text(json.dumps(other.as_dict(private=True)))
    client = Registration("chartside", (), KeySet([registered]).as_dict(private=False), backend=True)
    with serve(Ehr(protected=True, clients=[client])) as server:
        known = replace(connection(server, 1, key_file=key_file), auth=Auth.BACKEND)
        with pytest.raises(SignInError) as caught:
            backend_sign_in(known, stop=Stop())
    assert caught.value.remedy
