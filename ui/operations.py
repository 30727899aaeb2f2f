"""Background operations: work in a pool, the result back on the UI thread through one signal."""

from __future__ import annotations

import itertools
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from enum import StrEnum
from time import perf_counter
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

from copilot.breath import breathing
from copilot.errors import StoppedError
from ui.giving_way import GivingWay

APART = 0.003  # seconds between two breaths: each costs a turn of the window

log = logging.getLogger("chartside.ui")


class Lane(StrEnum):
    """Where an operation runs: reading may overlap, waiting for servers too, the model has one conversation.

    What follows the EHR lasts as long as the sign-in, so it keeps nothing waiting and counts as no work.
    """

    READING = "reading"
    NETWORK = "network"
    MODEL = "model"
    FOLLOWING = "following"


@dataclass(eq=False)
class Job:
    """One running operation. `report` may be called from its thread; `cancelled` is polled there."""

    number: int
    report: Callable[[object], None]
    _way: GivingWay
    _cancel: threading.Event = field(default_factory=threading.Event)
    _breathed: float = 0.0

    @property
    def cancelled(self) -> bool:
        """Return whether nobody waits for the result any more."""
        return self._cancel.is_set()

    def cancel(self) -> None:
        """Give up: a waiting operation does not start, a running one ends at its next breath."""
        self._cancel.set()

    def breathe(self) -> None:
        """Let the window go first, and end with `StoppedError` where nobody waits any more; called from its thread."""
        if self.cancelled:
            raise StoppedError
        if perf_counter() - self._breathed >= APART:
            self._way.wait()
            self._breathed = perf_counter()


@dataclass(frozen=True)
class _Callbacks:
    """Whom to tell, always on the UI thread."""

    job: Job
    done: Callable[[Any], None]
    failed: Callable[[Exception], None]
    progress: Callable[[Any], None] | None
    lasting: bool


class Operations(QObject):
    """Starts operations and hands their results to methods of QObjects on the UI thread.

    An operation calls no Qt widget. `done`, `failed` and `progress` are bound methods of QObjects: a lambda
    connected across threads would run on the worker's thread (measured on PySide6 6.10 to 6.12).
    """

    _arrived = Signal(int, object, object)
    _progressed = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._numbers = itertools.count(1)
        self._callbacks: dict[int, _Callbacks] = {}
        self._futures: dict[int, Future[None]] = {}
        self._pools = {
            Lane.READING: ThreadPoolExecutor(2, thread_name_prefix="chartside-reading"),
            # A pull, a search, today's list and a sign-in wait side by side, and one that was given up may still end.
            Lane.NETWORK: ThreadPoolExecutor(6, thread_name_prefix="chartside-network"),
            Lane.MODEL: ThreadPoolExecutor(1, thread_name_prefix="chartside-model"),
            # One follows, and one that was ended may still be taking its leave.
            Lane.FOLLOWING: ThreadPoolExecutor(2, thread_name_prefix="chartside-following"),
        }
        self._way = GivingWay(self)
        self._closed = False
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._progressed.connect(self._deliver_progress, Qt.ConnectionType.QueuedConnection)

    def start(
        self,
        operation: Callable[[Job], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
        *,
        progress: Callable[[Any], None] | None = None,
        lane: Lane = Lane.READING,
    ) -> Job:
        """Run `operation(job)` in a pool; exactly one of `done` and `failed` follows unless cancelled."""
        number = next(self._numbers)
        job = Job(number, _Reporter(self, number), self._way)
        if self._closed:
            job.cancel()
            return job
        self._callbacks[number] = _Callbacks(job, done, failed, progress, lane is Lane.FOLLOWING)
        self._futures[number] = self._pools[lane].submit(self._run, job, operation)
        return job

    @property
    def busy(self) -> bool:
        """Return whether an operation with an end of its own is running or its result is on the way."""
        return not all(callbacks.lasting for callbacks in self._callbacks.values())

    def close(self, seconds: float = 5.0) -> bool:
        """Cancel everything and let the threads end; return whether all did within `seconds`."""
        self._closed = True
        self._way.stop()
        for callbacks in self._callbacks.values():
            callbacks.job.cancel()
        for pool in self._pools.values():
            pool.shutdown(wait=False, cancel_futures=True)
        # One that never began is cancelled already, and `wait` would wait for it all the same.
        begun = [future for future in self._futures.values() if not future.cancelled()]
        ended = not wait(begun, timeout=seconds).not_done
        if ended:
            for pool in self._pools.values():
                pool.shutdown(wait=True)
        self._callbacks.clear()
        return ended

    def post_progress(self, number: int, event: object) -> None:
        """Queue a progress event; called from the operation's thread."""
        if not self._closed:
            self._progressed.emit(number, event)

    def _run(self, job: Job, operation: Callable[[Job], Any]) -> None:
        """Run on the pool's thread and post what came of it."""
        result: object = None
        error: Exception | None = None
        if not job.cancelled:
            try:
                with breathing(job.breathe):
                    result = operation(job)
            except Exception as raised:  # noqa: BLE001 the UI thread decides what kind it is and logs bugs
                error = raised
        if not self._closed:
            self._arrived.emit(job.number, result, error)

    @Slot(int, object, object)
    def _deliver(self, number: int, result: object, error: object) -> None:
        """Call back on the UI thread."""
        callbacks = self._callbacks.pop(number, None)
        self._futures.pop(number, None)
        if callbacks is None or callbacks.job.cancelled:
            return
        if isinstance(error, Exception):
            callbacks.failed(error)
        else:
            callbacks.done(result)

    @Slot(int, object)
    def _deliver_progress(self, number: int, event: object) -> None:
        """Pass a progress event on, unless its operation was cancelled."""
        callbacks = self._callbacks.get(number)
        if callbacks is not None and callbacks.progress is not None and not callbacks.job.cancelled:
            callbacks.progress(event)


@dataclass(frozen=True)
class _Reporter:
    """`Job.report`: posts an event from the worker thread."""

    operations: Operations
    number: int

    def __call__(self, event: object) -> None:
        """Post the event."""
        self.operations.post_progress(self.number, event)
