"""The real window, the real engine and a real model process: opened, killed in mid-writing, restarted."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Slot
from pytestqt.qtbot import QtBot

from copilot.model.catalogue import starter
from tests.model.tiny_gguf import write_tiny
from ui.application import make_application, make_window
from ui.picker.demo import paths
from ui.window.window import MainWindow

pytestmark = pytest.mark.skipif(not paths(), reason="no demo patients in this checkout")


class Killer(QObject):
    """Kills the model's process once, when its first words arrive."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self._window = window
        self.killed = 0
        self.words = 0

    @Slot(object)
    def hear(self, _event: object) -> None:
        """Kill at the first words, count the rest."""
        self.words += 1
        pid = self._window.writing.guest._client.pid
        if not self.killed and pid:
            self.killed = pid
            os.kill(pid, signal.SIGKILL)


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    interval = sys.getswitchinterval()
    make_application()
    made = make_window(starter() or write_tiny(tmp_path / "tiny.gguf", llama__context_length=8192))
    made.show()
    made.start()
    yield made
    made.close()
    made.deleteLater()
    qtbot.wait(1)
    sys.setswitchinterval(interval)


@pytest.mark.skipif(sys.platform == "win32", reason="kills with a signal")
def test_the_window_survives_the_death_of_its_model(window: MainWindow, qtbot: QtBot) -> None:
    killer = Killer(window)
    window.writing.guest.heard.connect(killer.hear)
    window.open(paths()[0])
    qtbot.waitUntil(lambda: window.shows_differential, timeout=60_000)
    qtbot.waitUntil(lambda: any(m.kind == "model" for m in window.messages.messages), timeout=60_000)
    assert killer.killed
    message = next(m for m in window.messages.messages if m.kind == "model")
    assert message.action.text() == "Restart"
    assert window.isVisible()
    assert window.differential.rows
    assert "Incomplete, do not use" in window.narrative.note.text()

    heard = killer.words
    message.action.click()
    qtbot.waitUntil(lambda: killer.words > heard, timeout=60_000)
    restarted = window.writing.guest._client.pid
    assert restarted
    assert restarted != killer.killed
    window.narrative.stop.click()
    qtbot.waitUntil(lambda: not window.writing.busy, timeout=5_000)
    assert not any(m.kind == "model" for m in window.messages.messages)


def test_every_demo_patient_opens(window: MainWindow, qtbot: QtBot) -> None:
    for path in paths():
        window.open(path)
        qtbot.waitUntil(lambda p=path: window.arriving.path == p and window.shows_differential, timeout=60_000)
        window.finish()
        review = window.session.arranged.review
        assert window.banner.name.text() == review.chart.person.name
        assert review.differential.hypotheses
        for fact in review.facts:
            assert window.chart.show_fact(fact), f"{path.name}: {fact}"
