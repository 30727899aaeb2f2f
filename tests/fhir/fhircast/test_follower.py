"""Following a real hub on loopback: subscribe, hear, answer, renew, lose, come back, leave."""

from __future__ import annotations

from copilot.fhir.fhircast.events import ContextUnknown, PatientClosed, PatientOpened, Subscribed, SyncLost
from tests.ehr.hub import Hub, HubQuirks, event, patient
from tests.fhir.fhircast.listening import TOKEN, TOPIC, listening


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
