from __future__ import annotations

from typing import Any

import pytest

from copilot.fhir.pull import Resource
from copilot.fhir.references import ReferenceIndex, display_of, tail

BASE = "https://ehr.example.org/fhir/R4"


def make(kind: str, identifier: str, full_url: str = "", /, **raw: Any) -> Resource:
    return Resource(kind, identifier, {"resourceType": kind, "id": identifier} | raw, full_url)


ONE = make("Medication", "m1", f"{BASE}/Medication/m1")
URN = make("Patient", "p9", "urn:uuid:11111111-1111-4111-8111-111111111111",
           identifier=[{"system": "urn:mrn", "value": "77"}])  # fmt: skip
OTHER = make("Medication", "m1x", "https://other.example.org/Medication/m1x")
HOLDER = make("MedicationRequest", "r1", f"{BASE}/MedicationRequest/r1",
              contained=[{"resourceType": "Medication", "id": "med", "code": {"text": "warfarin"}}])  # fmt: skip
INDEX = ReferenceIndex([ONE, URN, OTHER, HOLDER])


@pytest.mark.parametrize(
    ("reference", "found"),
    [
        (f"{BASE}/Medication/m1", ONE),
        ("urn:uuid:11111111-1111-4111-8111-111111111111", URN),
        ("Medication/m1", ONE),
        ("Medication/m1/_history/3", ONE),
        (f"{BASE}/Medication/m1/_history/3", ONE),
        ("https://elsewhere.example.org/x/Medication/m1", ONE),
        ("Patient/p9", URN),
        ("Patient?identifier=urn:mrn|77", URN),
        ("Patient?identifier=77", URN),
        ("Patient?identifier=urn:other|77", None),
        ("Medication/absent", None),
        ("urn:uuid:22222222-2222-4222-8222-222222222222", None),
        ("", None),
        ("#nothere", None),
    ],
)
def test_each_way_of_pointing(reference: str, found: Resource | None) -> None:
    assert INDEX.find({"reference": reference}, HOLDER) is found


def test_relative_goes_to_the_holders_own_server_first() -> None:
    here = make("Medication", "1", "https://a/fhir/Medication/1")
    there = make("Medication", "1", "https://b/fhir/Medication/1")
    holder = make("MedicationRequest", "r", "https://b/fhir/MedicationRequest/r")
    assert ReferenceIndex([here, there, holder]).find("Medication/1", holder) is there


def test_contained_belongs_to_its_holder() -> None:
    found = INDEX.find({"reference": "#med"}, HOLDER)
    assert found is not None
    assert (found.type, found.id, found.raw["code"]["text"]) == ("Medication", "r1#med", "warfarin")
    assert INDEX.find({"reference": "#med"}) is None


def test_identifier_only_resolves_by_identifier() -> None:
    assert INDEX.find({"type": "Patient", "identifier": {"system": "urn:mrn", "value": "77"}}) is URN
    assert INDEX.find({"type": "Medication", "identifier": {"value": "77"}}) is None
    assert INDEX.find({"display": "Dr. Outside"}) is None
    assert INDEX.uses_identifier_system("Patient", "urn:mrn")
    assert not INDEX.uses_identifier_system("Patient", "urn:other")


@pytest.mark.parametrize("junk", [None, 5, [], {"reference": 5}, {"identifier": 3}])
def test_junk_resolves_to_nothing(junk: object) -> None:
    assert INDEX.find(junk, HOLDER) is None


def test_tail_and_display() -> None:
    assert tail(f"{BASE}/Patient/p1/_history/4") == "Patient/p1"
    assert tail("urn:uuid:1") == ""
    assert display_of({"display": "Fish oil"}) == "Fish oil"
    assert display_of(None) == ""
