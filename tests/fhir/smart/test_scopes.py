"""Scopes in both syntaxes: what may be read, what is limited, what was only assumed."""

from __future__ import annotations

import pytest

from copilot.fhir.smart.scopes import EVERYTHING, Scopes, granted

LAB = "http://terminology.hl7.org/CodeSystem/observation-category|laboratory"


@pytest.mark.parametrize(
    ("said", "read", "search"),
    [
        ("patient/Observation.rs", True, True),
        ("patient/Observation.read", True, True),
        ("user/*.read", True, True),
        ("system/*.*", True, True),
        ("patient/*.cruds", True, True),
        ("patient/Observation.r", True, False),
        ("patient/Observation.s", False, True),
        ("patient/Observation.r patient/Observation.s", True, True),
        ("patient/Observation.cud", False, False),
        ("patient/Observation.write", False, False),
        ("patient/Condition.rs", False, False),
        ("patient/Observation.dus", False, False),
        ("patient/Observation.", False, False),
        ("launch/patient openid fhirUser", False, False),
        ("", False, False),
    ],
)
def test_26_both_syntaxes_say_what_may_be_read(said: str, read: bool, search: bool) -> None:
    scopes = granted(said, ("patient/*.rs",))
    assert (scopes.may_read("Observation"), scopes.may_search("Observation")) == (read, search)
    assert not scopes.assumed


def test_26_an_empty_scope_grants_nothing_and_a_missing_one_is_assumed_and_labelled() -> None:
    asked = ("patient/Patient.rs",)
    assert granted("", asked) == Scopes()
    missing = granted(None, asked)
    assert missing.assumed
    assert missing.may_read("Patient")


def test_26_a_list_instead_of_a_text_is_read() -> None:
    assert granted(["patient/Patient.rs", 7, "openid"], ()).words == ("patient/Patient.rs", "openid")


def test_26_granular_scopes_name_the_only_categories() -> None:
    scopes = granted(f"patient/Observation.rs?category={LAB} patient/Observation.rs?category=vital-signs", ())
    assert scopes.categories("Observation") == (LAB, "vital-signs")
    assert scopes.narrowed("Observation")
    assert scopes.categories("Condition") == ()
    assert not scopes.narrowed("Condition")


def test_26_one_scope_without_a_limit_lifts_the_others() -> None:
    scopes = granted(f"patient/Observation.rs?category={LAB} patient/*.read", ())
    assert scopes.categories("Observation") == ()
    assert not scopes.narrowed("Observation")


def test_26_a_read_scope_does_not_lift_the_limit_of_a_search() -> None:
    assert granted(f"patient/Observation.s?category={LAB} patient/*.r", ()).categories("Observation") == (LAB,)


def test_26_a_limit_other_than_a_category_is_a_limit_still() -> None:
    scopes = granted("patient/Observation.rs?code=http://loinc.org|4548-4", ())
    assert scopes.categories("Observation") == ()
    assert scopes.narrowed("Observation")


@pytest.mark.parametrize(
    ("said", "one"),
    [
        ("patient/*.rs launch", True),
        ("patient/*.rs user/Patient.rs", False),
        ("system/*.rs", False),
        ("openid", False),
        ("", False),
    ],
)
def test_27_whether_everything_belongs_to_one_patient(said: str, one: bool) -> None:
    assert granted(said, ()).one_patient_only is one


def test_an_open_server_lets_everything_be_asked() -> None:
    assert EVERYTHING.may_read("Basic")
    assert EVERYTHING.may_search("Basic")
    assert not EVERYTHING.one_patient_only
    assert EVERYTHING.categories("Observation") == ()
