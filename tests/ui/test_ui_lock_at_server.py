"""A lock while a patient from a server is open and nothing is kept: what was done waits for that patient alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from copilot.fhir.server.patients import PatientLine
from copilot.findings.corrections import Says
from copilot.review.decision import Decisions, own
from copilot.store.audit import Action
from copilot.store.store import Store
from tests.ehr import Ehr, Quirks, generate
from tests.ehr.chart import patient
from tests.ui.hospitals import PATIENCE, Visit, every_word, visit
from ui.operations import Operations
from ui.window.locking import NOT_KEPT, STILL_WAITS, WAITS, Keys

OTHER = patient("p2", name=[{"family": "Quill", "given": ["Rowan"]}], birthDate="1948-11-30", gender="male")
SLOW = Quirks(page_size=10, count_cap=10, latency=0.03)
TEXT = "Words of my own."


@pytest.fixture
def made(qtbot: QtBot, operations: Operations) -> Iterator[Visit]:
    """A window at a hospital that keeps nothing beyond the session."""
    keys = Keys(lambda _ask: Store.in_memory())
    with visit(operations, Ehr([*generate(60), OTHER], protected=False), keys=keys) as at:
        at.window.start()
        sign_in(at, qtbot)
        yield at
    qtbot.wait(1)


def sign_in(at: Visit, qtbot: QtBot) -> None:
    """Go to the patients of the hospital."""
    at.connecting.begin()
    view = at.window.connect_view
    qtbot.waitUntil(lambda: view.servers.model.rowCount() > 0, timeout=PATIENCE)
    view.servers.connect_button.click()
    qtbot.waitUntil(lambda: view.page is view.patients and not at.window.operations.busy, timeout=PATIENCE)


def open_all(at: Visit, qtbot: QtBot, identifier: str) -> None:
    """Open a patient, and wait for all of the chart."""
    line = PatientLine(identifier, "Somebody", "1961-04-02", "female", (f"MRN-{identifier}",), True)
    at.window.connect_view.patients.chosen.emit(line)
    qtbot.waitUntil(lambda: at.connecting.reading.remote.patient == identifier, timeout=PATIENCE)
    qtbot.waitUntil(
        lambda: at.window.session.arranged is not None and not at.connecting.reading.remote.busy, timeout=PATIENCE
    )
    qtbot.waitUntil(at.quiet, timeout=PATIENCE)


def work(at: Visit) -> None:
    """Correct, decide and write something."""
    at.window.thinking.correcting.say(next(iter(at.window.session.pack.terms)), Says.PRESENT)  # type: ignore[union-attr]
    at.window.deciding.take(Decisions((own("Something else"),)))
    at.window.assessing._edit(TEXT)


def lock_and_unlock(at: Visit, qtbot: QtBot) -> None:
    """Lock, see that nothing is left, and come back."""
    at.window.locking.lock()
    qtbot.wait(1)  # what was to be deleted later is deleted
    words = every_word(at.window)
    assert TEXT not in words
    assert "Something else" not in words
    at.window.locking.view.back.click()
    qtbot.waitUntil(lambda: not at.window.locking.locked, timeout=PATIENCE)


def trail(at: Visit) -> list[tuple[Action, str, str]]:
    """Return what was done, with whom, and where."""
    owner = at.window.recording._owner
    assert owner is not None
    return owner.do(lambda store: [(e.action, e.patient, e.destination) for e in store.trail.events()]).result(30)


def said(at: Visit) -> str:
    return " ".join(message.text.text() for message in at.window.messages.messages)


def test_what_was_done_comes_back_with_the_same_patient_and_with_no_other(made: Visit, qtbot: QtBot) -> None:
    window = made.window
    open_all(made, qtbot, "p1")
    work(made)
    corrections = window.thinking.correcting.corrections
    assert corrections
    lock_and_unlock(made, qtbot)
    assert WAITS in said(made)
    sign_in(made, qtbot)
    open_all(made, qtbot, "p2")
    assert (window.deciding.decisions, window.assessing.assessment.text) == (Decisions(), "")
    lock_and_unlock(made, qtbot)
    assert NOT_KEPT in said(made)
    sign_in(made, qtbot)
    open_all(made, qtbot, "p1")
    qtbot.waitUntil(lambda: window.thinking.correcting.corrections == corrections, timeout=PATIENCE)
    assert [one.name for one in window.deciding.decisions] == ["Something else"]
    assert window.assessing.assessment.text == TEXT
    open_all(made, qtbot, "p2")
    open_all(made, qtbot, "p1")  # once: now it went with the patient, as ever
    assert window.deciding.decisions == Decisions()


def test_the_trail_names_the_server_though_the_chart_never_came_whole(made: Visit, qtbot: QtBot) -> None:
    """What is decided while it fills is of that patient, and kept from the first line on."""
    window = made.window
    made.ehr.quirks = SLOW
    line = PatientLine("p1", "Somebody", "1961-04-02", "female", ("MRN-p1",), True)
    window.connect_view.patients.chosen.emit(line)
    qtbot.waitUntil(lambda: window.session.arranged is not None, timeout=PATIENCE)
    window.deciding.take(Decisions((own("A first thought"),)))
    assert made.connecting.reading.remote.pulling
    line = PatientLine("p2", "Somebody else", "1948-11-30", "male", ("MRN-p2",), True)
    window.connect_view.patients.chosen.emit(line)
    base = made.connection.base_url
    assert trail(made) == [(Action.PULL, "p1", base), (Action.DECIDE, "p1", ""), (Action.CLOSE, "p1", "")]
    qtbot.waitUntil(made.quiet, timeout=PATIENCE)
    assert [event[:2] for event in trail(made)[3:]] == [(Action.PULL, "p2"), (Action.OPEN, "p2")]


def test_what_was_begun_anew_is_not_written_over_unasked(made: Visit, qtbot: QtBot) -> None:
    window = made.window
    open_all(made, qtbot, "p1")
    work(made)
    lock_and_unlock(made, qtbot)
    sign_in(made, qtbot)
    made.ehr.quirks = SLOW  # so that something can be begun before all of it is there
    line = PatientLine("p1", "Somebody", "1961-04-02", "female", ("MRN-p1",), True)
    window.connect_view.patients.chosen.emit(line)
    qtbot.waitUntil(lambda: window.session.arranged is not None, timeout=PATIENCE)
    window.deciding.take(Decisions((own("A new thought"),)))
    qtbot.waitUntil(lambda: STILL_WAITS in said(made), timeout=PATIENCE)
    assert [one.name for one in window.deciding.decisions] == ["A new thought"]
    (message,) = [message for message in window.messages.messages if message.kind == "lock"]
    message.action.click()
    assert [one.name for one in window.deciding.decisions] == ["Something else"]
    assert STILL_WAITS not in said(made)
    qtbot.waitUntil(made.quiet, timeout=PATIENCE)
