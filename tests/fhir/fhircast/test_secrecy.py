"""Where the token goes and where not, and that no topic, token, channel or patient is written anywhere."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest

from copilot.fhir.fhircast.events import ContextUnknown, PatientOpened, Reply, Subscribed, SyncLost
from copilot.fhir.fhircast.follower import can_follow
from copilot.fhir.fhircast.hub import Hub as OurHub
from copilot.fhir.fhircast.lost import LostError
from copilot.fhir.smart.session import open_session
from copilot.fhir.transport import client
from tests.ehr import Stranger
from tests.ehr.hub import SECRET, Hub, HubQuirks, event, patient
from tests.ehr.serving import serve
from tests.fhir.fhircast.listening import QUICK, TOKEN, TOPIC, listening, session


def test_the_token_goes_to_the_hub_and_not_to_the_channel_on_another_origin() -> None:
    other = Hub()
    with serve(other):
        hub = Hub(HubQuirks(endpoint=f"ws{other.url.removeprefix('http')}/ws/elsewhere"), tokens=[TOKEN])
        other.subscriptions = hub.subscriptions  # type: ignore[method-assign]
        with listening(hub) as listener:
            listener.wait(Subscribed)
            listener.wait(ContextUnknown)
            other.send(event("Patient-open", "e1", patient("p1")))
            listener.wait(PatientOpened)
    assert [seen.token for seen in hub.requests] == [TOKEN] * len(hub.requests)
    (handshake,) = other.handshakes
    assert "authorization" not in handshake
    assert TOKEN not in str(handshake)
    assert not other.requests
    assert not hub.handshakes


def test_no_redirect_is_followed() -> None:
    stranger = Stranger()
    with serve(stranger), listening(Hub(HubQuirks(redirects_to=f"{stranger.root}/hub"))) as listener:
        lost = listener.wait(SyncLost)
    assert lost.final
    assert not stranger.requests


@pytest.mark.parametrize("url", ["http://hub.example.org/hub", "ftp://hub.example.org", "hub", "wss://hub.example.org"])
def test_nothing_is_sent_to_a_hub_without_encryption(url: str) -> None:
    hub = Hub()
    with listening(hub, url=url) as listener:
        assert listener.wait(SyncLost).final
        listener.ended()
    assert not hub.requests


@pytest.mark.parametrize(
    ("hub_url", "endpoint", "fit"),
    [
        ("https://hub.example.org/h", "wss://hub.example.org/x", True),
        ("https://hub.example.org/h", "WSS://sockets.example.org/x", True),
        ("https://hub.example.org/h", "ws://hub.example.org/x", False),
        ("https://hub.example.org/h", "https://hub.example.org/x", False),
        ("https://hub.example.org/h", "wss://127.0.0.1/x", False),
        ("https://hub.example.org/h", "ws://localhost:1/x", False),
        ("https://hub.example.org/h", "wss://", False),
        ("https://hub.example.org/h", "/channel", False),
        ("http://127.0.0.1:5/h", "ws://127.0.0.1:6/x", True),
    ],
)
def test_a_channel_is_encrypted_or_on_this_machine_as_its_hub(hub_url: str, endpoint: str, fit: bool) -> None:
    signed_in = session(hub_url)
    hub = OurHub(signed_in, client(signed_in.connection), name="Chartside")
    if fit:
        assert hub.checked(endpoint) == endpoint
    else:
        with pytest.raises(LostError) as error:
            hub.checked(endpoint)
        assert error.value.final
        assert endpoint not in str(error.value)


def test_an_unfit_channel_is_never_opened() -> None:
    other = Hub()
    with serve(other), listening(Hub(HubQuirks(endpoint=f"{other.url}/ws/plain"))) as listener:
        assert listener.wait(SyncLost).final
    assert not other.handshakes
    assert not other.requests


def test_a_whole_session_logs_and_tells_nothing_secret(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    current = {"context.type": "Patient", "context": [patient("patient-secret-1")]}
    hub = Hub(HubQuirks(current=current), tokens=[TOKEN])
    with listening(hub, timing=replace(QUICK, answer=0.02, decide=0.02), replies=None) as listener:
        listener.wait(PatientOpened)
        hub.send(event("Patient-open", "event-secret", patient("patient-secret-2", "urn:mrn|patient-secret-3")))
        hub.wait(Hub.told, "the SyncError")
        hub.drop()
        listener.wait(Subscribed, 2)
        listener.answer("event-secret", Reply.FAILED)
    # The hub of the tests logs as well; what counts is what this program writes.
    logged = [record.getMessage() for record in caplog.records if record.threadName != "hostile-ehr"]
    said = "\n".join([*logged, repr(listener.heard), repr(listener.follower)])
    secrets = (TOKEN, TOPIC, SECRET, "patient-secret", "event-secret", "/cast/hub")
    assert not [secret for secret in secrets if secret in said]


def test_only_a_session_with_hub_and_topic_can_be_followed() -> None:
    there = session("https://hub.example.org")
    assert can_follow(there)
    assert not can_follow(open_session(there.connection))
