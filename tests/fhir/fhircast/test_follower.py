"""Following a real hub on loopback: subscribe, hear, answer, renew, lose, come back, leave."""

from __future__ import annotations

from dataclasses import replace

import pytest

from copilot.fhir.fhircast.events import ContextUnknown, PatientClosed, PatientOpened, Reply, Subscribed, SyncLost
from tests.ehr.hub import Hub, HubQuirks, event, patient
from tests.fhir.fhircast.listening import QUICK, TOKEN, TOPIC, listening


def test_a_subscription_is_asked_for_as_the_guide_has_it_and_confirmed() -> None:
    hub = Hub(tokens=[TOKEN])
    with listening(hub) as listener:
        confirmed = listener.wait(Subscribed)
        assert {"patient-open", "patient-close"} <= set(confirmed.events)
    asked = hub.requests[0]
    assert (asked.method, asked.path, asked.token) == ("POST", "/cast/hub", TOKEN)
    assert asked.form["hub.channel.type"] == "websocket"
    assert asked.form["hub.topic"] == TOPIC
    assert asked.form["hub.lease_seconds"] == "7200"
    assert asked.form["subscriber.name"] == "Chartside"
    assert "hub.channel.endpoint" not in asked.form


def test_a_patient_who_is_opened_is_heard_and_the_hub_gets_its_answer() -> None:
    hub = Hub()
    with listening(hub) as listener:
        listener.wait(Subscribed)
        listener.wait(ContextUnknown)
        hub.send(event("Patient-open", "e1", patient("p7", "urn:mrn|123"), **{"context.versionId": "v1"}))
        opened = listener.wait(PatientOpened)
        hub.wait(lambda seen: seen.answers, "the answer")
    assert opened == PatientOpened("p7", ("urn:mrn|123",), "e1", "v1")
    assert hub.answers == [{"id": "e1", "status": 200}]


def test_a_patient_who_is_closed_is_heard() -> None:
    hub = Hub()
    with listening(hub) as listener:
        listener.wait(Subscribed)
        hub.send(event("Patient-open", "e1", patient("p7")))
        hub.send(event("Patient-close", "e2", patient("p7")))
        listener.wait(PatientClosed)
        hub.wait(lambda seen: len(seen.answers) == 2, "both answers")
    assert hub.answers == [{"id": "e1", "status": 200}, {"id": "e2", "status": 200}]


def test_the_end_is_said_to_the_hub() -> None:
    hub = Hub(HubQuirks())
    with listening(hub) as listener:
        listener.wait(Subscribed)
        listener.wait(ContextUnknown)
        listener.stop.press()
        hub.wait(lambda seen: seen.closed and seen.subscriptions("unsubscribe"), "the farewell")
    assert hub.closed == [1000]
    (left,) = hub.subscriptions("unsubscribe")
    assert "channel-secret" in left["hub.channel.endpoint"]
    assert "hub.events" not in left
    assert not [heard for heard in listener.heard if isinstance(heard, SyncLost)]


def test_the_answer_carries_what_the_application_says() -> None:
    hub = Hub()
    with listening(hub, replies=None) as listener:
        listener.wait(Subscribed)
        for number, reply in enumerate((Reply.REFUSED, Reply.FAILED, Reply.FOLLOWED), 1):
            hub.send(event("Patient-open", f"e{number}", patient("p1")))
            listener.answer(listener.wait(PatientOpened, number).event_id, reply)
            hub.wait(lambda seen, number=number: len(seen.answers) == number, "an answer")
    assert [said["status"] for said in hub.answers] == [409, 500, 200]
    assert not hub.told()


@pytest.mark.parametrize("reply", [None, Reply.UNFIT, Reply.REFUSED, Reply.FAILED])
def test_what_was_accepted_and_not_followed_is_a_sync_error(reply: Reply | None) -> None:
    hub = Hub(tokens=[TOKEN])
    slow = replace(QUICK, answer=0.02, decide=0.1 if reply is None else 5.0)
    with listening(hub, replies=None, timing=slow) as listener:
        listener.wait(Subscribed)
        hub.send(event("Patient-open", "e1", patient("p7", "urn:mrn|123")))
        hub.wait(lambda seen: seen.answers, "the 202")
        if reply is not None:
            listener.answer("e1", reply)
        hub.wait(Hub.told, "the SyncError")
    assert hub.answers == [{"id": "e1", "status": 202}]
    (said,) = hub.told()
    assert said["event"]["hub.event"] == "SyncError"
    assert said["event"]["hub.topic"] == TOPIC
    (issue,) = said["event"]["context"][0]["resource"]["issue"]
    assert (issue["severity"], issue["code"]) == ("warning", "processing")
    codes = {coding["system"].rpartition("/")[2]: coding["code"] for coding in issue["details"]["coding"]}
    assert codes == {"eventid": "e1", "eventname": "patient-open", "subscriber": "Chartside"}
    assert not [secret for secret in ("p7", "123") if secret in str(issue)]


def test_what_was_accepted_and_then_followed_is_no_sync_error() -> None:
    hub = Hub()
    with listening(hub, replies=None, timing=replace(QUICK, answer=0.02)) as listener:
        listener.wait(Subscribed)
        hub.send(event("Patient-open", "e1", patient("p1")))
        hub.wait(lambda seen: seen.answers, "the 202")
        listener.answer("e1", Reply.FOLLOWED)
        hub.send(event("Patient-close", "e2", patient("p1")))
        hub.wait(lambda seen: len(seen.answers) == 2, "the next answer")
    assert hub.answers == [{"id": "e1", "status": 202}, {"id": "e2", "status": 200}]
    assert not hub.told()


def test_a_newer_patient_settles_the_older_without_an_error() -> None:
    hub = Hub()
    with listening(hub, replies=None) as listener:
        listener.wait(Subscribed)
        hub.send(event("Patient-open", "e1", patient("p1")))
        listener.wait(PatientOpened)
        hub.send(event("Patient-open", "e2", patient("p2")))
        listener.wait(PatientOpened, 2)
        hub.wait(lambda seen: seen.answers == [{"id": "e1", "status": 200}], "the older one's answer")
        listener.answer("e1", Reply.REFUSED)
        listener.answer("e2", Reply.FOLLOWED)
        hub.wait(lambda seen: len(seen.answers) == 2, "the newer one's answer")
    assert hub.answers[1] == {"id": "e2", "status": 200}
    assert not hub.told()


def test_closing_settles_what_was_to_be_opened() -> None:
    hub = Hub()
    with listening(hub, replies=None) as listener:
        listener.wait(Subscribed)
        hub.send(event("Patient-open", "e1", patient("p1")))
        hub.send(event("Patient-close", "e2", patient("p1")))
        hub.wait(lambda seen: len(seen.answers) == 2, "both answers")
    assert sorted(hub.answers, key=str) == [{"id": "e1", "status": 200}, {"id": "e2", "status": 200}]
    assert not hub.told()


def test_late_and_repeated_events_are_answered_and_change_nothing() -> None:
    hub = Hub()
    with listening(hub) as listener:
        listener.wait(Subscribed)
        listener.wait(ContextUnknown)
        newest = event("Patient-open", "e2", patient("p2"))
        hub.send(newest)
        hub.wait(lambda seen: seen.answers, "the first answer")
        hub.send(event("Patient-open", "e1", patient("p1"), at="2020-01-01T00:00:00Z"))
        hub.send(newest)
        hub.send(event("Patient-close", "e3", patient("p2")))
        listener.wait(PatientClosed)
        hub.wait(lambda seen: len(seen.answers) == 4, "all answers")
    assert hub.answers == [{"id": name, "status": 200} for name in ("e2", "e1", "e2", "e3")]
    assert [heard.id for heard in listener.heard if isinstance(heard, PatientOpened)] == ["p2"]


def test_what_cannot_be_followed_is_refused() -> None:
    hub = Hub()
    with listening(hub) as listener:
        listener.wait(Subscribed)
        listener.wait(ContextUnknown)
        hub.send(event("ImagingStudy-open", "e1"))
        listener.wait(ContextUnknown, 2)
        hub.send(event("Patient-open", "e2", patient("p1"), topic="another"))
        hub.wait(lambda seen: len(seen.answers) == 2, "the answers")
    assert hub.answers == [{"id": "e1", "status": 409}, {"id": "e2", "status": 400}]


def test_what_makes_no_sense_ends_nothing() -> None:
    hub = Hub()
    with listening(hub) as listener:
        listener.wait(Subscribed)
        for nonsense in ("", "{", "[1]", "null", '{"event": 3}', '{"hub.mode": "denied", "hub.topic": "another"}'):
            hub.send(nonsense)
        hub.send_bytes(b"\x00\xff")
        hub.send(event("Patient-open", "", patient("p1")))
        assert listener.wait(PatientOpened).event_id == ""
        hub.send(event("Patient-close", "e2", patient("p1")))
        hub.wait(lambda seen: seen.answers, "an answer")
    assert hub.answers == [{"id": "e2", "status": 200}]
    assert len(hub.handshakes) == 1


def test_a_heartbeat_is_answered_and_its_absence_is_a_loss() -> None:
    hub = Hub()
    with listening(hub) as listener:
        listener.wait(Subscribed)
        hub.send(event("Heartbeat", "h1", {"key": "period", "decimal": "0.2"}))
        hub.wait(lambda seen: seen.answers, "the answer")
        assert not listener.wait(SyncLost).final
        listener.wait(Subscribed, 2)
    assert hub.answers == [{"id": "h1", "status": 200}]


def test_the_subscription_is_renewed_on_its_channel_before_the_lease_ends() -> None:
    hub = Hub(HubQuirks(lease=0.4))
    with listening(hub) as listener:
        listener.wait(Subscribed)
        hub.wait(lambda seen: len(seen.subscriptions()) >= 3, "two renewals")
        hub.send(event("Patient-open", "e1", patient("p1")))
        listener.wait(PatientOpened)
    assert "hub.channel.endpoint" not in hub.subscriptions()[0]
    assert all("channel-secret-1" in form["hub.channel.endpoint"] for form in hub.subscriptions()[1:])
    assert len(hub.handshakes) == 1
    assert not [heard for heard in listener.heard if isinstance(heard, SyncLost)]


def test_a_renewal_that_moves_the_channel_is_followed_there() -> None:
    hub = Hub(HubQuirks(lease=0.4, moves=True))
    with listening(hub) as listener:
        listener.wait(Subscribed, 2)
        hub.quirks = replace(hub.quirks, lease=600.0)
        listener.wait(Subscribed, 3)
        hub.send(event("Patient-open", "e1", patient("p1")))
        listener.wait(PatientOpened)
        hub.wait(lambda seen: seen.answers, "the answer")
    assert not [heard for heard in listener.heard if isinstance(heard, SyncLost)]
    assert hub.closed[0] == 1000


def test_a_hub_that_knows_of_fewer_events_is_asked_for_fewer() -> None:
    hub = Hub(HubQuirks(refused_events=frozenset({"Heartbeat", "ImagingStudy-open"})))
    with listening(hub) as listener:
        assert set(listener.wait(Subscribed).events) == {"patient-open", "patient-close"}
    assert [len(form["hub.events"].split(",")) for form in hub.subscriptions()] == [11, 9, 2]


def test_following_can_be_stopped_at_any_moment() -> None:
    for quirks in (HubQuirks(confirms=False), HubQuirks(refuses=503), HubQuirks(current={}, current_takes=60.0)):
        hub = Hub(quirks)
        timing = replace(QUICK, confirm=60.0, first_pause=60.0, longest_pause=60.0)
        with listening(hub, timing=timing) as listener:
            hub.wait(lambda seen: seen.requests, "the first request")
            listener.stop.press()
            listener.ended()
        assert not [heard for heard in listener.heard if isinstance(heard, SyncLost) and heard.final]


def test_an_answer_to_nothing_is_no_trouble() -> None:
    hub = Hub()
    with listening(hub) as listener:
        listener.wait(Subscribed)
        listener.answer("never", Reply.FOLLOWED)
        hub.send(event("Patient-open", "e1", patient("p1")))
        hub.wait(lambda seen: seen.answers, "an answer")
    listener.answer("e1", Reply.REFUSED)
    assert hub.answers == [{"id": "e1", "status": 200}]
