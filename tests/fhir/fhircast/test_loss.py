"""Losing the hub: for now, and coming back to whom the EHR shows by then; or for good."""

from __future__ import annotations

import asyncio
import threading
import time
from dataclasses import replace
from itertools import islice
from pathlib import Path

import httpx2
import pytest

from copilot.fhir.fhircast import subscription
from copilot.fhir.fhircast.events import ContextUnknown, PatientClosed, PatientOpened, Subscribed, SyncLost
from copilot.fhir.fhircast.hub import Hub as OurHub
from copilot.fhir.fhircast.message import Notification
from copilot.fhir.fhircast.timing import Timing
from copilot.fhir.smart.scopes import Scopes
from copilot.fhir.smart.tokens import Tokens
from tests.ehr.hub import Hub, HubQuirks, denial, event, patient
from tests.fhir.fhircast.listening import QUICK, TOKEN, listening
from tests.fhir.smart.hospital import free_ports

SHOWN = {"context.type": "Patient", "context.versionId": "v1", "context": [patient("p1", "urn:mrn|1")]}


@pytest.mark.parametrize("how", ["drop", "close"])
def test_a_broken_channel_is_told_and_opened_again_with_the_current_patient(how: str) -> None:
    hub = Hub(HubQuirks(current=SHOWN))
    with listening(hub) as listener:
        assert listener.wait(PatientOpened) == PatientOpened("p1", ("urn:mrn|1",), "", "v1")
        hub.quirks = replace(hub.quirks, current=SHOWN | {"context": [patient("p2")]})
        getattr(hub, how)()
        lost = listener.wait(SyncLost)
        assert listener.wait(PatientOpened, 2).id == "p2"
    assert not lost.final
    assert "broke off" in lost.reason
    kinds = [type(heard) for heard in listener.heard]
    assert kinds == [Subscribed, PatientOpened, SyncLost, Subscribed, PatientOpened]


def test_nobody_open_at_the_hub_is_heard_as_such() -> None:
    with listening(Hub(HubQuirks(current={"context.type": "", "context": []}))) as listener:
        listener.wait(PatientClosed)
    assert [type(heard) for heard in listener.heard] == [Subscribed, PatientClosed]


def test_an_answer_that_is_no_context_is_not_heard_as_nobody_open() -> None:
    with listening(Hub(HubQuirks(current={"error": "not supported"}))) as listener:
        listener.wait(ContextUnknown)
    assert not [heard for heard in listener.heard if isinstance(heard, PatientClosed)]


def test_a_hub_that_does_not_tell_leaves_the_context_unknown_until_it_replays() -> None:
    replayed = event("Patient-open", "e1", patient("p1"))
    hub = Hub(HubQuirks(replays=(replayed,)))
    with listening(hub) as listener:
        listener.wait(PatientOpened)
        hub.wait(lambda seen: seen.answers, "an answer")
        hub.drop()
        listener.wait(PatientOpened, 2)
        hub.wait(lambda seen: len(seen.answers) == 2, "both answers")
    assert hub.answers == [{"id": "e1", "status": 200}] * 2


def test_what_the_channel_tells_is_newer_than_what_was_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    told, arrived, asked = asyncio.Event(), threading.Event(), OurHub.current

    async def current(self: OurHub) -> tuple[bool, Notification | None]:
        found = await asked(self)
        await told.wait()
        arrived.set()
        return found

    monkeypatch.setattr(OurHub, "current", current)
    hub = Hub(HubQuirks(current=SHOWN))
    with listening(hub) as listener:
        listener.wait(Subscribed)
        hub.send(event("Patient-open", "e1", patient("p2")))
        listener.wait(PatientOpened)
        assert listener.follower is not None
        assert listener.follower._loop is not None
        listener.follower._loop.call_soon_threadsafe(told.set)
        assert arrived.wait(60.0)
        hub.send(event("Patient-close", "e2", patient("p2")))
        listener.wait(PatientClosed)
    assert [type(heard) for heard in listener.heard] == [Subscribed, PatientOpened, PatientClosed]


@pytest.mark.parametrize("at_once", [True, False])
def test_a_denial_is_final(at_once: bool) -> None:
    hub = Hub(HubQuirks(denies_at_once=at_once))
    with listening(hub) as listener:
        if not at_once:
            listener.wait(Subscribed)
            hub.send(denial())
        lost = listener.wait(SyncLost)
        listener.ended()
    assert lost.final
    assert "Jane" not in lost.reason
    assert len(hub.subscriptions()) == 1


def test_a_denial_after_the_lease_is_not_final(monkeypatch: pytest.MonkeyPatch) -> None:
    hub = Hub()
    with listening(hub) as listener:
        listener.wait(Subscribed)
        slept = time.time() + 7200
        monkeypatch.setattr(subscription, "time", type("Clock", (), {"time": staticmethod(lambda: slept)}))
        hub.send(denial())
        assert not listener.wait(SyncLost).final
        listener.wait(Subscribed, 2)


def test_a_hub_that_does_not_confirm_is_asked_again() -> None:
    hub = Hub(HubQuirks(confirms=False))
    with listening(hub, timing=replace(QUICK, confirm=0.1)) as listener:
        assert not listener.wait(SyncLost).final
        hub.quirks = HubQuirks()
        listener.wait(Subscribed)


def test_a_channel_that_does_not_open_is_asked_for_again() -> None:
    hub = Hub(HubQuirks(drops_upgrades=2))
    with listening(hub) as listener:
        listener.wait(Subscribed)
    assert len(hub.subscriptions()) == 3


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_or_broken_hub_is_asked_again(status: int) -> None:
    hub = Hub(HubQuirks(refuses=status))
    with listening(hub) as listener:
        lost = listener.wait(SyncLost, 2)
        hub.quirks = HubQuirks()
        listener.wait(Subscribed)
    assert str(status) in lost.reason
    assert not lost.final


@pytest.mark.parametrize("status", [400, 403, 404, 410])
def test_a_refusal_is_final(status: int) -> None:
    hub = Hub(HubQuirks(refuses=status))
    with listening(hub) as listener:
        lost = listener.wait(SyncLost)
        listener.ended()
    assert lost.final
    assert str(status) in lost.reason


def test_a_hub_at_no_address_is_the_end_and_said() -> None:
    with listening(Hub(), url="https://[hub/cast") as listener:
        lost = listener.wait(SyncLost)
        listener.ended()
    assert lost.final


def test_an_authority_file_that_is_gone_is_the_end_and_said(tmp_path: Path) -> None:
    hub = Hub()
    with listening(hub, ca_file=tmp_path / "gone.pem") as listener:
        lost = listener.wait(SyncLost)
        listener.ended()
    assert lost.final
    assert "gone.pem" in lost.reason
    assert not hub.requests


def test_a_hub_that_is_not_there_is_tried_again() -> None:
    hub = Hub()
    with listening(hub, url=f"http://127.0.0.1:{free_ports()[0]}/hub") as listener:
        assert not listener.wait(SyncLost, 2).final
    assert not hub.requests


def test_pauses_grow_and_have_an_end() -> None:
    pauses = list(islice(Timing(first_pause=1.0, longest_pause=8.0).pauses(), 6))
    assert all(longest / 2 <= pause <= longest for pause, longest in zip(pauses, (1, 2, 4, 8, 8, 8), strict=True))


def test_an_ended_sign_in_ends_it() -> None:
    hub = Hub(tokens=["another"])
    with listening(hub) as listener:
        lost = listener.wait(SyncLost)
        listener.ended()
    assert lost.final
    assert "sign-in" in lost.reason
    assert [seen.token for seen in hub.requests] == [TOKEN]


def test_a_refused_token_is_renewed_once() -> None:
    async def renewed(_client: httpx2.AsyncClient, before: Tokens) -> Tokens:
        return replace(before, access="token-2")

    hub = Hub(tokens=["token-2"])
    with listening(hub, renewer=renewed) as listener:
        listener.wait(Subscribed)
    assert [seen.token for seen in hub.requests[:2]] == [TOKEN, "token-2"]


def test_a_sign_in_that_may_not_follow_asks_nothing() -> None:
    hub = Hub()
    with listening(hub, granted=Scopes(("fhircast/SyncError.write",))) as listener:
        lost = listener.wait(SyncLost)
        listener.ended()
    assert lost.final
    assert not hub.requests


def test_a_message_too_large_is_a_loss_and_not_the_end() -> None:
    hub = Hub()
    with listening(hub) as listener:
        listener.wait(ContextUnknown)
        hub.send("x" * (5 << 20))
        assert not listener.wait(SyncLost).final
        listener.wait(Subscribed, 2)
        listener.wait(ContextUnknown, 2)
