"""Items 26 to 31 of the field report: scopes, launch context, refreshing, loopback, discovery, signed assertions."""

from __future__ import annotations

import json
import socket
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pytest
from joserfc.jwk import ECKey, KeySet, RSAKey

from copilot.errors import SignInError
from copilot.fhir.connections import Auth
from copilot.fhir.smart.launch import Launch, connection_for
from copilot.fhir.smart.sign_in import backend_sign_in
from copilot.fhir.stop import Stop
from tests.ehr import AuthServer, Ehr, Quirks, Registration, generate, serve
from tests.fhir.conformance.asking import asked, held, keys, lines, of_type, pull, said
from tests.fhir.conformance.signing import connection, free_port, guarded, redirect, signed_in

NAMED = "launch/patient patient/Patient.rs"
LABORATORY = "http://terminology.hl7.org/CodeSystem/observation-category|laboratory"


def asked_types(server) -> set[str]:
    return {one.split("?")[0].split("/")[0] for one in asked(server)} - {"metadata", ".well-known"}


def test_item_26_fewer_scopes_than_asked_for_are_what_is_asked_of_the_server():
    with guarded(grants=f"{NAMED} patient/Observation.rs") as (server, known):
        session = signed_in(known)
        assert session.granted.may_search("Observation")
        assert not session.granted.may_search("Condition")
        collected = pull(server, session=session)
        assert asked_types(server) == {"Patient", "Observation"}
        assert sorted(of_type(collected, "Observation")) == sorted(held(server, "Observation"))
    assert any("Condition" in line and "As far as this account may see." in line for line in lines(collected))


EITHER = ("Observation.read", "Observation.rs", "*.read", "*.rs", "*.cruds", "*.*")


@pytest.mark.parametrize("what", EITHER)
def test_item_26_either_syntax_is_understood_whichever_was_asked_for(what):
    with guarded(grants=f"{NAMED} patient/{what}") as (server, known):
        collected = pull(server, session=signed_in(known))
        assert sorted(of_type(collected, "Observation")) == sorted(held(server, "Observation"))


@pytest.mark.parametrize(("syntax", "suffix"), [("v1", ".read"), ("v2", ".rs")])
def test_item_26_scopes_are_asked_for_in_the_syntax_that_the_server_advertises(syntax, suffix):
    with guarded(scope_syntax=frozenset({syntax}), user_scopes=False) as (server, known):
        signed_in(known)
        (authorization,) = [one for one in server.ehr.requests if one.path.endswith("/authorize")]
        wanted = dict(parse_qsl(urlsplit(authorization.target).query))["scope"].split()
    clinical = [scope for scope in wanted if scope.startswith("patient/")]
    assert clinical
    assert all(scope.endswith(suffix) for scope in clinical)


def test_item_26_granular_scopes_are_asked_by_their_category_and_said():
    scope = f"patient/Observation.rs?category={LABORATORY}"
    with guarded(grants=f"{NAMED} {scope}") as (server, known):
        session = signed_in(known)
        assert [code.rpartition("|")[2] for code in session.granted.categories("Observation")] == ["laboratory"]
        collected = pull(server, session=session)
        searches = asked(server, "Observation")
    assert searches
    assert all("laboratory" in one or "-pageContext" in one for one in searches)
    assert len(of_type(collected, "Observation")) == 36
    assert "As far as this account may see." in said(collected)


def test_item_26_no_scope_at_all_opens_nothing_and_says_so():
    with guarded(grants="") as (server, known):
        try:
            session = signed_in(known)
        except SignInError:
            return
        collected = pull(server, session=session)
        assert asked_types(server) == set()
    assert keys(collected) == []
    assert "As far as this account may see." in said(collected)


def test_item_26_a_missing_scope_is_taken_as_asked_for_and_labelled():
    with guarded(scope_omitted=True) as (server, known):
        session = signed_in(known)
        assert session.granted.assumed
        collected = pull(server, session=session)
        assert sorted(of_type(collected, "Observation")) == sorted(held(server, "Observation"))


def test_item_26_what_the_scopes_hide_without_a_word_is_not_called_none():
    with guarded(grants=f"{NAMED} patient/Observation.rs", scopes_silent=True) as (server, known):
        collected = pull(server, session=signed_in(known))
    assert any("Condition" in line for line in lines(collected))


def test_item_27_the_launch_context_is_read():
    context = {
        "encounter": "e1",
        "need_patient_banner": False,
        "tenant": "t1",
        "smart_style_url": "https://style.example.org/s.json",
        "fhirContext": [
            {"reference": "ImagingStudy/1", "role": "launch"},
            {"canonical": "http://x/Questionnaire/q", "type": "Questionnaire"},
            {"identifier": {"system": "urn:x", "value": "7"}, "type": "Encounter"},
        ],
    }
    with guarded(context=context) as (_, known):
        found = signed_in(known).context
    assert (found.patient, found.encounter, found.tenant, found.need_patient_banner) == ("p1", "e1", "t1", False)
    assert found.user == "Practitioner/dr1"
    assert found.smart_style_url.endswith("s.json")
    assert [(one.reference, one.canonical, one.type, one.role) for one in found.fhir_context] == [
        ("ImagingStudy/1", "", "", "launch"),
        ("", "http://x/Questionnaire/q", "Questionnaire", ""),
        ("", "", "Encounter", ""),
    ]


def test_item_27_patient_scopes_without_a_patient_stop_the_sign_in():
    with guarded(patient_omitted=True, user_scopes=False) as (_, known), pytest.raises(SignInError, match="whose"):
        signed_in(known)


def test_item_27_a_token_for_one_patient_never_shows_another_as_empty():
    resources = [*generate(), *generate(20, patient_id="p2", seed=2)]
    with guarded(resources, user_scopes=False) as (server, known):
        collected = pull(server, "p2", session=signed_in(known))
        assert asked_types(server) == set()
    assert not collected.complete
    assert "this sign-in is for one patient" in said(collected)


def test_item_27_what_the_user_may_see_is_every_patient_of_theirs():
    resources = [*generate(), *generate(20, patient_id="p2", seed=2)]
    with guarded(resources) as (server, known):
        collected = pull(server, "p2", session=signed_in(known))
    assert collected.complete
    assert len(of_type(collected, "Observation")) == 16


def test_item_28_tokens_are_renewed_early_and_rotated():
    with guarded(token_seconds=1.0) as (server, known):
        session = signed_in(known)
        server.ehr.quirks = replace(server.ehr.quirks, latency=0.15)
        collected = pull(server, session=session)
        refreshes = [one for one in server.ehr.requests if b"grant_type=refresh_token" in one.body]
        assert len(refreshes) >= 1
        assert len({one.body for one in refreshes}) == len(refreshes)
        assert server.ehr.tokens.refused == 0
        assert sorted(of_type(collected, "Observation")) == sorted(held(server, "Observation"))
    assert collected.complete


def test_item_28_a_server_that_does_not_rotate_keeps_its_refresh_token():
    with guarded(rotates_refresh=False) as (server, known):
        session = signed_in(known)
        for _ in range(2):
            server.ehr.tokens.expire()
            assert "Patient/p1" in keys(pull(server, session=session))


@pytest.mark.parametrize("refresh_refused", [True, False])
def test_item_28_an_expired_token_amid_a_pull_is_renewed_or_the_pull_waits_for_a_new_sign_in(refresh_refused):
    with guarded() as (server, known):
        session = signed_in(known)

        def expire(progress, collected):
            if progress.pages == 3:
                server.ehr.tokens.expire()
                server.ehr.quirks = replace(server.ehr.quirks, refresh_refused=refresh_refused)

        collected = pull(server, session=session, progress=expire)
        assert "Patient/p1" in keys(collected)
        if refresh_refused:
            assert collected.open
            assert "Sign in again" in said(collected)
            collected = pull(server, session=signed_in(known), collected=collected)
        assert sorted(of_type(collected, "Observation")) == sorted(held(server, "Observation"))
        assert len(keys(collected)) == len(set(keys(collected)))
    assert collected.complete


def test_item_28_without_a_refresh_token_a_new_sign_in_completes_what_is_there():
    with guarded(may_refresh=False) as (server, known):
        session = signed_in(known)

        def expire(progress, collected):
            if progress.pages == 3:
                server.ehr.tokens.expire()

        collected = pull(server, session=session, progress=expire)
        assert collected.open
        collected = pull(server, session=signed_in(known), collected=collected)
    assert collected.complete
    assert len(keys(collected)) == len(set(keys(collected)))


def test_item_29_the_redirect_is_the_registered_one_on_127_0_0_1_port_and_all():
    with guarded() as (server, known):
        signed_in(known)
        (authorization,) = [one for one in server.ehr.requests if one.path.endswith("/authorize")]
        sent = dict(parse_qsl(urlsplit(authorization.target).query))
    assert sent["redirect_uri"] == redirect(known.redirect_ports[0])
    assert sent["aud"] == known.base_url
    assert sent["code_challenge_method"] == "S256"
    assert len(sent["state"]) >= 22


def test_item_29_the_next_registered_port_is_taken_where_the_first_is_busy():
    first, second = free_port(), free_port()
    client = Registration(redirect_uris=(redirect(first), redirect(second)))
    with serve(Ehr(protected=True, clients=[client])) as server, socket.socket() as busy:
        busy.bind(("127.0.0.1", first))
        busy.listen()
        known = replace(connection(server, first), redirect_ports=(first, second))
        assert signed_in(known).context.patient == "p1"


def test_item_29_the_listener_is_gone_after_one_answer():
    with guarded() as (_, known):
        signed_in(known)
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", known.redirect_ports[0])) != 0


def test_item_29_an_answer_with_another_state_is_nobodys():
    with guarded(wrong_state=True) as (server, known):
        with pytest.raises(SignInError, match="state"):
            signed_in(known, seconds=1.0)
        assert not any(one.path.endswith("/token") for one in server.ehr.requests)


@pytest.mark.parametrize("error", ["access_denied", "invalid_scope", "server_error"])
def test_item_29_an_error_at_the_page_is_said_with_what_to_do(error):
    with guarded(authorize_error=error) as (_, known), pytest.raises(SignInError) as caught:
        signed_in(known)
    assert caught.value.remedy


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
    port = free_port()
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
        session = signed_in(known, launch)
        assert session.context.patient == "p7"
        assert keys(pull(server, "p7", session=session))[0] == "Patient/p7"


def test_item_30_a_launch_by_an_unknown_issuer_is_refused_before_anything_is_sent():
    with guarded() as (server, known):
        assert connection_for("http://127.0.0.1:9/hospital/fhir/r4", [known]) is None
        assert connection_for(f"{server.base}/../evil", [known]) is None
        with pytest.raises(SignInError):
            signed_in(known, Launch("http://127.0.0.1:9/hospital/fhir/r4", "x"))
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
