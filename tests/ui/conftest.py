"""Windows over invented reviews, and a scripted model."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from copilot.garbage import paused
from copilot.narrative.narrative import Narrative
from tests.ui import factory
from tests.ui.demo_rooms import ShippedRooms
from tests.ui.patient_bot import PatientBot
from ui.narrative.guest import Guest
from ui.operations import Operations
from ui.window.locking import Keys
from ui.window.session import Session
from ui.window.window import MainWindow

Open = Callable[..., MainWindow]


class ScriptedClient:
    """Stands in for `ModelClient`: it is loaded at once, and remembers that it was stopped."""

    def __init__(self, destination: str = "") -> None:
        self.model: Any = None
        self.destination = destination
        self.stops = 0
        self.closed = self.forgot = False
        self.blocked = False
        self.anyway: list[bool] = []

    def load(self, path: Path, progress: Callable[[float], None] = lambda _: None, *, anyway: bool = False) -> Any:
        """Return the invented model."""
        self.anyway.append(anyway)
        self.blocked = self.blocked and not anyway
        self.model = replace(factory.loaded_model(), destination=self.destination)
        return self.model

    def stop(self) -> None:
        """Count."""
        self.stops += 1

    def forget_read(self) -> None:
        """Remember."""
        self.forgot = True

    def close(self) -> None:
        """Remember."""
        self.closed = True


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """Wait with patience."""
    return PatientBot(request)


@pytest.fixture(scope="module", autouse=True)
def _what_stays_is_passed_over() -> None:
    """Let the look for garbage after each test go through what this file made, not through all that came before."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _nothing_copied() -> Iterator[None]:
    """Leave nothing on the clipboard: Qt would delete it after Python is gone, and crash at the end of the run."""
    yield
    if QGuiApplication.instance() is not None:
        QGuiApplication.clipboard().clear()


@pytest.fixture(autouse=True)
def _garbage_stays_on_its_thread() -> Iterator[None]:
    """Look for no garbage during a test, as the window does: a background thread that did would delete Qt objects."""
    with paused():
        yield


@pytest.fixture
def operations(qtbot: QtBot) -> Iterator[Operations]:
    """Operations that end with the test."""
    made = Operations()
    yield made
    assert made.close()


@pytest.fixture
def open_with_keys(qtbot: QtBot, operations: Operations) -> Iterator[Open]:
    """Open a real window over the store that these keys open, nobody in it yet, and no model if none is given."""
    windows: list[MainWindow] = []

    def make(keys: Keys, guest: Guest | None = None) -> MainWindow:
        window = MainWindow(operations, Session(operations, ShippedRooms), guest, keys=keys)
        windows.append(window)
        window.show()
        window.start()
        return window

    yield make
    for window in windows:
        qtbot.waitUntil(lambda window=window: window.session.pack is not None, timeout=120_000)
        window.close()
        window.deleteLater()
    qtbot.wait(1)


@pytest.fixture
def open_window(qtbot: QtBot, operations: Operations) -> Iterator[Open]:
    """Open a window on an invented review; `writer` takes the place of the narration."""
    windows: list[MainWindow] = []

    def make(
        rooms: factory.Rooms | None = None,
        writer: Callable[..., Narrative] | None = None,
        size: tuple[int, int] = (1440, 900),
        *,
        wait: bool = True,
        destination: str = "",
    ) -> MainWindow:
        guest = Guest(operations, ScriptedClient(destination), Path("scripted.gguf"), writer) if writer else None
        window = MainWindow(operations, Session(operations, lambda: rooms or factory.Rooms()), guest)
        windows.append(window)
        window.resize(*size)
        window.show()
        window.start()
        window.open(Path("okafor.json"))
        if wait:
            qtbot.waitUntil(lambda: window.shows_differential, timeout=10_000)
            for first in list(window.differential.rows.values())[:1]:
                first.set_open(True)  # as a clinician does who wants to see why
            window.finish()
        return window

    yield make
    for window in windows:
        window.close()
        window.deleteLater()
    qtbot.wait(1)
