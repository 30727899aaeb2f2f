"""A window that follows an EHR: a real hospital, a real hub, a real sign-in, all on loopback."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from copilot.fhir.connections import Auth
from copilot.fhir.fhircast.context import Match
from copilot.fhir.fhircast.follower import Follower
from copilot.fhir.fhircast.timing import Timing
from copilot.fhir.server.patients import PatientLine
from copilot.fhir.smart.scopes import Scopes
from tests.ehr import Ehr, Quirks, generate
from tests.ehr.chart import patient as person
from tests.ehr.hub import Hub, HubQuirks, denial, event, patient
from tests.ehr.serving import serve
from tests.ui import factory
from tests.ui.hospitals import FILE, Visit, every_word, visit
from tests.ui.test_ui_narrative import writes
from ui.connect.following import LOST, OTHER, UNSURE
from ui.operations import Operations
from ui.window import holding
from ui.window.following import CLOSED, HELD, NO_ID, ONE_PATIENT

Arrive = Callable[..., tuple[Visit, Hub]]
SECOND = person("p2", name=[{"family": "Quill", "given": ["Rowan"]}], birthDate="1948-11-30", gender="male")
RECORD = [*generate(30), SECOND]


@pytest.fixture
def arrive(qtbot: QtBot, operations: Operations) -> Iterator[Arrive]:
    """Open a window that is signed in at a hospital whose hub is followed."""
    with ExitStack() as stack:

        def make(quirks: HubQuirks | None = None, timing: Timing | None = None, **more: Any) -> tuple[Visit, Hub]:
            hub = Hub(quirks)
            stack.enter_context(serve(hub))
            context = {"hub.url": hub.url, "hub.topic": hub.topic}
            ehr = Ehr(RECORD, protected=True, quirks=Quirks(context=context, patient_omitted=True, **more))
            made = stack.enter_context(visit(operations, ehr, Auth.SMART))
            if timing is not None:
                made.hospital.follower = lambda session: Follower(session, timing=timing)  # type: ignore[method-assign]
            made.connecting.begin()
            view = made.window.connect_view
            qtbot.waitUntil(lambda: view.servers.model.rowCount() > 0)
            view.servers.connect_button.click()
            qtbot.waitUntil(lambda: made.window.following.following and bool(hub.handshakes), timeout=10_000)
            qtbot.waitUntil(lambda: made.quiet(), timeout=10_000)
            return made, hub

        yield make
    qtbot.wait(1)


def choose(made: Visit, qtbot: QtBot, identifier: str = "p1") -> None:
    """Open a patient as from the table, and wait for the whole chart."""
    made.window.connect_view.patients.chosen.emit(PatientLine(identifier, "Somebody", "", "", (), True))
    filled(made, qtbot)


def filled(made: Visit, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: made.window.session.arranged is not None and made.window.settled, timeout=30_000)
    made.window.finish()


def until(qtbot: QtBot, hub: Hub, seen: Callable[[Hub], object]) -> None:
    """Wait for what the hub sees, while the window goes on."""
    qtbot.waitUntil(lambda: bool(seen(hub)), timeout=10_000)


def mismatched(made: Visit, hub: Hub, qtbot: QtBot) -> None:
    """Open the first patient here and the second in the EHR."""
    choose(made, qtbot)
    hub.send(event("Patient-open", "e1", patient("p2")))
    qtbot.waitUntil(lambda: made.window.following.match is Match.OTHER)


def test_the_ehrs_patient_is_opened_where_nobody_is_on_the_screen(arrive: Arrive, qtbot: QtBot) -> None:
    made, hub = arrive()
    hub.send(event("Patient-open", "e1", patient("p1")))
    filled(made, qtbot)
    assert made.window.following.match is Match.SAME
    assert made.window.following_bar.isHidden()
    assert "Ashdown" in made.window.banner.name.text()
    until(qtbot, hub, lambda seen: seen.answers)
    assert hub.answers[0]["id"] == "e1"
    assert hub.answers[0]["status"] in (200, 202)
    assert not hub.told()


def test_another_patient_in_the_ehr_is_told_and_the_chart_stays(arrive: Arrive, qtbot: QtBot) -> None:
    made, hub = arrive()
    mismatched(made, hub, qtbot)
    window = made.window
    bar = window.following_bar
    assert bar.isVisible()
    assert bar.pill.text() == OTHER
    assert bar.words.text() == HELD
    assert bar.open.isVisible()
    assert bar.stop.isVisible()
    assert "Ashdown" in window.banner.name.text()


def test_that_patient_is_opened_on_demand_and_the_hub_hears_that_we_follow(arrive: Arrive, qtbot: QtBot) -> None:
    made, hub = arrive()
    mismatched(made, hub, qtbot)
    made.window.following_bar.open.click()
    assert made.window.following.match is Match.SAME
    filled(made, qtbot)
    assert "Quill" in made.window.banner.name.text()
    assert made.window.following_bar.isHidden()
    hub.send(event("Patient-open", "e2", patient("p2")))
    until(qtbot, hub, lambda seen: {"id": "e2", "status": 200} in seen.answers)
    assert not hub.told()


def test_a_choice_that_is_not_made_is_a_sync_error(arrive: Arrive, qtbot: QtBot) -> None:
    made, hub = arrive(timing=Timing(answer=0.1, decide=0.1))
    mismatched(made, hub, qtbot)
    until(qtbot, hub, Hub.told)
    assert {"id": "e1", "status": 202} in hub.answers
    assert made.window.following_bar.pill.text() == OTHER


def test_a_patient_who_cannot_be_opened_is_answered_so(arrive: Arrive, qtbot: QtBot) -> None:
    made, hub = arrive(timing=Timing(answer=60.0))
    hub.send(event("Patient-open", "e1", patient("nobody")))
    until(qtbot, hub, lambda seen: seen.answers)
    assert hub.answers == [{"id": "e1", "status": 500}]
    assert made.window.stack.currentWidget() is made.window.awaiting


def test_a_patient_who_cannot_be_opened_after_all_is_a_sync_error(arrive: Arrive, qtbot: QtBot) -> None:
    _, hub = arrive(timing=Timing(answer=0.02, decide=60.0), latency=0.3)
    hub.send(event("Patient-open", "e1", patient("nobody")))
    until(qtbot, hub, Hub.told)
    assert hub.answers == [{"id": "e1", "status": 202}]
    issue = hub.told()[0]["event"]["context"][0]["resource"]["issue"][0]
    assert "could not open" in issue["diagnostics"]


def test_stopping_lets_go_and_takes_leave_of_the_hub(arrive: Arrive, qtbot: QtBot) -> None:
    made, hub = arrive()
    mismatched(made, hub, qtbot)
    assert made.window.holding.why == HELD
    made.window.following_bar.stop.click()
    assert made.window.holding.why == ""
    assert made.window.following_bar.isHidden()
    assert not made.window.following.following
    until(qtbot, hub, lambda seen: seen.subscriptions("unsubscribe"))


def test_nothing_can_be_copied_while_the_ehr_shows_another_patient(
    arrive: Arrive, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holding, "is_ours", lambda _board, _mode: True)  # the tests' platform owns nothing
    made, hub = arrive()
    mismatched(made, hub, qtbot)
    window, board = made.window, QGuiApplication.clipboard()
    window.chart.setFocus()
    board.setText("Ashdown, Wren")
    assert board.text() == ""
    assert [message.text.text() for message in window.messages.messages if message.kind == "copied"]
    window.following_bar.open.click()
    board.setText("Quill, Rowan")
    assert board.text() == "Quill, Rowan"


def test_what_other_programs_copy_is_left_alone(arrive: Arrive, qtbot: QtBot) -> None:
    made, hub = arrive()
    mismatched(made, hub, qtbot)
    QGuiApplication.clipboard().setText("from elsewhere")
    assert QGuiApplication.clipboard().text() == "from elsewhere"


def test_the_address_of_a_sign_in_can_be_copied_at_any_time(
    arrive: Arrive, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holding, "is_ours", lambda _board, _mode: True)
    made, hub = arrive()
    mismatched(made, hub, qtbot)
    made.connecting.begin()
    made.window.connect_view.patients.form.name.setFocus()
    QGuiApplication.clipboard().setText("https://ehr.example.org/authorize")
    assert QGuiApplication.clipboard().text() == "https://ehr.example.org/authorize"


def test_the_same_patient_again_lets_go(arrive: Arrive, qtbot: QtBot) -> None:
    made, hub = arrive()
    mismatched(made, hub, qtbot)
    hub.send(event("Patient-open", "e2", patient("p1")))
    qtbot.waitUntil(lambda: made.window.following.match is Match.SAME)
    assert made.window.following_bar.isHidden()
    assert made.window.holding.why == ""
    until(qtbot, hub, lambda seen: {"id": "e2", "status": 200} in seen.answers)


def test_a_closed_patient_is_told_and_holds_nothing(arrive: Arrive, qtbot: QtBot) -> None:
    made, hub = arrive()
    choose(made, qtbot)
    hub.send(event("Patient-open", "e1", patient("p1")))
    hub.send(event("Patient-close", "e2", patient("p1")))
    bar = made.window.following_bar
    qtbot.waitUntil(lambda: bar.words.text() == CLOSED)
    assert bar.pill.text() == UNSURE
    assert not bar.open.isVisible()
    assert made.window.holding.why == ""


def test_a_file_cannot_be_compared_by_id(arrive: Arrive, qtbot: QtBot) -> None:
    made, hub = arrive()
    hub.send(event("Patient-open", "e1", patient("p1")))
    filled(made, qtbot)
    made.window.open(FILE)
    qtbot.waitUntil(lambda: made.window.following.match is Match.UNKNOWN)
    assert made.window.following_bar.pill.text() == UNSURE
    assert made.window.following_bar.open.isVisible()


def test_a_patient_without_an_id_is_refused_and_said(arrive: Arrive, qtbot: QtBot) -> None:
    made, hub = arrive()
    choose(made, qtbot)
    hub.send(event("Patient-open", "e1", patient("", "urn:elsewhere|9")))
    qtbot.waitUntil(lambda: made.window.following_bar.words.text() == NO_ID)
    assert not made.window.following_bar.open.isVisible()
    until(qtbot, hub, lambda seen: {"id": "e1", "status": 409} in seen.answers)


def test_a_sign_in_for_one_patient_opens_no_other(arrive: Arrive, qtbot: QtBot) -> None:
    made, hub = arrive()
    session = made.connecting.choosing.session
    assert session is not None
    session.granted, session.context = Scopes(("patient/*.rs",)), replace(session.context, patient="p1")
    choose(made, qtbot)
    hub.send(event("Patient-open", "e1", patient("p2")))
    qtbot.waitUntil(lambda: made.window.following_bar.words.text() == ONE_PATIENT)
    assert not made.window.following_bar.open.isVisible()
    assert made.window.holding.why == HELD
    until(qtbot, hub, lambda seen: {"id": "e1", "status": 409} in seen.answers)


def test_a_lost_hub_is_told_and_what_was_another_patient_stays_so(arrive: Arrive, qtbot: QtBot) -> None:
    made, hub = arrive()
    choose(made, qtbot)
    bar = made.window.following_bar
    hub.quirks = replace(hub.quirks, refuses=503)
    hub.drop()
    qtbot.waitUntil(lambda: bar.pill.text() == LOST)
    assert bar.words.text().endswith("It is tried again.")
    assert made.window.holding.why == ""
    hub.quirks = replace(hub.quirks, refuses=0, replays=(event("Patient-open", "e1", patient("p2")),))
    qtbot.waitUntil(lambda: bar.pill.text() == OTHER, timeout=10_000)
    hub.drop()
    qtbot.waitUntil(lambda: made.window.following._lost is not None)
    assert bar.pill.text() == OTHER
    assert made.window.holding.why == HELD


def test_a_hub_that_ends_it_is_told_until_closed(arrive: Arrive, qtbot: QtBot) -> None:
    made, hub = arrive()
    choose(made, qtbot)
    hub.send(denial())
    bar = made.window.following_bar
    qtbot.waitUntil(lambda: bar.pill.text() == LOST and not made.window.following.following)
    assert bar.stop.text() == "Close"
    bar.stop.click()
    assert bar.isHidden()


def test_signing_out_ends_it(arrive: Arrive, qtbot: QtBot) -> None:
    made, hub = arrive()
    mismatched(made, hub, qtbot)
    made.window.connect_view.patients.sign_out_wanted.emit()
    assert not made.window.following.following
    assert made.window.following_bar.isHidden()
    until(qtbot, hub, lambda seen: seen.closed)


def test_nothing_of_the_other_patient_is_on_the_line(arrive: Arrive, qtbot: QtBot) -> None:
    made, hub = arrive()
    choose(made, qtbot)
    hub.send(event("Patient-open", "event-secret", patient("patient-secret", "urn:mrn|number-secret")))
    qtbot.waitUntil(lambda: made.window.following.match is Match.OTHER)
    said = every_word(made.window)
    assert not [word for word in ("secret", hub.topic, "channel-secret") if word in said]


def test_a_held_narrative_is_neither_written_nor_copied(operations: Operations, qtbot: QtBot, open_window: Any) -> None:
    window = open_window(writer=writes)
    qtbot.waitUntil(lambda: window.narrative.narrative is not None)
    view, writing = window.narrative, window.writing
    view.text.selectAll()
    assert view.text.createMimeDataFromSelection().text()
    writing.hold(HELD)
    assert view.note.text() == HELD
    assert not view.start.isVisible()
    assert view.text.createMimeDataFromSelection().text() == ""
    writing.begin(window.session.arranged.review)
    assert not writing.busy
    writing.hold("")
    qtbot.waitUntil(lambda: view.narrative is not None and not writing.busy)
    assert view.note.text() == ""
    assert view.start.isVisible()


def test_holding_stops_what_is_being_written_and_writes_it_afterwards(open_window: Any, qtbot: QtBot) -> None:
    calls: list[int] = []

    def slow_at_first(review: Any, references: Any, client: Any, on_event: Any, stopped: Any) -> Any:
        calls.append(1)
        while len(calls) == 1 and not stopped():
            threading.Event().wait(0.005)
        return factory.narrative()

    window = open_window(writer=slow_at_first)
    qtbot.waitUntil(lambda: bool(calls))
    window.writing.hold(HELD)
    assert not window.writing.busy
    assert window.narrative.note.text() == HELD
    window.writing.hold("")
    qtbot.waitUntil(lambda: len(calls) == 2 and not window.writing.busy)
    assert window.narrative.narrative is not None
