"""Tab walks through the window as it is laid out, whenever things were built; it is caught nowhere."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QWidget, QWidgetItem
from pytestqt.qtbot import QtBot
from shiboken6 import getAllValidWrappers

from copilot.errors import InputError
from tests.ui.conftest import Open
from ui.parts.boxes import column
from ui.parts.reading_order import in_reading_order, settle
from ui.window.columns import Place
from ui.window.window import MainWindow


def walked(window: MainWindow, qtbot: QtBot, start: QWidget, key: Qt.Key, steps: int) -> list[QWidget]:
    """Return where the keyboard is after each of so many Tabs."""
    start.setFocus()
    reached = []
    for _ in range(steps):
        focus = window.focusWidget()
        assert focus is not None
        qtbot.keyClick(focus, key)
        reached.append(window.focusWidget())
    return reached


def test_tab_reaches_everything_once_and_in_reading_order(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    every = list(in_reading_order(window.centralWidget()))
    assert walked(window, qtbot, every[0], Qt.Key.Key_Tab, len(every)) == [*every[1:], every[0]]
    assert walked(window, qtbot, every[0], Qt.Key.Key_Backtab, len(every)) == every[::-1]
    first = next(iter(window.differential.rows.values())).toggle
    parts = [
        window.banner.patients,
        window.picker.filter,
        window.chart.tabs,
        window.side.tabs,
        first,
        window.status.about,
    ]
    assert [every.index(part) for part in parts] == sorted(every.index(part) for part in parts)


def test_a_table_lets_tab_go(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    table = next(w for w in in_reading_order(window.chart) if w.objectName() == "chart.overview.labs")
    [after] = walked(window, qtbot, table, Qt.Key.Key_Tab, 1)
    assert after is not table


def test_what_tab_reaches_comes_into_sight(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(size=(1440, 600))
    pane = window.differential
    *_, before, last = in_reading_order(pane)
    assert last.mapTo(pane.viewport(), last.rect().topLeft()).y() > pane.viewport().height()
    assert walked(window, qtbot, before, Qt.Key.Key_Tab, 1) == [last]
    assert 0 <= last.mapTo(pane.viewport(), last.rect().topLeft()).y() < pane.viewport().height()


def test_f6_passes_over_a_column_in_which_nothing_takes_the_keyboard(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    assert not list(in_reading_order(window.columns._parts[Place.WORDS]))
    window.side.tabs.setFocus()
    window.columns.next_part()
    assert window.focusWidget() is window.picker.filter
    window.columns.next_part()
    assert window.focusWidget() is window.chart.tabs


def test_tab_stays_in_the_palette_while_that_is_open(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    window.command_palette.begin()
    [after] = walked(window, qtbot, window.command_palette.field, Qt.Key.Key_Tab, 1)
    assert window.command_palette.isAncestorOf(after)


def test_a_screen_reader_finds_things_as_they_are_laid_out(qtbot: QtBot) -> None:
    outer, first, second = QWidget(), QWidget(), QWidget()
    qtbot.addWidget(outer)
    layout = column()
    outer.setLayout(layout)
    layout.addWidget(second)
    layout.insertWidget(0, first)
    assert [child for child in outer.children() if child.isWidgetType()] == [second, first]
    settle(outer)
    assert [child for child in outer.children() if child.isWidgetType()] == [first, second]


def test_the_sources_of_an_explanation_are_reached_by_tab(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    row = next(iter(window.differential.rows.values()))
    assert row.sources is not None
    assert row.sources in list(in_reading_order(window.centralWidget()))
    row.sources.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(row.sources, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert row.sources.selectedText().startswith("Sources")


def test_no_item_of_a_layout_is_remembered(open_window: Open) -> None:
    """Python knows a thing by its address; an item that Qt deletes would be taken for what Qt puts there next."""
    window = open_window()
    before = _items_known()
    assert len(list(in_reading_order(window.centralWidget()))) > 20
    settle(window.centralWidget())
    assert _items_known() == before


def test_a_message_that_goes_leaves_no_item_behind(open_window: Open) -> None:
    window = open_window()
    before = _items_known()
    window.messages.error("open", InputError("is empty.", where="a.json"))
    [message] = [one for one in window.messages.messages if "is empty" in one.text.text()]
    message.dismiss()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert message not in window.messages.messages
    assert _items_known() == before


def _items_known() -> int:
    """Return how many items of layouts Python remembers."""
    return sum(type(one) is QWidgetItem for one in getAllValidWrappers())
