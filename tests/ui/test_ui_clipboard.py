"""The clipboard: what is copied here is marked as sensitive, and gone after a while, at a lock and at the end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from copilot.store.lock_settings import LockSettings, in_force
from tests import policies
from tests.ui.conftest import Open
from ui.assessment.editor import BARE
from ui.parts import clipboard
from ui.parts.clipboard import HINT, MARKS, Clipboard, copy, marked

SOON, LATER = 0.05, 600.0
ROOT = Path(__file__).parents[2]


@pytest.fixture
def board(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[QClipboard]:
    """The clipboard, empty; the tests' platform says of nothing that we own it, so it says so of all."""
    monkeypatch.setattr(clipboard, "is_ours", lambda _board, mode: mode is QClipboard.Mode.Clipboard)
    found = QGuiApplication.clipboard()
    found.clear()
    yield found
    found.clear()


def watching(seconds: float) -> Clipboard:
    """Return a watch."""
    return Clipboard(seconds)


def test_what_is_copied_is_marked_for_every_desktop_and_goes_after_a_while(qtbot: QtBot, board: QClipboard) -> None:
    watch = watching(SOON)
    copy("Ada Quill, sepsis")
    assert board.text() == "Ada Quill, sepsis"
    assert {name: bytes(board.mimeData().data(name).data()) for name in MARKS} == MARKS
    qtbot.waitUntil(lambda: board.text() == "")
    watch.end()


def test_what_a_text_field_copies_itself_is_marked_too(qtbot: QtBot, board: QClipboard) -> None:
    watch = watching(LATER)
    field = QLineEdit("Ada Quill")
    qtbot.addWidget(field)
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert board.text() == "Ada Quill"
    assert board.mimeData().hasFormat(HINT)
    watch.end()
    assert board.text() == ""


def test_marking_keeps_what_else_was_said() -> None:
    words = QMimeData()
    words.setText("with its label")
    words.setData(BARE, b"without")
    made = marked(words)
    assert made.text() == "with its label"
    assert bytes(made.data(BARE).data()) == b"without"


def test_what_another_program_copied_since_is_left_alone(
    qtbot: QtBot, board: QClipboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = watching(SOON)
    copy("ours")
    monkeypatch.setattr(clipboard, "is_ours", lambda _board, _mode: False)
    board.setText("theirs")
    qtbot.waitUntil(lambda: not any(getattr(one, "is_waited_for", False) for one in watch.children()))
    assert board.text() == "theirs"
    watch.end()
    assert board.text() == "theirs"


def test_what_a_clipboard_manager_took_over_from_us_goes_too(
    qtbot: QtBot, board: QClipboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = watching(LATER)
    copy("ours")
    monkeypatch.setattr(clipboard, "is_ours", lambda _board, _mode: False)
    board.setText("ours")
    assert not board.mimeData().hasFormat(HINT)
    watch.clear()
    qtbot.waitUntil(lambda: board.text() == "")
    watch.end()


def test_closing_the_window_leaves_nothing_on_the_clipboard(open_window: Open, board: QClipboard) -> None:
    window = open_window()
    copy("Ada Quill")
    window.close()
    assert board.text() == ""


def test_the_time_is_its_own_setting_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert LockSettings().clipboard_seconds == 90
    policies.at(tmp_path, monkeypatch)
    policies.write(tmp_path, lock={"clipboard_seconds": 30})
    assert in_force().clipboard_seconds == 30
    policies.write(tmp_path, lock={"clipboard_seconds": 9})
    assert in_force().clipboard_seconds == 10  # not understood: the strictest


def test_nobody_else_puts_words_on_the_clipboard() -> None:
    others = [path for path in (ROOT / "ui").rglob("*.py") if path.name != "clipboard.py"]
    assert [path for path in others if "clipboard().set" in path.read_text("utf-8")] == []
