"""Items 26 and 27 of the field report: what a token allows, and what the EHR says with it."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest

from copilot.errors import SignInError
from tests.ehr import generate
from tests.fhir.conformance.asking import asked, held, keys, lines, of_type, pull, said
from tests.fhir.conformance.signing import guarded
from tests.fhir.smart.hospital import signed_in

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
        collected = pull(server, session=signed_in(known))
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
