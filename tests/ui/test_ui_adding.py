"""A finding is added by typing, by keyboard alone, as present or as absent."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from copilot.findings.corrections import Says
from copilot.knowledge.vocabulary import of_findings
from tests.findings.factory import small_pack
from tests.ui.demo_rooms import DemoRooms
from ui.correct.adding import AddFinding
from ui.window.window import MainWindow

Open = Callable[..., MainWindow]
CHEST_PAIN, EXERTIONAL = "HP:0100749", "CS:exertional"


@pytest.fixture
def adding(qtbot: QtBot) -> AddFinding:
    """A field that knows a small vocabulary."""
    made = AddFinding()
    qtbot.addWidget(made)
    made.know(of_findings(small_pack()))
    made.show()
    return made


def typed(adding: AddFinding, qtbot: QtBot, words: str, *keys: Qt.Key, shift: bool = False) -> list[tuple[str, Says]]:
    """Type words and hit keys; return what was added."""
    added: list[tuple[str, Says]] = []
    adding.added.connect(lambda finding, says: added.append((finding, says)))
    qtbot.keyClicks(adding.field, words)
    for key in keys:
        modifier = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
        qtbot.keyClick(adding.field, key, modifier)
    return added


def test_enter_adds_the_first_and_the_field_is_ready_again(adding: AddFinding, qtbot: QtBot) -> None:
    assert typed(adding, qtbot, "chest p", Qt.Key.Key_Return) == [(CHEST_PAIN, Says.PRESENT)]
    assert adding.field.text() == ""
    assert adding.list.isHidden()


def test_the_arrows_walk_and_shift_denies(adding: AddFinding, qtbot: QtBot) -> None:
    assert typed(adding, qtbot, "chest", Qt.Key.Key_Down, Qt.Key.Key_Return, shift=True) == [(EXERTIONAL, Says.ABSENT)]


@pytest.mark.parametrize(("words", "says"), [("no chest", Says.ABSENT), ("-chest", Says.ABSENT)])
def test_no_before_it_denies(adding: AddFinding, qtbot: QtBot, words: str, says: Says) -> None:
    qtbot.keyClicks(adding.field, words)
    assert adding.list.item(0).text() == "No chest pain"
    adding.clear()
    assert typed(adding, qtbot, words, Qt.Key.Key_Return) == [(CHEST_PAIN, says)]


def test_what_denies_by_itself_denies_and_not_of_it_does_not(adding: AddFinding, qtbot: QtBot) -> None:
    assert typed(adding, qtbot, "afebrile", Qt.Key.Key_Return) == [("HP:0001945", Says.ABSENT)]
    assert typed(adding, qtbot, "not afebrile", Qt.Key.Key_Return) == [("HP:0001945", Says.PRESENT)]


def test_what_is_unknown_is_said_and_adds_nothing(adding: AddFinding, qtbot: QtBot) -> None:
    assert typed(adding, qtbot, "qwerty", Qt.Key.Key_Return) == []
    assert adding.note.text() == "The vocabulary has no such finding."


def test_in_the_window_an_added_finding_counts_and_escape_goes_to_the_list(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(DemoRooms())
    qtbot.waitUntil(lambda: window.thinking.correcting.adding.vocabulary is not None, timeout=30_000)
    window.commands.run("correct.add")
    field = window.thinking.correcting.adding.field
    assert field.hasFocus()
    qtbot.keyClicks(field, "no chest p")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.thinking.correcting.busy)
    assert window.session.arranged.review.findings.by_term[CHEST_PAIN].facts == ("F0.1",)
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert next(iter(window.differential.rows.values())).toggle.hasFocus()
