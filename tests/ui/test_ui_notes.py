"""Notes: each mark named under the pointer and by keyboard, and grey where the clinician paused its finding."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from tests.ui import factory
from ui.chart.arrange import Tab
from ui.chart.note_text import LOOKS, NoteText
from ui.chart.notes import Notes
from ui.theme import THEME
from ui.window.window import MainWindow

Open = Callable[..., MainWindow]


def notes(window: MainWindow) -> Notes:
    """Return the notes, in sight."""
    window.chart.show_tab(Tab.NOTES)
    page = window.chart.page(Tab.NOTES)
    assert isinstance(page, Notes)
    return page


def looks(text: NoteText, words: str) -> list[str]:
    """Return the colours in which words are marked."""
    return [
        selection.format.foreground().color().name()
        for selection in text.extraSelections()
        if selection.cursor.selectedText() == words
    ]


def test_the_tip_names_the_finding_and_how_the_note_means_it(open_window: Open, qtbot: QtBot) -> None:
    text = notes(open_window()).text
    cursor = text._cursor(next(m.span for m in factory.mentions() if m.term == "HP:0001945"))
    cursor.setPosition(cursor.selectionStart() + 2)
    at = text.cursorRect(cursor).center() + QPoint(1, 0)
    QApplication.sendEvent(text.viewport(), QHelpEvent(QEvent.Type.ToolTip, at, text.viewport().mapToGlobal(at)))
    qtbot.waitUntil(lambda: bool(QToolTip.text()))
    assert "Fever: denied" in QToolTip.text()


def test_the_keyboard_walks_through_the_marks_and_selects(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    text = notes(window).text
    hovered: list[frozenset[str]] = []
    text.hovered.connect(hovered.append)
    for _ in range(4):
        qtbot.keyClick(text, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert text.textCursor().selectedText() == "No fever"
    assert hovered[-1] == frozenset({"F30.4"})
    qtbot.keyClick(text, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert text.textCursor().selectedText() == "lost 5 kg"
    qtbot.keyClick(text, Qt.Key.Key_Return)
    assert window.chart.fact == "F30.3"


def test_a_paused_finding_is_grey_until_it_is_put_back(open_window: Open) -> None:
    window = open_window()
    made = factory.review()
    text = notes(window).text
    denied = THEME.colour("opposing").name()
    assert looks(text, "No fever") == [denied]
    paused = replace(made, findings=replace(made.findings, paused=dict.fromkeys(["HP:0001945"])))  # type: ignore[arg-type]
    window.thinking.correcting.shown.emit(paused)
    assert looks(text, "No fever") == [THEME.colour("muted").name()]
    window.thinking.correcting.shown.emit(made)
    assert looks(text, "No fever") == [denied]


def test_marks_differ_by_their_line_and_not_by_colour_alone() -> None:
    assert len({line for _, _, line in LOOKS.values()}) == len(LOOKS)


def test_a_chart_without_notes_says_so(open_window: Open) -> None:
    made = factory.review()
    bare = replace(made, chart=replace(made.chart, notes=()), findings=replace(made.findings, mentions=(), facts=()))
    page = notes(open_window(factory.Rooms(bare)))
    assert not page.empty.isHidden()
    assert page.legend.isHidden()
