"""A finding is paused or corrected at its line, the list moves in place, and all of it can be put back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from copilot.findings.corrections import Says
from tests.ui import factory
from tests.ui.demo_rooms import DemoRooms
from ui.automation import Name
from ui.differential.correct import Standing
from ui.differential.evidence import EvidenceLine
from ui.differential.steps import NextSteps
from ui.parts.label import Elided
from ui.window.window import MainWindow

Open = Callable[..., MainWindow]
SCALP, FEVER, BIOPSY = "HP:0100809", "HP:0001945", "CS:temporal-artery-biopsy-arteritis"
ARTERITIS = "giant-cell-arteritis"


@pytest.fixture
def ruth(open_window: Open) -> MainWindow:
    """A window on a demo patient, ranked by the engine."""
    return open_window(DemoRooms())


def ranked(window: MainWindow, qtbot: QtBot) -> None:
    """Wait until the list is ranked again and everything that follows from it is there."""
    qtbot.waitUntil(lambda: not window.thinking.correcting.busy, timeout=10_000)
    window.finish()


def line(window: MainWindow, finding: str) -> EvidenceLine:
    """Return the line of a finding in the first row."""
    row = window.differential.rows[ARTERITIS]
    return next(one for one in row.lines if one.evidence.finding == finding)


def test_a_paused_line_stays_in_its_place_and_counts_for_nothing(ruth: MainWindow, qtbot: QtBot) -> None:
    rows = dict(ruth.differential.rows)
    paused, before = line(ruth, SCALP), rows[ARTERITIS].hypothesis
    paused.setFocus()
    qtbot.keyClick(paused, Qt.Key.Key_P)
    ranked(ruth, qtbot)
    assert line(ruth, SCALP) is paused
    assert paused.hasFocus()
    assert (paused.paused, paused.pause.standing) == (True, Standing.PAUSED)
    assert paused.accessibleName().endswith("paused")
    after = ruth.differential.rows[ARTERITIS].hypothesis
    assert len(after.supporting) == len(before.supporting) - 1
    assert after.score < before.score
    assert [name for name, row in ruth.differential.rows.items() if name in rows and row is not rows[name]] == []


def test_put_back_at_the_line_everything_is_as_read(ruth: MainWindow, qtbot: QtBot) -> None:
    read = ruth.session.arranged.review.differential
    line(ruth, SCALP).pause.click()
    ranked(ruth, qtbot)
    assert ruth.session.arranged.review.differential != read
    line(ruth, SCALP).pause.click()
    ranked(ruth, qtbot)
    assert ruth.session.arranged.review.differential == read
    assert ruth.thinking.correcting.strip.isHidden()


def test_the_strip_lists_every_correction_and_puts_back_one_or_all(ruth: MainWindow, qtbot: QtBot) -> None:
    line(ruth, SCALP).pause.click()
    ranked(ruth, qtbot)
    ruth.thinking.correcting.say(FEVER, Says.PRESENT)
    ranked(ruth, qtbot)
    strip = ruth.thinking.correcting.strip

    def shown() -> list[str]:
        return [words.text() for words in strip.findChildren(Elided) if words.isVisible()]

    # Qt shows what is new in a layout with the next turn of the event loop.
    qtbot.waitUntil(lambda: shown() == ["Paused: scalp tenderness", "Corrected: fever"])
    strip.put_back.emit(SCALP)
    ranked(ruth, qtbot)
    assert [one.finding for one in ruth.thinking.correcting.corrections] == [FEVER]
    ruth.commands.run("correct.undo")
    ranked(ruth, qtbot)
    assert not ruth.session.arranged.review.findings.corrections


def test_an_open_finding_is_answered_with_one_key(ruth: MainWindow, qtbot: QtBot) -> None:
    asked = next(one for one in ruth.differential.rows[ARTERITIS].lines if one.side == "unknown")
    finding = asked.evidence.finding
    qtbot.keyClick(asked, Qt.Key.Key_Minus)
    ranked(ruth, qtbot)
    answered = line(ruth, finding)
    assert (answered.side, answered.pause.standing) == ("against", Standing.STATED)
    assert "stated by the clinician" in answered.words
    assert not answered.facts  # the chart has no line to jump to


def test_a_question_is_answered_where_it_is_asked(qtbot: QtBot) -> None:
    steps = NextSteps(factory.steps(), factory.review().facts)
    qtbot.addWidget(steps)
    name = f"{Name.NEXT_STEP_ANSWER}.HP:0003474."
    buttons = [b for b in steps.findChildren(QPushButton) if b.accessibleIdentifier().startswith(name)]
    assert [b.text() for b in buttons] == ["Yes", "No"]  # a test is not answered here, only a question
    with qtbot.waitSignal(steps.corrected) as said:
        buttons[1].click()
    assert said.args == ["HP:0003474", Says.ABSENT]


def test_moved_rows_say_from_where_until_the_next_change(ruth: MainWindow, qtbot: QtBot) -> None:
    ruth.thinking.correcting.say(FEVER, Says.PRESENT)
    ranked(ruth, qtbot)
    moved = {name: row.moved.text() for name, row in ruth.differential.rows.items() if row.moved.text()}
    assert moved
    name = next(iter(moved))
    assert moved[name] in ruth.differential.rows[name].accessibleName()
    ruth.thinking.correcting.say(FEVER, Says.PRESENT)
    ranked(ruth, qtbot)
    assert not [row for row in ruth.differential.rows.values() if not row.moved.isHidden()]


def test_words_about_the_findings_as_they_were_go(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(DemoRooms(), writer=lambda *_args, **_kwargs: factory.narrative())
    qtbot.waitUntil(lambda: window.narrative.narrative is not None)
    line(window, SCALP).pause.click()
    ranked(window, qtbot)
    assert window.narrative.narrative is None
    assert "corrected" in window.narrative.note.text()
    assert window.narrative.start.text() == "Write again"


def test_corrections_go_with_the_patient(ruth: MainWindow, qtbot: QtBot) -> None:
    line(ruth, SCALP).pause.click()
    ranked(ruth, qtbot)
    ruth.differential.clear()
    assert not ruth.thinking.correcting.corrections
    assert ruth.thinking.correcting.strip.isHidden()
    assert not ruth.thinking.correcting.strip.findChildren(Elided, options=Qt.FindChildOption.FindDirectChildrenOnly)


def test_what_is_corrected_holds_while_more_of_the_chart_arrives(ruth: MainWindow, qtbot: QtBot) -> None:
    line(ruth, SCALP).pause.click()
    ranked(ruth, qtbot)
    read = DemoRooms().rerank(ruth.session.arranged.review, ())
    ruth.differential.update_review(read)
    ranked(ruth, qtbot)
    assert SCALP in ruth.session.arranged.review.findings.paused
