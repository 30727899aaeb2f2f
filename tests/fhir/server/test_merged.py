"""Item 14: a record that was merged into another stops the pull and asks, and is never followed by itself."""

from __future__ import annotations

import pytest

from copilot.errors import MergedPatientError
from copilot.fhir.server.merged import check_not_merged
from tests.ehr.chart import patient
from tests.fhir.server.asking import asked, hospital, keys, pull, record, said

OLD = patient("p0")


@pytest.mark.parametrize("redirects", [True, False])
def test_item_14_a_merged_patient_is_named_and_nothing_else_is_asked(redirects: bool):
    merged = hospital([OLD, *record(30)], merged={"p0": "p1"}, merged_redirects=redirects)
    with merged as server, pytest.raises(MergedPatientError) as error:
        pull(server, "p0")
    assert error.value.other == "p1"
    assert "p1" in str(error.value)


def test_item_14_it_may_be_opened_all_the_same():
    with hospital([OLD], merged={"p0": "p1"}) as server:
        assert "Patient/p0" in keys(pull(server, "p0", although_replaced=True))


@pytest.mark.parametrize(
    ("raw", "other"),
    [
        (OLD | {"active": False}, ""),
        (OLD | {"link": [{"type": "replaced-by", "other": {"reference": "https://x.org/fhir/Patient/9"}}]}, "9"),
        (OLD | {"link": {"type": "replace", "other": {"reference": "Patient/9"}}}, "9"),
        (OLD | {"id": "9"}, "9"),
    ],
)
def test_every_sign_of_a_merge_stops(raw: dict[str, object], other: str):
    with pytest.raises(MergedPatientError) as error:
        check_not_merged(raw, "p0", "here")
    assert error.value.other == other


@pytest.mark.parametrize(
    "raw",
    [
        OLD,
        OLD | {"link": [{"type": "replaces", "other": {"reference": "Patient/8"}}]},
        OLD | {"link": [{"type": "seealso", "other": {"reference": "Patient/8"}}, None, {"type": "x"}]},
        OLD | {"active": False, "deceasedDateTime": "2026-01-01"},
    ],
)
def test_the_record_that_stays_and_one_of_a_dead_patient_are_opened(raw: dict[str, object]):
    check_not_merged(raw, "p0", "here")


def test_another_record_of_the_same_person_is_said_and_not_asked_for():
    one = patient("p1", link=[{"type": "seealso", "other": {"reference": "Patient/p0"}}])
    with hospital([OLD, one]) as server:
        collected = pull(server)
        assert asked(server, "Patient") == ["Patient/p1"]
    assert "another record of the same person" in said(collected)
    assert "p0" not in said(collected)
