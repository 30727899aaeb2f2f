"""The own list is named by keyboard, held against Chartside's, and hides that until it is given, if wanted."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from copilot.review.decision import Verdict
from tests.ui.demo_rooms import DemoRooms
from ui.own_list.result import ENGINE, NEITHER, OWN
from ui.window.window import MainWindow

Open = Callable[..., MainWindow]


@pytest.fixture
def ruth(open_window: Open, qtbot: QtBot) -> MainWindow:
    """A window on a demo patient, the names of conditions known."""
    window = open_window(DemoRooms())
    qtbot.waitUntil(lambda: window.thinking.own_list.view.field.vocabulary is not None, timeout=30_000)
    return window


def name(window: MainWindow, qtbot: QtBot, *names: str) -> None:
    """Name conditions by keyboard."""
    window.commands.run("own-list.show")
    for one in names:
        qtbot.keyClicks(window.thinking.own_list.view.field.field, one)
        qtbot.keyClick(window.thinking.own_list.view.field.field, Qt.Key.Key_Return)


def reckoned(window: MainWindow, qtbot: QtBot) -> list[str]:
    """Hold both lists against each other; return what the page says."""
    own = window.thinking.own_list
    own.view.show_both.click()
    qtbot.waitUntil(lambda: not own.busy, timeout=30_000)
    own.view.finish()
    assert own.view.result is not None
    return [words.text() for words in own.view.result.findChildren(QLabel)]


def test_names_are_completed_and_unknown_ones_are_taken_too(ruth: MainWindow, qtbot: QtBot) -> None:
    name(ruth, qtbot, "giant cell art", "migraine", "qwerty disease", "GCA")
    own = ruth.thinking.own_list
    assert [(one.name, bool(one.condition)) for one in own.candidates] == [
        ("Giant cell arteritis", True),
        ("Migraine", True),
        ("qwerty disease", False),
    ]


def test_both_lists_stand_side_by_side_with_the_evidence(ruth: MainWindow, qtbot: QtBot) -> None:
    ranks = list(ruth.differential.rows)
    name(ruth, qtbot, "giant cell art", "migraine", "qwerty disease")
    said = reckoned(ruth, qtbot)
    assert said.index("Giant cell arteritis") < said.index(OWN) < said.index(ENGINE) < said.index(NEITHER)
    assert "qwerty disease · not in the knowledge packs: no evidence can be shown" in said
    result = ruth.thinking.own_list.view.result
    assert result is not None
    assert list(result.rows) == ["migraine"]
    assert result.rows["migraine"].hypothesis.opposing
    assert list(ruth.differential.rows) == ranks


def test_both_lists_follow_what_is_decided(ruth: MainWindow, qtbot: QtBot) -> None:
    name(ruth, qtbot, "giant cell art", "migraine")
    reckoned(ruth, qtbot)
    result = ruth.thinking.own_list.view.result
    assert result is not None
    row, listed = result.rows["migraine"], result.decided["giant-cell-arteritis"]
    assert listed.isHidden()
    first = ruth.differential.rows["giant-cell-arteritis"]
    first.decide(Verdict.ACCEPTED)
    row.decide(Verdict.REJECTED)
    assert listed.text() == "accepted"
    assert row.choices is not None
    assert row.choices.reject.isChecked()
    first.decide(Verdict.ACCEPTED)  # taken back
    ruth.deciding._take_back("migraine")
    assert listed.isHidden()
    assert not row.choices.reject.isChecked()
    ruth.differential.rows["giant-cell-arteritis"].decide(Verdict.REJECTED)
    reckoned(ruth, qtbot)  # made anew, it shows what was decided before
    assert result is not ruth.thinking.own_list.view.result
    assert ruth.thinking.own_list.view.result.decided["giant-cell-arteritis"].text() == "rejected"


def test_chartsides_list_waits_for_mine_where_i_want_that(ruth: MainWindow, qtbot: QtBot) -> None:
    own, page = ruth.thinking.own_list, ruth.thinking.correcting.page
    own.view.hide_list.setChecked(True)
    assert ruth.differential.isHidden()
    assert ruth.narrative.isHidden()
    assert not page.cover.isHidden()
    name(ruth, qtbot, "migraine")
    reckoned(ruth, qtbot)
    assert not ruth.differential.isHidden()
    assert page.cover.isHidden()


def test_the_own_list_goes_with_the_patient(ruth: MainWindow, qtbot: QtBot) -> None:
    name(ruth, qtbot, "migraine")
    reckoned(ruth, qtbot)
    ruth.differential.clear()
    assert not ruth.thinking.own_list.candidates
    assert ruth.thinking.own_list.view.result is None
