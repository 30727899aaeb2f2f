"""Background operations: results come on the UI thread, once, and nothing is left running."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from time import sleep

import pytest
from PySide6.QtCore import QObject, Signal, Slot
from pytestqt.qtbot import QtBot

from copilot.breath import breathe
from ui import giving_way
from ui.operations import Job, Lane, Operations
from ui.parts import gradual


class Ears(QObject):
    """Notes what was heard, and on which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[object] = []
        self.threads: set[int] = set()

    @Slot(object)
    def hear(self, what: object) -> None:
        """Note it."""
        self.heard.append(what)
        self.threads.add(threading.get_ident())


def test_result_error_and_progress_come_on_the_ui_thread(qtbot: QtBot, operations: Operations) -> None:
    done, failed, progress = Ears(), Ears(), Ears()

    def works(job: Job) -> int:
        for step in range(3):
            job.report(step)
        return threading.get_ident()

    def breaks(_job: Job) -> None:
        raise ZeroDivisionError

    operations.start(works, done.hear, failed.hear, progress=progress.hear)
    operations.start(breaks, done.hear, failed.hear, lane=Lane.MODEL)
    qtbot.waitUntil(lambda: bool(done.heard and failed.heard))
    assert progress.heard == [0, 1, 2]
    assert done.heard != [threading.get_ident()]
    assert isinstance(failed.heard[0], ZeroDivisionError)
    assert done.threads | failed.threads | progress.threads == {threading.get_ident()}
    assert not operations.busy


def test_a_cancelled_operation_says_nothing(qtbot: QtBot, operations: Operations) -> None:
    ears, gate = Ears(), threading.Event()
    job = operations.start(lambda _job: gate.wait(5), ears.hear, ears.hear)
    job.cancel()
    gate.set()
    qtbot.waitUntil(lambda: not operations.busy)
    assert not ears.heard


def test_close_waits_for_threads_and_refuses_more(qtbot: QtBot) -> None:
    operations, ears = Operations(), Ears()
    operations.start(lambda job: [threading.Event().wait(0.01) for _ in range(10)], ears.hear, ears.hear)
    assert operations.close()
    assert operations.start(lambda _job: 1, ears.hear, ears.hear).cancelled
    qtbot.wait(5)
    assert not ears.heard


def test_close_does_not_wait_for_what_never_began(qtbot: QtBot) -> None:
    operations, ears, gate = Operations(), Ears(), threading.Event()
    for _ in range(3):
        operations.start(lambda _job: gate.wait(5), ears.hear, ears.hear, lane=Lane.MODEL)
    qtbot.wait(5)
    threading.Timer(0.05, gate.set).start()
    assert operations.close(seconds=4)
    assert not ears.heard


class Speaker(QObject):
    """Has a signal that carries a truth value."""

    said = Signal(bool)


def test_signals_do_not_eat_references_to_true(qtbot: QtBot) -> None:
    """PySide6 6.12.0 on Python 3.11 drops one reference to True per emit, and dies after some hundred."""
    speaker, ears = Speaker(), Ears()
    speaker.said.connect(ears.hear)
    before = sys.getrefcount(True)
    for _ in range(50):
        speaker.said.emit(True)
    assert sys.getrefcount(True) - before > 25


def test_a_cancelled_operation_ends_at_its_next_breath(qtbot: QtBot, operations: Operations) -> None:
    ears, begun, ended = Ears(), threading.Event(), threading.Event()

    def endless(_job: Job) -> None:
        try:
            while True:
                begun.set()
                breathe()
        finally:
            ended.set()

    job = operations.start(endless, ears.hear, ears.hear)
    qtbot.waitUntil(begun.is_set)
    job.cancel()
    qtbot.waitUntil(ended.is_set)
    qtbot.waitUntil(lambda: not operations.busy)
    assert not ears.heard


def test_what_is_reported_is_shown_before_the_next_breath_is_over(qtbot: QtBot, operations: Operations) -> None:
    done, failed, progress = Ears(), Ears(), Ears()

    def works(job: Job) -> list[object]:
        job.report("the newest part")
        job.breathe()
        return list(progress.heard)

    operations.start(works, done.hear, failed.hear, progress=progress.hear)
    qtbot.waitUntil(lambda: bool(done.heard or failed.heard))
    assert done.heard == [["the newest part"]]


def test_a_view_that_is_being_built_goes_before_background_work(
    qtbot: QtBot, operations: Operations, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(giving_way, "PATIENCE", 10.0)
    monkeypatch.setattr(gradual, "AT_WORK", 0.3)
    building, ears, built = gradual.Gradual(operations), Ears(), Ears()

    def steps() -> Iterator[None]:
        for step in range(5):
            sleep(gradual.BUDGET)  # so that every step takes a turn of its own
            built.hear(step)
            yield

    def works(job: Job) -> int:
        job.breathe()
        return len(built.heard)

    building.add(steps)
    operations.start(works, ears.hear, ears.hear)
    qtbot.waitUntil(lambda: bool(ears.heard), timeout=30_000)
    assert ears.heard == [5]
