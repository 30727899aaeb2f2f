"""The command palette and the list of keys: found by typing, run by Enter, left by Escape."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from ui.automation import Name
from ui.chart.arrange import Tab
from ui.palette.model import GROUP
from ui.palette.palette import Palette
from ui.window.commands import Command
from ui.window.window import MainWindow

Open = Callable[..., MainWindow]


def shown(palette: Palette) -> list[str]:
    """Return the commands in sight."""
    model = palette.list_model
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_typing_finds_and_enter_runs(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = window.command_palette
    assert palette.isVisible()
    qtbot.keyClicks(palette.field, "show labs")
    assert shown(palette) == ["Show Labs"]
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.chart.tab is Tab.LABS)
    assert not palette.isVisible()


def test_group_and_key_are_searched_too(open_window: Open) -> None:
    palette = open_window().command_palette
    palette.begin()
    palette.field.setText("patients ctrl+o")
    assert "Open a file" in shown(palette)
    assert "Make everything larger" not in shown(palette)
    palette.field.setText("no such thing")
    assert palette.list.isHidden()
    assert not palette.empty.isHidden()


def test_arrows_walk_and_escape_gives_the_keyboard_back(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    window.activateWindow()
    window.picker.filter.setFocus()
    palette = window.command_palette
    palette.begin()
    assert QApplication.focusWidget() is palette.field
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    qtbot.keyClick(palette.field, Qt.Key.Key_Up)
    assert palette.list.currentIndex().row() == 1
    qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert QApplication.focusWidget() is window.picker.filter


def test_what_makes_no_sense_now_is_last_says_why_and_does_not_run(open_window: Open) -> None:
    window = open_window()
    ran: list[int] = []
    window.commands.add(
        Command("test.not-now", "Aaa do it", "Test", lambda: ran.append(1), (), lambda: False, "needs two ticked")
    )
    palette = window.command_palette
    palette.begin()
    palette.field.setText("aaa")
    index = palette.list_model.index(0, 0)
    assert index.data(GROUP) == "needs two ticked"
    assert not index.flags() & Qt.ItemFlag.ItemIsEnabled
    assert "needs two ticked" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    palette._run_current()
    assert palette.isVisible()
    assert not ran


def test_a_press_beside_it_closes(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    window.command_palette.begin()
    qtbot.mouseClick(window.banner, Qt.MouseButton.LeftButton)
    assert not window.command_palette.isVisible()


def test_the_list_of_keys_names_every_key(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert window.shortcuts.isVisible()
    words = {label.text() for label in window.shortcuts.findChildren(QLabel)}
    for command in window.commands:
        if command.keys:
            assert {command.words, command.shown_key, command.group} <= words
    qtbot.keyClick(window.shortcuts.listing, Qt.Key.Key_Escape)
    assert not window.shortcuts.isVisible()


@pytest.mark.parametrize("size", [(1440, 900), (420, 700)])
def test_it_stays_within_the_window(open_window: Open, size: tuple[int, int]) -> None:
    window = open_window(size=size)
    for overlay in (window.command_palette, window.shortcuts):
        overlay.begin()
        assert window.rect().contains(overlay.geometry())
        overlay.leave()
    assert window.findChild(Palette, Name.PALETTE) is window.command_palette
