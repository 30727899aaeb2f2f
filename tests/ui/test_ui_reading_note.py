"""While a file is read: what is being done is said, Esc and a button give it up, and who was open stays."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from copilot.errors import InputError
from tests.ui import factory
from ui.window.session import RANKING
from ui.window.window import MainWindow

Open = Callable[..., MainWindow]


class Slow(factory.Rooms):
    """An engine that reads until it is let go, then reviews until it is let go again."""

    def __init__(self) -> None:
        super().__init__()
        self.read_on, self.review_on = threading.Event(), threading.Event()

    def read(self, path: Path, patient: str | None = None, _early: object = None) -> Any:
        """Wait, then read."""
        assert self.read_on.wait(20)
        return super().read(path, patient)

    def review(self, pull: Any, pack: Any) -> Any:
        """Wait, then review."""
        assert self.review_on.wait(20)
        return super().review(pull, pack)


@pytest.fixture
def slow() -> Iterator[Slow]:
    """An engine that is let go at the latest when the test ends."""
    made = Slow()
    yield made
    made.read_on.set()
    made.review_on.set()


def begin(window: MainWindow, slow: Slow, qtbot: QtBot, path: Path) -> None:
    """Open another file, which takes its time."""
    window.session._rooms = lambda: slow
    window.open(path)
    qtbot.waitUntil(window.opening.note.isVisible)


def test_what_is_being_done_is_said(open_window: Open, slow: Slow, qtbot: QtBot, tmp_path: Path) -> None:
    window = open_window()
    large = tmp_path / "large.json"
    large.write_bytes(b" " * 3_000_000)
    begin(window, slow, qtbot, large)
    assert window.opening.note.words.text() == "Reading large.json, 3 MB"
    assert window.rect().contains(window.opening.note.geometry())
    slow.read_on.set()
    qtbot.waitUntil(lambda: window.opening.note.words.text() == RANKING)
    slow.review_on.set()
    qtbot.waitUntil(window.opening.note.isHidden)
    assert window.opening.note.words.text() == ""


@pytest.mark.parametrize("way", ["button", "escape"])
def test_reading_can_be_given_up(open_window: Open, slow: Slow, qtbot: QtBot, way: str) -> None:
    window = open_window()
    before = window.session.arranged
    begin(window, slow, qtbot, Path("other.json"))
    if way == "button":
        window.opening.note.cancel.click()
    else:
        qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.session.busy
    assert window.opening.note.isHidden()
    assert window.opening.line.isHidden()
    slow.read_on.set()
    slow.review_on.set()
    qtbot.waitUntil(lambda: not window.operations.busy)
    assert window.session.arranged is before
    assert window.banner.name.text() == "Daniel Okafor"


def test_a_file_that_is_read_at_once_shows_nothing(open_window: Open) -> None:
    assert open_window().opening.note.isHidden()


def test_a_screen_reader_is_told_what_has_happened(
    open_window: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    for module in ("ui.window.opening", "ui.narrative.view", "ui.messages.bar"):
        monkeypatch.setattr(f"{module}.announce", lambda _widget, words: told.append(words))
    window = open_window()
    window.narrative.show_narrative(factory.narrative())
    window.messages.error("open", InputError("is not JSON.", where="bad.json"))
    assert any(words.startswith("Chart read. 9 possible explanations listed, 5 unknowns.") for words in told)
    assert any(words.startswith("The model has written 3 sentences, 1 not supported.") for words in told)
    assert "bad.json: is not JSON." in told
