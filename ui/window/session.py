"""The session: opens paths in the background and hands over reviews; it holds one patient at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot

from copilot.errors import InputError, PatientChoiceError
from copilot.fhir.pull import Pull
from copilot.findings.corrections import Correction
from copilot.knowledge.pack import Pack
from copilot.review.review import Review
from ui.chart.arrange import Arranged, arrange
from ui.garbage import Dustbin
from ui.operations import Job, Operations

THE_REST = "The newest part is in sight; the rest of the record is being read"
RANKING = "Recognising findings, ranking explanations"


class Engine(Protocol):
    """What is used of `copilot.review.engine`."""

    def load_pack(self) -> Pack:
        """Return the packs."""

    def prepare(self, pack: Pack) -> None:
        """Make what every chart needs of the packs."""

    def read(
        self, path: Path, patient: str | None = None, early: Callable[[Pull], None] | None = None
    ) -> tuple[Pull, ...]:
        """Return one pull per patient; of a long file the newest part comes early."""

    def review(self, pull: Pull, pack: Pack) -> Review:
        """Return the review."""

    def rerank(self, reviewed: Review, corrections: Sequence[Correction]) -> Review:
        """Return the review with the clinician's corrections."""


def the_engine() -> Engine:
    """Return the engine, imported when first needed: reading FHIR takes half a second to import."""
    from copilot.review import engine

    return engine


class FolderChoiceError(PatientChoiceError):
    """Several files of a folder hold a patient each; the choices are their places."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the person asked to open: a path, and which patient in it once that was asked."""

    path: Path
    patient: str | None = None
    place: int | None = None

    def choosing(self, identifier: str, error: PatientChoiceError) -> Wanted:
        """Return the same with the chosen patient: by id in a file, by place in a folder."""
        if isinstance(error, FolderChoiceError):
            return replace(self, place=int(identifier))
        return replace(self, patient=identifier)


class Session(QObject):
    """Signals come on the UI thread; the last `open` wins. `glanced` brings the newest part of a long file."""

    opening = Signal(object)
    stage = Signal(str)
    glanced = Signal(object)
    cancelled = Signal()
    opened = Signal(object)
    choice = Signal(object, object)
    failed = Signal(object, object)
    pack_loaded = Signal(object)

    def __init__(self, operations: Operations, rooms: Callable[[], Engine] = the_engine) -> None:
        super().__init__()
        self._operations = operations
        self._rooms = rooms
        self._pack_lock = threading.Lock()
        self._pack: Pack | None = None
        self._wanted: Wanted | None = None
        self._job: Job | None = None
        self.arranged: Arranged | None = None
        self._dustbin = Dustbin()

    @property
    def pack(self) -> Pack | None:
        """Return the packs, once loaded."""
        return self._pack

    @property
    def path(self) -> Path | None:
        """Return the path opened last."""
        return self._wanted.path if self._wanted else None

    @property
    def busy(self) -> bool:
        """Return whether something is being opened."""
        return self._job is not None

    def is_reading(self) -> bool:
        """Return whether packs or a chart are being read in the background."""
        return self.busy or self._pack is None

    def warm_up(self) -> None:
        """Load the packs, and make what a chart needs of them, before the first patient is asked for."""
        self._operations.start(lambda _job: self._get_ready(), self._warmed, self._warm_failed)

    def open(self, wanted: Wanted) -> None:
        """Read and review in the background."""
        self.abandon()
        self._wanted = wanted
        self.opening.emit(wanted)
        self._job = self._operations.start(
            lambda job: self._read(job, wanted), self._done, self._failed, progress=self._progressed
        )

    def abandon(self) -> None:
        """Drop what is being opened: the person opens something else."""
        if self._job is not None:
            self._job.cancel()
            self._job = None

    @Slot()
    def cancel(self) -> bool:
        """Give up opening, because the person says so; whoever was open stays. Return whether there was something."""
        busy = self.busy
        self.abandon()
        if busy:
            self.cancelled.emit()
        return busy

    def leave(self) -> None:
        """Forget the patient who is open."""
        self.abandon()
        self._wanted = None
        self._hold(None)

    def review(self, pull: Pull, seconds: float = 0.0) -> Arranged:
        """Return everything the views show of a pull, wherever it came from; runs in the pool.

        `seconds` is what reading it took. Loads the packs where they are not there yet.
        """
        pack = self._warm()
        review = self._rooms().review(pull, pack)
        times = {**review.seconds, "read": review.seconds.get("read", 0.0) + seconds}
        return arrange(replace(review, seconds=times))

    def rerank(self, review: Review, corrections: Sequence[Correction]) -> Review:
        """Return the review with the clinician's corrections; runs in the pool."""
        made = self._rooms().rerank(review, corrections)
        made.facts  # noqa: B018 worked out here: of a long chart it takes a frame
        return made

    def show_again(self, review: Review) -> None:
        """Hold what the same chart says with other corrections."""
        if self.arranged is not None:
            self.arranged = replace(self.arranged, review=review)

    def adopt(self, arranged: Arranged) -> None:
        """Hold a patient who was read elsewhere."""
        if self._job is None:
            self._wanted = None
        self._hold(arranged)
        self.pack_loaded.emit(self._pack)

    def _hold(self, arranged: Arranged | None) -> None:
        """Hold a patient in the place of the last one."""
        old, self.arranged = self.arranged, arranged
        if old is not None:
            self._dustbin.take(old)

    def _warm(self) -> Pack:
        """Load the packs; runs in the pool."""
        with self._pack_lock:
            if self._pack is None:
                self._pack = self._rooms().load_pack()
            return self._pack

    def _get_ready(self) -> Pack:
        """Run in the pool."""
        pack = self._warm()
        self._rooms().prepare(pack)
        return pack

    def _read(self, job: Job, wanted: Wanted) -> Arranged | None:
        """Run in the pool: from a path to everything the views show."""
        start = perf_counter()

        def glance(part: Pull) -> None:
            """Report what is new before all the rest is read."""
            if not job.cancelled:
                job.report(self.review(part, perf_counter() - start))
                job.breathe()  # so that it is shown before the rest is read

        pulls = self._rooms().read(wanted.path, wanted.patient, glance)
        seconds = perf_counter() - start
        pull = _one(pulls, wanted)
        if job.cancelled:
            return None
        job.report(RANKING)
        return self.review(pull, seconds)

    @Slot(object)
    def _progressed(self, event: str | Arranged) -> None:
        """Tell what is being done now, or hand over what is new."""
        if isinstance(event, str):
            self.stage.emit(event)
        else:
            self._hold(event)
            self.glanced.emit(event)
            self.stage.emit(THE_REST)

    @Slot(object)
    def _done(self, arranged: Arranged) -> None:
        """Hand over."""
        self._job = None
        self._hold(arranged)
        self.pack_loaded.emit(self._pack)
        self.opened.emit(arranged)

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        """Ask which patient, or say what is wrong; the patient who was open stays open."""
        self._job = None
        if isinstance(error, PatientChoiceError):
            self.choice.emit(self._wanted, error)
        else:
            self.failed.emit(self._wanted, error)

    @Slot(object)
    def _warmed(self, pack: Pack) -> None:
        """The packs are there."""
        self.pack_loaded.emit(pack)

    @Slot(object)
    def _warm_failed(self, error: Exception) -> None:
        """The packs cannot be had."""
        self.failed.emit(None, error)


def _one(pulls: tuple[Pull, ...], wanted: Wanted) -> Pull:
    """Return the pull that is meant; a folder of several patients has to be asked about."""
    if not pulls:
        raise InputError("holds no patient.", where=str(wanted.path), remedy="Choose a FHIR export or a note.")
    if len(pulls) == 1:
        return pulls[0]
    if wanted.place is not None and wanted.place < len(pulls):
        return pulls[wanted.place]
    choices = tuple((str(number), Path(pull.source).name) for number, pull in enumerate(pulls))
    raise FolderChoiceError(choices, where=str(wanted.path))
