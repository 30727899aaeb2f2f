"""A chart that fills from a server: first lines early, progress, Cancel, Resume, who it is about, what is missing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from time import monotonic

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from copilot.errors import InputError
from copilot.fhir.connections import Auth
from copilot.fhir.pull import Pull
from copilot.fhir.server.collected import Collected
from copilot.fhir.server.patients import PatientLine
from copilot.fhir.server.pulling import Progress
from copilot.knowledge.pack import Pack
from copilot.review.review import Review
from tests.ehr import Ehr, Quirks, generate
from tests.ehr.chart import patient
from tests.ui import factory
from tests.ui.hospitals import FILE, PATIENCE, Visit, every_word, visit
from ui.chart.arrange import Tab, arrange
from ui.connect.filling import State, filled_words, progress_words
from ui.operations import Operations
from ui.window import remote
from ui.window.hospital import TheHospital
from ui.window.session import Session

Arrive = Callable[..., Visit]
OTHER = patient("p2", name=[{"family": "Quill", "given": ["Rowan"]}], birthDate="1948-11-30", gender="male")
CHART = generate(240)
SLOW = Quirks(page_size=10, count_cap=10, latency=0.03)


@pytest.fixture
def arrive(qtbot: QtBot, operations: Operations) -> Iterator[Arrive]:
    """Open a window that is signed in at a hospital."""
    with ExitStack() as stack:

        def make(quirks: Quirks = SLOW, auth: Auth = Auth.OPEN, resources: list | None = None) -> Visit:
            ehr = Ehr([*(resources or CHART), OTHER], protected=auth is Auth.SMART)
            made = stack.enter_context(visit(operations, ehr, auth))
            made.connecting.begin()
            view = made.window.connect_view
            qtbot.waitUntil(lambda: view.servers.model.rowCount() > 0, timeout=PATIENCE)
            view.servers.connect_button.click()
            qtbot.waitUntil(lambda: view.page is view.patients and not made.window.operations.busy, timeout=PATIENCE)
            ehr.quirks = quirks
            return made

        yield make
    qtbot.wait(1)


def choose(made: Visit, identifier: str = "p1") -> None:
    """Open a patient as from the table."""
    name = {"p1": "Wren Ashdown", "p2": "Rowan Quill"}.get(identifier, "Somebody")
    line = PatientLine(identifier, name, "1961-04-02", "female", (f"MRN-{identifier}",), True)
    made.window.connect_view.patients.chosen.emit(line)


def filled(made: Visit, qtbot: QtBot) -> None:
    """Wait for the end of the pull and of everything that follows."""
    qtbot.waitUntil(lambda: not made.connecting.reading.remote.busy, timeout=30_000)
    made.window.finish()


def stopped(made: Visit, qtbot: QtBot) -> None:
    """Open a patient, and cancel once the first lines are there."""
    window = made.window
    choose(made)
    qtbot.waitUntil(lambda: window.session.arranged is not None, timeout=PATIENCE)
    window.filling.cancel.click()
    qtbot.waitUntil(lambda: window.filling.state is State.STOPPED, timeout=PATIENCE)
    filled(made, qtbot)


def waiting_for_sign_in(made: Visit, qtbot: QtBot) -> None:
    """Ask to sign in again for a chart that was stopped; the browser does nothing."""
    stopped(made, qtbot)
    shown: list[str] = []
    made.browser = shown.append
    made.window.filling.sign_in.click()
    qtbot.waitUntil(lambda: bool(shown) and made.window.filling.copy.isVisible(), timeout=PATIENCE)
    assert made.window.filling.state is State.SIGNING_IN


def sources(made: Visit) -> list[tuple[str, str]]:
    """Return where every fact stands, in order."""
    assert made.window.session.arranged is not None
    return [(fact.source.resource, fact.source.path) for fact in made.window.session.arranged.review.chart.facts]


def test_the_first_lines_are_there_while_the_rest_is_still_asked_for(arrive: Arrive, qtbot: QtBot) -> None:
    made = arrive()
    window = made.window
    choose(made)
    assert window.stack.currentWidget() is window.awaiting
    assert window.banner.name.text() == "Wren Ashdown"
    qtbot.waitUntil(lambda: window.session.arranged is not None, timeout=PATIENCE)
    assert made.connecting.reading.remote.pulling
    assert window.stack.currentWidget() is window.patient
    assert window.filling.state is State.FILLING
    assert "of" in window.filling.words.text()
    assert window.filling.cancel.isVisible()
    assert window.banner.source.text().startswith("still filling, ")
    assert "St. Mary's" in window.banner.source.text()
    early = len(sources(made))
    filled(made, qtbot)
    assert made.rooms.sizes == sorted(made.rooms.sizes)
    assert len(made.rooms.sizes) > 1
    assert len(sources(made)) > early
    assert "filling" not in window.banner.source.text()
    assert "as of" in window.banner.source.text()
    assert window.banner.details.text().endswith("female · born 2 Apr 1961 · MRN-p1")
    assert window.status.pack.text()


def test_a_quick_pull_is_looked_at_twice_not_after_every_page(arrive: Arrive, qtbot: QtBot) -> None:
    made = arrive(Quirks(page_size=4, count_cap=4))
    choose(made)
    filled(made, qtbot)
    assert made.connecting.reading.remote._collected.pages > 60
    # One at once, one at the end, and in between one a second at most.
    assert len(made.rooms.sizes) <= 12
    assert made.rooms.sizes[-1] == max(made.rooms.sizes)


def test_the_tab_stays_while_the_chart_fills(arrive: Arrive, qtbot: QtBot) -> None:
    made = arrive()
    choose(made)
    qtbot.waitUntil(lambda: made.window.session.arranged is not None, timeout=PATIENCE)
    made.window.chart.show_tab(Tab.FACTS)
    table = made.window.chart.page(Tab.FACTS).table
    before = table.fact_model.rowCount()
    filled(made, qtbot)
    assert made.window.chart.tab is Tab.FACTS
    assert made.window.chart.page(Tab.FACTS).table is table
    assert table.fact_model.rowCount() > before


def test_escape_stops_what_came_stays_and_resume_completes_it(arrive: Arrive, qtbot: QtBot) -> None:
    whole = arrive()
    choose(whole)
    filled(whole, qtbot)
    made = arrive()
    choose(made)
    qtbot.waitUntil(lambda: made.window.session.arranged is not None, timeout=PATIENCE)
    made.window.activateWindow()
    qtbot.keyClick(made.window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not made.connecting.reading.remote.pulling, timeout=PATIENCE)
    assert made.window.filling.state is State.STOPPED
    assert "Stopped as you asked." in made.window.filling.words.text()
    assert made.window.banner.source.text().startswith("not complete")
    filled(made, qtbot)
    assert 0 < len(sources(made)) < len(sources(whole))
    unknowns = " ".join(unknown.text for unknown in made.window.session.arranged.review.unknowns)
    assert "incomplete" in unknowns
    made.window.filling.resume.click()
    qtbot.waitUntil(lambda: made.connecting.reading.remote.pulling, timeout=PATIENCE)
    assert made.window.filling.state is State.FILLING
    filled(made, qtbot)
    assert sorted(sources(made)) == sorted(sources(whole))
    assert len(set(sources(made))) == len(sources(made))
    assert "complete" not in made.window.banner.source.text()


def test_waiting_is_said_with_its_seconds(arrive: Arrive, qtbot: QtBot) -> None:
    made = arrive(Quirks(page_size=10, throttle_every=5, retry_after="30"))
    choose(made)
    qtbot.waitUntil(lambda: "asks us to wait" in made.window.filling.words.text(), timeout=PATIENCE)
    seconds = re.match(r"The server asks us to wait (\d+) s\. ", made.window.filling.words.text())
    assert seconds is not None
    assert 25 <= int(seconds[1]) <= 31  # what the server wants, and up to 0.2 s so that not all come at once
    made.window.filling.cancel.click()
    qtbot.waitUntil(lambda: not made.connecting.reading.remote.pulling, timeout=PATIENCE)


def test_progress_is_said_in_words() -> None:
    assert progress_words(Progress(38, 14, 20, 340, "Observation (laboratory)", 0)) == (
        "Observation (laboratory) is being asked. 14 of 38 searches done, 340 resources so far."
    )
    assert progress_words(Progress(38, 14, 20, 1, "Condition", 11.2)) == (
        "The server asks us to wait 12 s. 14 of 38 searches done, 1 resource so far."
    )
    assert progress_words(Progress(0, 0, 0, 0, "", 0)) == "0 resources so far."


def test_signing_in_again_keeps_the_screen_and_completes_the_chart(arrive: Arrive, qtbot: QtBot) -> None:
    made = arrive(auth=Auth.SMART)
    window = made.window
    choose(made)
    qtbot.waitUntil(lambda: window.session.arranged is not None, timeout=PATIENCE)
    window.chart.show_tab(Tab.NOTES)
    made.ehr.tokens.access.clear()
    made.ehr.tokens.refresh.clear()
    qtbot.waitUntil(lambda: window.filling.state is State.STOPPED, timeout=PATIENCE)
    filled(made, qtbot)
    before = len(sources(made))
    assert window.filling.sign_in.isVisible()
    window.filling.sign_in.click()
    qtbot.waitUntil(lambda: made.connecting.reading.remote.pulling, timeout=PATIENCE)
    assert window.stack.currentWidget() is window.patient
    filled(made, qtbot)
    assert window.chart.tab is Tab.NOTES
    assert len(sources(made)) > before
    assert "complete" not in window.banner.source.text()


def test_a_cancelled_sign_in_leaves_the_chart_as_it_was(arrive: Arrive, qtbot: QtBot) -> None:
    made = arrive(auth=Auth.SMART)
    window = made.window
    waiting_for_sign_in(made, qtbot)
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.filling.state is State.STOPPED
    assert "Stopped as you asked." in window.filling.words.text()
    assert window.filling.resume.isVisible()
    qtbot.waitUntil(lambda: not window.operations.busy, timeout=PATIENCE)


def test_a_sign_in_for_somebody_else_does_not_go_on_with_this_chart(arrive: Arrive, qtbot: QtBot) -> None:
    made = arrive(auth=Auth.SMART)
    window = made.window
    stopped(made, qtbot)
    made.ehr.quirks = Quirks(context={"patient": "p2"})
    window.filling.sign_in.click()
    qtbot.waitUntil(lambda: "another patient" in window.filling.words.text(), timeout=PATIENCE)
    assert not window.filling.resume.isVisible()
    assert not made.connecting.reading.remote.pulling
    assert window.banner.name.text() == "Wren Ashdown"


def test_another_patient_finds_nothing_of_the_one_before(arrive: Arrive, qtbot: QtBot) -> None:
    made = arrive()
    window = made.window
    choose(made)
    qtbot.waitUntil(lambda: window.session.arranged is not None, timeout=PATIENCE)
    for tab in Tab:
        window.chart.show_tab(tab)
    window.chart.show_fact(window.session.arranged.review.chart.facts[0].id)
    window.chart.show_raw()
    window.filling.missing_toggle.setChecked(True)
    window.finish()
    assert "Ashdown" in every_word(window)
    made.connecting.choosing._finding._recent.clear()  # the list of this session names her, and may
    choose(made, "p2")
    qtbot.waitUntil(lambda: "Ashdown" not in every_word(window))  # pages go one at a time
    left = every_word(window)
    assert "MRN-p1" not in left
    assert "Potassium" not in left
    assert window.banner.name.text() == "Rowan Quill"
    filled(made, qtbot)
    assert window.banner.name.text() == "Rowan Quill"
    assert "Ashdown" not in every_word(window)
    assert made.connecting.reading.remote.patient == "p2"


def test_a_file_takes_the_place_of_a_chart_that_fills(arrive: Arrive, qtbot: QtBot) -> None:
    made = arrive()
    window = made.window
    choose(made)
    qtbot.waitUntil(lambda: window.session.arranged is not None, timeout=PATIENCE)
    window.open(FILE)
    qtbot.waitUntil(lambda: window.banner.name.text() == "Daniel Okafor", timeout=PATIENCE)
    qtbot.waitUntil(lambda: not window.operations.busy, timeout=PATIENCE)
    assert window.filling.state is State.AWAY
    assert not window.filling.isVisible()
    assert window.banner.source.text().startswith("daniel-okafor.json · as of")
    assert "Ashdown" not in window.banner.details.text()


def test_a_sign_in_that_waits_is_given_up_with_its_chart(arrive: Arrive, qtbot: QtBot) -> None:
    made = arrive(auth=Auth.SMART)
    window = made.window
    waiting_for_sign_in(made, qtbot)
    choose(made, "p2")
    assert not made.connecting.access.busy
    assert window.filling.state is State.FILLING
    filled(made, qtbot)
    assert window.banner.name.text() == "Rowan Quill"


def test_a_bug_in_a_look_costs_that_look_only(arrive: Arrive, qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    made = arrive()
    real, broken = made.rooms.review, [ZeroDivisionError("Wren Ashdown")]

    def review(pull: Pull, pack: Pack) -> Review:
        if broken:
            raise broken.pop()
        return real(pull, pack)

    made.rooms.review = review  # type: ignore[method-assign]
    choose(made)
    qtbot.waitUntil(lambda: bool(made.window.messages.messages), timeout=PATIENCE)
    assert "bug" in made.window.messages.messages[0].text.text()
    filled(made, qtbot)
    assert made.window.filling.state is State.DONE
    assert len(sources(made)) > 100
    assert "Ashdown" not in caplog.text
    caplog.clear()


def test_a_merged_record_is_asked_about(arrive: Arrive, qtbot: QtBot) -> None:
    made = arrive(Quirks(merged={"old1": "p1"}), resources=[*CHART, patient("old1")])
    window = made.window
    choose(made, "old1")
    qtbot.waitUntil(lambda: "merged" in window.awaiting.words.text(), timeout=PATIENCE)
    assert window.session.arranged is None
    other = next(b for b in window.awaiting.findChildren(QPushButton) if b.text() == "Open the current record")
    other.click()
    filled(made, qtbot)
    assert window.banner.name.text() == "Wren Ashdown"
    assert made.connecting.reading.remote.patient == "p1"


def test_a_patient_who_is_not_there_is_said_in_place(arrive: Arrive, qtbot: QtBot) -> None:
    made = arrive()
    choose(made, "nobody")
    qtbot.waitUntil(lambda: made.window.awaiting.title.text() == "The chart was not opened", timeout=PATIENCE)
    assert made.window.awaiting.words.text()
    assert not made.window.messages.messages
    assert made.window.stack.currentWidget() is made.window.awaiting


def test_what_the_server_refuses_is_listed_with_the_reason(arrive: Arrive, qtbot: QtBot) -> None:
    made = arrive(Quirks(refused_types=frozenset({"Immunization"}), error_body="html"))
    window = made.window
    choose(made)
    filled(made, qtbot)
    assert window.filling.isVisible()
    assert window.filling.state is State.DONE
    window.filling.missing_toggle.click()
    window.filling.missing.finish()
    words = every_word(window.filling)
    assert "Refused by the server (1)" in words
    assert "Immunization" in words
    assert "<html" not in words.casefold()


def test_at_the_end_the_line_stays_where_it_is_and_says_so(arrive: Arrive, qtbot: QtBot) -> None:
    made = arrive()
    choose(made)
    filled(made, qtbot)
    assert made.window.filling.state is State.DONE
    assert made.window.filling.isVisible()
    assert made.window.filling.words.text().startswith("All ")
    assert not made.window.filling.cancel.isVisible()


def test_servers_can_be_looked_at_while_the_chart_fills(arrive: Arrive, qtbot: QtBot) -> None:
    made = arrive()
    window = made.window
    choose(made)
    made.connecting.begin()
    assert window.stack.currentWidget() is window.connect_view
    filled(made, qtbot)
    assert window.stack.currentWidget() is window.connect_view  # nothing is taken from under the person's hands
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.stack.currentWidget() is window.patient


def test_a_dead_line_is_said_and_resumed(arrive: Arrive, qtbot: QtBot) -> None:
    made = arrive(Quirks(page_size=10, count_cap=10, dies_after=1))
    window = made.window
    made.ehr.requests.clear()
    choose(made)
    qtbot.waitUntil(lambda: not made.connecting.reading.remote.busy, timeout=60_000)
    made.ehr.quirks = Quirks()
    if window.stack.currentWidget() is window.awaiting:
        assert window.awaiting.title.text() == "Nothing has arrived"
        window.awaiting.chosen.emit("resume")
    else:
        assert window.filling.state is State.STOPPED
        window.filling.resume.click()
    filled(made, qtbot)
    assert window.stack.currentWidget() is window.patient
    assert "complete" not in window.banner.source.text()


def test_closing_the_window_in_mid_pull_ends_everything(arrive: Arrive, qtbot: QtBot) -> None:
    made = arrive(Quirks(latency=20))
    choose(made)
    qtbot.wait(50)
    made.window.close()
    assert not made.window.operations.busy
    assert not made.connecting.reading.remote.busy


def test_looks_rest_for_a_multiple_of_what_they_cost(operations: Operations) -> None:
    pull = remote.Remote(operations, TheHospital(), Session(operations, factory.Rooms))
    seen = arrange(factory.review())
    pull._began = monotonic() - 5
    pull._reviewed_well(remote.Snapshot(seen, (), final=False))
    assert pull._next - monotonic() > 5 * remote.REST - 1
    pull._began = monotonic()
    pull._reviewed_well(remote.Snapshot(seen, (), final=False))
    assert 0 < pull._next - monotonic() <= remote.PAUSE


def test_a_bug_in_the_last_look_is_not_a_whole_chart(
    arrive: Arrive, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    made = arrive()
    stopped(made, qtbot)
    made.ehr.quirks = Quirks()

    def breaks(_pull: Pull, _pack: Pack) -> Review:
        raise ZeroDivisionError

    made.rooms.review = breaks  # type: ignore[method-assign]
    made.window.filling.resume.click()
    filled(made, qtbot)
    assert made.window.banner.source.text().startswith("not complete")
    assert made.window.filling.state is State.STOPPED
    assert "not complete" in made.window.filling.words.text()
    caplog.clear()


def test_a_resume_that_fails_leaves_a_chart_that_is_called_incomplete(arrive: Arrive, qtbot: QtBot) -> None:
    made = arrive()
    stopped(made, qtbot)

    def refuses(*_: object, **__: object) -> Collected:
        raise InputError("the record cannot be read now.")

    made.hospital.pull = refuses  # type: ignore[method-assign]
    made.window.filling.resume.click()
    filled(made, qtbot)
    assert "cannot be read now" in made.window.filling.words.text()
    assert made.window.banner.source.text().startswith("not complete")


def test_words_about_a_shorter_chart_go_when_it_grows(arrive: Arrive) -> None:
    window = arrive().window
    arranged = arrange(factory.review())
    showing, asked = window.showing, window.asking
    showing.show_snapshot(remote.Snapshot(arranged, (), final=True), "St. Mary's", None, first=True)
    assert asked._review is arranged.review
    assert window.writing._review is arranged.review
    longer = arrange(factory.longer(arranged.review))
    showing.show_snapshot(remote.Snapshot(longer, (), final=False), "St. Mary's", None, first=False)
    assert asked._review is None
    assert window.writing._review is None
    showing.show_snapshot(remote.Snapshot(longer, (), final=True), "St. Mary's", None, first=False)
    assert window.writing._review is longer.review


def test_before_the_searches_are_planned_none_are_counted() -> None:
    assert filled_words(Collected("https://ehr.example.org", "p1")) == "0 resources so far."
