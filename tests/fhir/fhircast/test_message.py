"""What a hub sends, in order and out of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from copilot.fhir.fhircast.message import (
    Confirmation,
    Denial,
    Notification,
    heartbeat_period,
    read_current,
    read_message,
)
from tests.ehr.hub import denial, event, patient


def read(said: object) -> object:
    return read_message(json.dumps(said))


def test_a_confirmation_may_give_its_lease_as_a_text() -> None:
    said = {
        "hub.mode": "subscribe",
        "hub.topic": "t",
        "hub.events": "Patient-open, patient-close",
        "hub.lease_seconds": "60",
    }
    assert read(said) == Confirmation("t", ("patient-open", "patient-close"), 60.0)
    assert read({**said, "hub.lease_seconds": -5}) == Confirmation("t", ("patient-open", "patient-close"), 0.0)


def test_a_denial_is_read_without_its_reason() -> None:
    found = read(denial("t"))
    assert found == Denial("t")
    assert "Jane" not in repr(found)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", "1", "[" * 100_000, '{"event": []}', '{"hub.mode": "publish"}']
)
def test_what_means_nothing_is_nothing(text: str) -> None:
    assert read_message(text) is None


def test_names_of_events_know_no_case() -> None:
    found = read(event("PATIENT-Open", "e1", patient("p1")))
    assert isinstance(found, Notification)
    assert (found.name, found.anchor, found.action) == ("patient-open", "patient", "open")


@pytest.mark.parametrize(
    ("stamp", "moment"),
    [
        ("2018-01-08T01:37:05.14", datetime(2018, 1, 8, 1, 37, 5, 140000, UTC)),
        ("2021-05-19T10:24:58.614989800Z", datetime(2021, 5, 19, 10, 24, 58, 614989, UTC)),
        ("2021-05-19T12:24:58+02:00", datetime(2021, 5, 19, 10, 24, 58, 0, UTC)),
        ("yesterday", None),
        (7, None),
    ],
)
def test_times_are_in_utc_whatever_their_precision(stamp: object, moment: datetime | None) -> None:
    found = read({**event("Patient-open", "e1"), "timestamp": stamp})
    assert isinstance(found, Notification)
    assert found.at == moment


@pytest.mark.parametrize(("said", "period"), [("10", 10.0), (2.5, 2.5), ("soon", 0.0), (None, 0.0)])
def test_a_heartbeat_says_when_the_next_is_due(said: object, period: float) -> None:
    found = read(event("Heartbeat.html", "h1", {"key": "period", "decimal": said}))
    assert isinstance(found, Notification)
    assert found.name == "heartbeat"
    assert heartbeat_period(found) == period


def test_garbled_parts_of_an_event_are_left_out() -> None:
    found = read({"id": 7, "event": {"hub.event": None, "context": [None, "x", {"key": "patient", "resource": 3}]}})
    assert isinstance(found, Notification)
    assert (found.id, found.name, found.resources()) == ("", "", ())


def test_the_current_context_is_read_as_what_opened_it() -> None:
    found = read_current({"context.type": "Patient", "context.versionId": "v9", "context": [patient("p1")]})
    assert found is not None
    assert (found.id, found.name, found.version, found.at) == ("", "patient-open", "v9", None)


@pytest.mark.parametrize("said", [{}, {"context.type": "", "context": []}, {"context.type": "Patient", "context": []}])
def test_no_current_context_is_none(said: dict[str, object]) -> None:
    assert read_current(said) is None


def test_no_representation_shows_a_patient_a_topic_or_an_id() -> None:
    found = read(event("Patient-open", "event-7", patient("p-7", "urn:mrn|123"), topic="topic-7"))
    assert not [secret for secret in ("event-7", "p-7", "123", "topic-7") if secret in repr(found)]
