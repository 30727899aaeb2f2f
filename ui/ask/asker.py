"""Puts a question, or the second reading, to the guest in the background; waits its turn behind the model's words."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from copilot.narrative.answer import Answer
from copilot.narrative.narrate import Event
from copilot.narrative.reading import SecondReading
from copilot.review.review import Review
from ui.narrative.guest import Guest, Loading, Ready
from ui.operations import Job, Lane, Operations


@dataclass(frozen=True, slots=True)
class Run:
    """One of several readings is done."""

    done: int
    runs: int


@dataclass(frozen=True, slots=True)
class Begun:
    """The model is free, and the question is put to it; `destination` is its server, empty where it is here."""

    destination: str


def ask_it(*given: Any) -> Answer:
    """Ask; the room is imported with the first question."""
    from copilot.narrative.ask import ask

    return ask(*given)


def read_it(*given: Any) -> SecondReading:
    """Read a second time."""
    from copilot.narrative.second_reader import second_reading

    return second_reading(*given)


class Asker(QObject):
    """One question at a time. All signals come on the UI thread."""

    heard = Signal(object)
    ended = Signal(object)
    failed = Signal(object)
    stopped = Signal()

    def __init__(
        self,
        operations: Operations,
        guest: Guest,
        ask: Callable[..., Answer] = ask_it,
        read: Callable[..., SecondReading] = read_it,
    ) -> None:
        super().__init__()
        self._operations, self._guest, self._client = operations, guest, guest.client
        self._ask, self._read = ask, read
        self._job: Job | None = None
        self._stop = threading.Event()
        self._begun = self._loads = False

    @property
    def busy(self) -> bool:
        """Return whether a question is put or waits."""
        return self._job is not None

    def ask(self, review: Review, question: str) -> None:
        """Ask about a chart; an answer comes as `ended`."""

        def work(job: Job, stopped: Callable[[], bool]) -> Answer:
            told: Callable[[Event], None] = job.report
            return self._ask(review, question, self._client, told, stopped)

        self._start(work)

    def read(self, review: Review, runs: int) -> None:
        """Let the model name conditions of its own; a `SecondReading` comes as `ended`."""

        def work(job: Job, stopped: Callable[[], bool]) -> SecondReading:
            return self._read(review, self._client, runs, lambda done, all_: job.report(Run(done, all_)), stopped)

        self._start(work)

    def look(self, done: Callable[[str], None], failed: Callable[[Exception], None]) -> None:
        """Tell why the model cannot be asked, as far as its file tells."""
        self._operations.start(lambda _job: self._guest.why_not(), done, failed)

    def stop(self) -> None:
        """Stop; what was checked by then comes as `ended`, and where nothing began yet, `stopped` says so."""
        self._stop.set()
        if self._job is not None and not self._begun:
            if self._loads:
                self._guest.client.stop()
            self.abandon()
            self.stopped.emit()

    def abandon(self) -> None:
        """Stop and drop what comes: another patient is open."""
        self._stop.set()
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _start(self, work: Callable[[Job, Callable[[], bool]], object]) -> None:
        """Start on the model's thread, where it waits for its turn."""
        self.abandon()
        self._stop, self._begun, self._loads = threading.Event(), False, False
        stop = self._stop

        def operation(job: Job) -> object:
            """Run on the model's thread."""
            self._guest.load(job.report)
            job.report(Begun(self._guest.destination))
            return work(job, stop.is_set)

        self._job = self._operations.start(
            operation, self._done, self._failed, progress=self._progress, lane=Lane.MODEL
        )

    @Slot(object)
    def _progress(self, event: object) -> None:
        """Pass on what the operation reports."""
        if isinstance(event, Ready):
            self._guest.ready.emit(event.model)
            return
        self._loads = isinstance(event, Loading)
        self._begun = not self._loads
        self.heard.emit(event)

    @Slot(object)
    def _done(self, made: object) -> None:
        """It came to its end, was stopped, or died in the middle."""
        self._job = None
        self.ended.emit(made)

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        """The model is not there, or a bug showed."""
        self._job = None
        self.failed.emit(error)
