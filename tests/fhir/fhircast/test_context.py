"""Whether the screen shows whom the EHR shows; a wrong SAME would let one patient's words into another's record."""

from __future__ import annotations

import pytest

from copilot.fhir.fhircast.context import EhrContext, Match, Shown, match, may_leave
from copilot.fhir.fhircast.events import (
    ContextUnknown,
    Event,
    OutOfSync,
    PatientClosed,
    PatientOpened,
    Subscribed,
    SyncLost,
)

BASE = "https://ehr.example.org/fhir"
MRN, VISIT, POLICY = "urn:mrn|1", "urn:visit|8", "urn:insurance|77"


def context(*events: Event) -> EhrContext:
    found = EhrContext(BASE)
    for event in events:
        found = found.after(event)
    return found


def shown(identifier: str = "", *identifiers: str, server: str = BASE) -> Shown:
    return Shown(identifier, identifiers, server)


@pytest.mark.parametrize(
    ("screen", "opened", "found"),
    [
        (shown("p1"), PatientOpened("p1"), Match.SAME),
        (shown("p1", server=BASE + "/"), PatientOpened("p1"), Match.SAME),
        (shown("p1"), PatientOpened("p2"), Match.OTHER),
        (shown("p1", MRN), PatientOpened("p2", (MRN,)), Match.OTHER),
        (shown("p1"), PatientOpened("", (MRN,)), Match.UNKNOWN),
        (shown("p1", MRN), PatientOpened("", (MRN,)), Match.SAME),
        (shown("p1", MRN), PatientOpened("", ("urn:mrn|2",)), Match.OTHER),
        (shown("p1", server=""), PatientOpened("p1"), Match.UNKNOWN),
        (shown("p1", server="https://other.example.org/fhir"), PatientOpened("p1"), Match.UNKNOWN),
        (shown("p9", MRN, VISIT, server=""), PatientOpened("p1", (MRN,)), Match.SAME),
        (shown("p9", MRN, server=""), PatientOpened("p1", ("urn:mrn|2",)), Match.OTHER),
        (shown("p9", VISIT, server=""), PatientOpened("p1", (MRN,)), Match.UNKNOWN),
        (shown("p9", MRN, POLICY, server=""), PatientOpened("p1", ("urn:mrn|2", POLICY)), Match.UNKNOWN),
    ],
)
def test_a_patient_matches_by_id_within_a_server_and_by_identifier_elsewhere(
    screen: Shown, opened: PatientOpened, found: Match
) -> None:
    assert match(screen, context(opened)) is found


@pytest.mark.parametrize(
    ("events", "found"),
    [
        ((), Match.UNKNOWN),
        ((Subscribed(),), Match.UNKNOWN),
        ((PatientOpened("p1"),), Match.SAME),
        ((PatientOpened("p1"), OutOfSync("PACS"), Subscribed()), Match.SAME),
        ((PatientOpened("p1"), PatientClosed()), Match.UNKNOWN),
        ((PatientOpened("p1"), ContextUnknown("why")), Match.UNKNOWN),
        ((PatientOpened("p1"), SyncLost("why")), Match.UNKNOWN),
        ((PatientOpened("p1"), SyncLost("why"), PatientOpened("p1")), Match.SAME),
        ((PatientOpened("p2"), SyncLost("why")), Match.OTHER),
        ((PatientOpened("p2"), ContextUnknown("why")), Match.OTHER),
        ((PatientOpened("p2"), SyncLost("why"), PatientClosed()), Match.UNKNOWN),
        ((PatientOpened("p2"), SyncLost("why"), PatientOpened("p1")), Match.SAME),
    ],
)
def test_silence_makes_the_same_unknown_and_leaves_the_other_the_other(events: tuple[Event, ...], found: Match) -> None:
    assert match(shown("p1"), context(*events)) is found


def test_without_a_patient_on_the_screen_there_is_nothing_to_compare() -> None:
    assert match(None, context(PatientOpened("p1"))) is Match.UNKNOWN


def test_words_leave_unless_the_ehr_shows_another_patient() -> None:
    assert {found: may_leave(found) for found in Match} == {Match.SAME: True, Match.OTHER: False, Match.UNKNOWN: True}


def test_no_representation_shows_a_patient() -> None:
    said = repr(shown("p-7", MRN)) + repr(context(PatientOpened("p-7", (MRN,), "event-7")))
    assert not [secret for secret in ("p-7", MRN, "event-7") if secret in said]
