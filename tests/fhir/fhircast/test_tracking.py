"""What an event means after those before it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from copilot.fhir.fhircast import tracking
from copilot.fhir.fhircast.events import ContextUnknown, OutOfSync, PatientClosed, PatientOpened, Reply
from copilot.fhir.fhircast.message import Notification, read_current, read_message
from copilot.fhir.fhircast.sync_error import sync_error
from copilot.fhir.fhircast.tracking import Taken, Tracker
from tests.ehr.hub import event, patient

IGNORED = Taken(None, Reply.FOLLOWED)


def notification(*args: Any, **more: Any) -> Notification:
    found = read_message(json.dumps(event(*args, **more)))
    assert isinstance(found, Notification)
    return found


def at(seconds: float) -> str:
    return (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat()


class Session:
    """Events taken one after the other, each with an id of its own where the test gives none."""

    def __init__(self) -> None:
        self.tracker = Tracker("topic-1", "Chartside")
        self.count = 0

    def take(self, name: str, *context: dict[str, Any], named: str = "", **more: Any) -> Taken:
        self.count += 1
        return self.tracker.take(notification(name, named or f"e{self.count}", *context, **more))


def opened(taken: Taken) -> str:
    assert isinstance(taken.event, PatientOpened)
    assert taken.reply is None
    return taken.event.id


def test_every_kind_of_opening_names_its_patient() -> None:
    session = Session()
    study = {"key": "study", "resource": {"resourceType": "ImagingStudy", "subject": {"reference": "Patient/p3"}}}
    assert opened(session.take("Patient-open", patient("p1"))) == "p1"
    assert opened(session.take("Encounter-open", patient("p2"))) == "p2"
    assert opened(session.take("ImagingStudy-open", study)) == "p3"
    assert opened(session.take("DiagnosticReport-open", patient("p4"))) == "p4"


def test_an_opening_without_one_patient_is_refused_and_leaves_nothing_known() -> None:
    session = Session()
    session.take("Patient-open", patient("p1"))
    taken = session.take("ImagingStudy-open")
    assert isinstance(taken.event, ContextUnknown)
    assert taken.reply is Reply.REFUSED
    assert session.take("Patient-close", patient("p1")) == IGNORED


def test_an_older_event_changes_nothing() -> None:
    session = Session()
    session.take("Patient-open", patient("p2"), at=at(-10))
    assert session.take("Patient-open", patient("p1"), at=at(-20)) == IGNORED
    assert session.take("Patient-close", patient("p2"), at=at(-15)) == IGNORED
    assert opened(session.take("Patient-open", patient("p3"), at=at(-5))) == "p3"


def test_an_event_as_old_as_the_context_counts() -> None:
    session, now = Session(), at(0)
    session.take("Patient-open", patient("p2"), at=now)
    assert opened(session.take("Encounter-open", patient("p2"), at=now)) == "p2"


def test_an_event_without_a_time_counts() -> None:
    session = Session()
    session.take("Patient-open", patient("p1"), at=at(0))
    assert opened(session.take("Patient-open", patient("p2"), at="soon")) == "p2"


def test_a_time_far_ahead_does_not_silence_what_follows() -> None:
    session = Session()
    session.take("Patient-open", patient("p1"), at=at(86_400))
    assert opened(session.take("Patient-open", patient("p2"), at=at(86_401))) == "p2"
    assert opened(session.take("Patient-open", patient("p3"), at=at(301))) == "p3"


def test_a_repeated_event_changes_nothing_and_gets_its_answer_again() -> None:
    session = Session()
    session.take("Patient-open", patient("p1"), named="once")
    assert session.take("Patient-open", patient("p1"), named="once") == Taken(None, Reply.ACCEPTED)
    session.tracker.answered("once", Reply.REFUSED)
    assert session.take("Patient-open", patient("p1"), named="once") == Taken(None, Reply.REFUSED)


def test_after_a_silence_what_is_repeated_tells_what_is_still_so() -> None:
    session, now = Session(), at(0)
    session.take("Patient-open", patient("p1"), named="once", at=now)
    session.tracker.silence()
    assert opened(session.take("Patient-open", patient("p1"), named="once", at=now)) == "p1"
    assert session.take("Patient-open", patient("p0"), at=at(-60)) == IGNORED


def test_only_so_many_ids_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracking, "REMEMBERED", 3)
    session = Session()
    for number in range(10):
        session.take("Patient-open", patient("p1"), named=f"n{number}")
    assert len(session.tracker._replies) == 3


def test_closing_another_tab_leaves_who_is_in_sight() -> None:
    session = Session()
    session.take("Patient-open", patient("p1"))
    session.take("Patient-open", patient("p2"))
    assert session.take("Patient-close", patient("p1")) == IGNORED
    assert session.take("Patient-close", patient("p2")).event == PatientClosed()
    assert session.take("Patient-close", patient("p2")) == IGNORED


def test_closing_another_tab_does_not_make_an_opening_late() -> None:
    session = Session()
    session.take("Patient-open", patient("p1"), at=at(-30))
    session.take("Patient-close", patient("p9"), at=at(-10))
    assert opened(session.take("Patient-open", patient("p2"), at=at(-20))) == "p2"


def test_closing_a_study_leaves_the_patient_where_the_patient_was_opened_too() -> None:
    session = Session()
    session.take("Patient-open", patient("p1"))
    session.take("ImagingStudy-open", patient("p1"))
    assert session.take("ImagingStudy-close", patient("p1")) == IGNORED
    assert session.take("Patient-close").event == PatientClosed()


def test_closing_the_only_view_leaves_nothing_known() -> None:
    session = Session()
    session.take("Encounter-open", patient("p1"))
    assert isinstance(session.take("Encounter-close", patient("p1")).event, ContextUnknown)


def test_patients_are_told_apart_by_identifier_where_there_is_no_id() -> None:
    session = Session()
    session.take("Patient-open", patient("", "urn:mrn|1"))
    assert session.take("Patient-close", patient("", "urn:mrn|2")) == IGNORED
    assert session.take("Patient-close", patient("", "urn:mrn|1")).event == PatientClosed()


def test_the_home_page_shows_no_patient() -> None:
    session = Session()
    session.take("Patient-open", patient("p1"))
    assert session.take("Home-open") == Taken(PatientClosed(), Reply.FOLLOWED)


@pytest.mark.parametrize(
    "name", ["DiagnosticReport-select", "DiagnosticReport-update", "UserLogout", "org.example.x", ""]
)
def test_what_is_no_change_of_context_changes_nothing(name: str) -> None:
    session = Session()
    session.take("Patient-open", patient("p1"))
    assert session.take(name, patient("p2")) == IGNORED


def test_an_event_of_another_session_is_not_ours() -> None:
    assert Session().take("Patient-open", patient("p1"), topic="topic-2") == Taken(None, Reply.UNFIT)


def test_that_another_does_not_follow_is_heard_and_our_own_word_is_not() -> None:
    def said(who: str) -> dict[str, Any]:
        made: Any = sync_error("e1", "patient-open", subscriber=who, reply=Reply.REFUSED)
        return dict(made["event"]["context"][0])

    session = Session()
    assert session.take("SyncError", said("PACS")).event == OutOfSync("PACS")
    assert session.take("SyncError", {"key": "operationoutcome", "resource": {"issue": [None]}}).event == OutOfSync("")
    assert session.take("SyncError", said("Chartside")) == IGNORED


def test_the_current_context_is_what_later_events_are_compared_with() -> None:
    session = Session()
    current = read_current({"context.type": "Patient", "context": [patient("p1")]})
    assert current is not None
    assert session.tracker.begin(current) == PatientOpened("p1")
    assert session.take("Patient-close", patient("p1")).event == PatientClosed()
    nobody = read_current({"context.type": "ImagingStudy", "context": [{"key": "study", "resource": {}}]})
    assert nobody is not None
    assert isinstance(session.tracker.begin(nobody), ContextUnknown)


@pytest.mark.parametrize("current", [None, Notification("", "imagingstudy-open")])
def test_what_was_open_before_a_silence_is_forgotten_where_the_hub_names_nobody(current: Notification | None) -> None:
    session = Session()
    session.take("Patient-open", patient("p1"))
    session.tracker.begin(current)
    session.take("Encounter-open", patient("p1"))
    assert isinstance(session.take("Encounter-close", patient("p1")).event, ContextUnknown)
