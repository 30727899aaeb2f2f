"""Two explanations are chosen at their rows and compared on a page that keyboard and screen reader can read."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from copilot.findings.corrections import Says
from tests.ui.demo_rooms import DemoRooms
from ui.compare.view import HOW
from ui.window.window import MainWindow

Open = Callable[..., MainWindow]


@pytest.fixture
def ruth(open_window: Open) -> MainWindow:
    """A window on a demo patient, ranked by the engine."""
    return open_window(DemoRooms())


def choose(window: MainWindow, qtbot: QtBot, count: int) -> list[str]:
    """Choose the first of the list by key; return their ids."""
    names = list(window.differential.rows)[:count]
    for name in names:
        qtbot.keyClick(window.differential.rows[name].toggle, Qt.Key.Key_C)
    return names


def test_while_too_few_are_chosen_the_page_says_how(ruth: MainWindow, qtbot: QtBot) -> None:
    view = ruth.thinking.comparing.view
    assert (view.note.text(), view.table.isHidden()) == (HOW, True)
    choose(ruth, qtbot, 1)
    assert "compare Giant cell arteritis with" in view.note.text()


def test_two_are_compared_and_a_row_says_what_it_rests_on(ruth: MainWindow, qtbot: QtBot) -> None:
    choose(ruth, qtbot, 2)
    ruth.commands.run("compare.show")
    view = ruth.thinking.comparing.view
    model = view.table.comparison_model
    assert not view.table.isHidden()
    heads = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(model.columnCount())]
    assert heads == ["Finding", "Chart", "Giant cell arteritis", "Polymyalgia rheumatica"]
    qtbot.keyClick(view.table, Qt.Key.Key_Down)
    qtbot.keyClick(view.table, Qt.Key.Key_Down)
    found = model.row(view.table.currentIndex().row())
    assert found is not None
    said = model.data(view.table.currentIndex().siblingAtColumn(0), Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith(found.name)
    assert view.detail.text().startswith(f"{found.name}\nChart: present.")


def test_enter_goes_to_the_chart(ruth: MainWindow, qtbot: QtBot) -> None:
    choose(ruth, qtbot, 2)
    view = ruth.thinking.comparing.view
    view.table.setCurrentIndex(view.table.comparison_model.index(1, 0))
    with qtbot.waitSignal(view.fact_wanted) as gone:
        qtbot.keyClick(view.table, Qt.Key.Key_Return)
    assert ruth.chart.fact == gone.args[0]


def test_the_fourth_takes_the_place_of_the_first(ruth: MainWindow, qtbot: QtBot) -> None:
    names = choose(ruth, qtbot, 4)
    assert list(ruth.thinking.comparing.chosen) == names[1:]
    assert not ruth.differential.rows[names[0]].compare.isChecked()


def test_the_comparison_follows_a_correction_and_goes_with_the_patient(ruth: MainWindow, qtbot: QtBot) -> None:
    choose(ruth, qtbot, 2)
    model = ruth.thinking.comparing.view.table.comparison_model
    first = model.row(1)
    assert first is not None
    ruth.thinking.correcting.say(first.term, Says.PAUSED)
    qtbot.waitUntil(lambda: not ruth.thinking.busy)
    ruth.finish()
    paused = model.row(model.place(first.term))
    assert paused is not None
    assert paused.paused
    ruth.differential.clear()
    assert model.rowCount() == 0
    assert not ruth.thinking.comparing.view.detail.text()
