"""The pull: reads one patient's record from a server, and reviews what has come while more is coming."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from copilot.fhir.pull import Problem
from copilot.fhir.stop import Stop
from ui.chart.arrange import Arranged
from ui.operations import Job, Lane, Operations
from ui.window.hospital import Hospital
from ui.window.session import Session

if TYPE_CHECKING:
    from copilot.fhir.server.collected import Collected
    from copilot.fhir.server.pulling import Progress
    from copilot.fhir.smart.session import Session as SignedIn

FIRST = 2  # resources: the Patient and something to show
TELL = 60  # ms between two words on how far it is
PAUSE = 1.0  # seconds between two looks at a chart that fills
REST = 2.0  # and as many times as long as the last look took, so that pulling has most of the machine


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What had come at one moment, reviewed; `final` where nothing more follows."""

    arranged: Arranged
    problems: tuple[Problem, ...]
    final: bool


class Remote(QObject):
    """One pull at a time; all signals come on the UI thread, and none about a patient who was left.

    After every page `progressed` tells how far it is; `arrived` brings snapshots, the last of them final;
    `ended` says that nothing is asked any more, before the last snapshot is there. `failed` says why a record
    cannot be read, `broken` that a look at it failed, which is a bug, and whether it was to be the last.
    """

    progressed = Signal(object)
    missed = Signal(object)
    arrived = Signal(object)
    ended = Signal(object)
    failed = Signal(object)
    broken = Signal(object, bool)

    def __init__(self, operations: Operations, hospital: Hospital, session: Session) -> None:
        super().__init__()
        self._operations = operations
        self._hospital = hospital
        self._session = session
        self._signed_in: SignedIn | None = None
        self._patient = ""
        self._replaced = False
        self._stop = Stop()
        self._pull: Job | None = None
        self._review: Job | None = None
        self._collected: Collected | None = None
        self._reviewed = 0
        self._began = self._next = 0.0
        self._final_due = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)
        self._told: Progress | None = None
        self._telling = QTimer(self)
        self._telling.setSingleShot(True)
        self._telling.setInterval(TELL)
        self._telling.timeout.connect(self._tell)

    @property
    def pulling(self) -> bool:
        """Return whether the server is being asked."""
        return self._pull is not None

    def is_busy(self) -> bool:
        """Return whether the server is being asked or a snapshot is on its way."""
        return self._pull is not None or self._review is not None

    @property
    def busy(self) -> bool:
        """Return the same, for looking at."""
        return self.is_busy()

    @property
    def signed_in(self) -> SignedIn | None:
        """Return the session with which the patient was opened, None without a patient."""
        return self._signed_in

    @property
    def patient(self) -> str:
        """Return the id of the patient."""
        return self._patient

    @property
    def arrived_any(self) -> bool:
        """Return whether anything has come."""
        return self._collected is not None and bool(self._collected.entries)

    def open(self, signed_in: SignedIn, patient: str, *, although_replaced: bool = False) -> None:
        """Read a patient's record from its beginning; what was read of another is dropped."""
        self.leave()
        self._signed_in, self._patient, self._replaced = signed_in, patient, although_replaced
        self._begin()

    def cancel(self) -> None:
        """Stop asking; what has come stays, and can be resumed."""
        if self._pull is not None:
            self._stop.press()

    def resume(self, signed_in: SignedIn | None = None) -> None:
        """Go on where the pull ended, with another session where there is one."""
        if self._pull is None and self._signed_in is not None:
            self._signed_in = signed_in or self._signed_in
            self._begin()

    def leave(self) -> None:
        """Stop asking and forget the patient."""
        self._stop.press()
        for job in (self._pull, self._review):
            if job is not None:
                job.cancel()
        self._timer.stop()
        self._telling.stop()
        self._told = None
        self._pull = self._review = self._collected = self._signed_in = None
        self._patient, self._reviewed, self._next, self._final_due = "", 0, 0.0, False

    def _begin(self) -> None:
        """Ask in the network's lane."""
        assert self._signed_in is not None
        signed_in, patient, collected, replaced = self._signed_in, self._patient, self._collected, self._replaced
        self._stop = stop = Stop()
        self._final_due = False

        def operation(job: Job) -> Collected:
            """Run in the pool."""

            def hear(progress: Progress, so_far: Collected) -> None:
                """Report every page."""
                job.report((progress, so_far))

            return self._hospital.pull(
                signed_in, patient, stop=stop, collected=collected, progress=hear, although_replaced=replaced
            )

        self._pull = self._operations.start(
            operation, self._done, self._failed, progress=self._progress, lane=Lane.NETWORK
        )

    @Slot(object)
    def _progress(self, event: tuple[Progress, Collected]) -> None:
        """A page came, or the server asks us to wait."""
        self._told, self._collected = event
        if not self._telling.isActive():
            self._tell()
        self._look()

    @Slot()
    def _tell(self) -> None:
        """Tell how far it is: pages may come faster than anybody reads."""
        told, self._told = self._told, None
        if told is not None and self._collected is not None:
            self._telling.start()
            self.progressed.emit(told)
            self.missed.emit(tuple(self._collected.problems))

    @Slot(object)
    def _done(self, collected: Collected) -> None:
        """The pull ended, whole or not: one last look."""
        self._telling.stop()
        self._pull, self._collected, self._final_due = None, collected, True
        self.missed.emit(tuple(collected.unknown()))
        self.ended.emit(collected)
        self._look()

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        """The pull could not be done, or not to its end: one last look at what had come."""
        self._telling.stop()
        self._pull, self._final_due = None, self.arrived_any
        self.failed.emit(error)
        self._look()

    @Slot()
    def _look(self) -> None:
        """Review what has come, unless it is too early or a review runs."""
        if self._collected is None or self._review is not None:
            return
        size = len(self._collected.entries)
        if self._final_due:
            if size:
                self._start_review(size, final=True)
            return
        if size < FIRST or size <= self._reviewed:
            return
        wait = self._next - monotonic()
        if wait > 0:
            self._timer.start(round(wait * 1000) + 1)
        else:
            self._start_review(size, final=False)

    def _start_review(self, size: int, *, final: bool) -> None:
        """Review in the reading lane, as a file is reviewed."""
        collected, session = self._collected, self._session
        assert collected is not None
        self._timer.stop()
        self._reviewed, self._began = size, monotonic()
        self._final_due = False

        def operation(job: Job) -> Snapshot | None:
            """Run in the pool."""
            pull = collected.to_pull()
            return None if job.cancelled else Snapshot(session.review(pull), pull.problems, final)

        self._review = self._operations.start(operation, self._reviewed_well, partial(self._review_failed, final))

    @Slot(object)
    def _reviewed_well(self, snapshot: Snapshot) -> None:
        """Hand a snapshot over, and look again later."""
        self._review = None
        now = monotonic()
        self._next = now + max(PAUSE, REST * (now - self._began))
        self.arrived.emit(snapshot)
        self._look()

    def _review_failed(self, final: bool, error: Exception) -> None:
        """A review that fails is a bug; the next one may do better."""
        self._review = None
        self._next = monotonic() + PAUSE
        self.broken.emit(error, final)
        self._look()
