"""The model as a guest: loads it in the background, lets it write, stops it, and survives its death."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot

from copilot.errors import KnownError
from copilot.model.client import LoadedModel
from copilot.model.gguf_file import read_header
from copilot.narrative.able import why_not_file
from copilot.narrative.narrate import STOPPED, Checked, Pending, narrate
from copilot.narrative.narrative import Narrative
from copilot.review.review import Review
from ui.messages.bar import log_bug
from ui.operations import Job, Lane, Operations


class Client(Protocol):
    """What is used of `ModelClient`; tests put a scripted one in its place."""

    model: LoadedModel | None
    destination: str

    @property
    def blocked(self) -> bool:
        """Return whether the model crashed so often that it is started only with `anyway`."""

    def load(self, path: Path, progress: Callable[[float], None] = ..., *, anyway: bool = False) -> LoadedModel:
        """Load a model file; `anyway` even if it has crashed again and again."""

    def stop(self) -> None:
        """End what runs."""

    def forget_read(self) -> None:
        """Hold nothing of what was read; the next question starts the process again."""

    def close(self) -> None:
        """End the process."""


@dataclass(frozen=True, slots=True)
class Loading:
    """How much of the model is loaded, 0 to 1."""

    share: float


@dataclass(frozen=True, slots=True)
class Ready:
    """The model stands ready."""

    model: LoadedModel


@dataclass(frozen=True, slots=True)
class Begun:
    """The model is there, and gets the first lines of the chart."""


Writer = Callable[..., Narrative]


class Guest(QObject):
    """One model for the session. All signals come on the UI thread. `begun` tells which server lines of the chart go
    to, an empty word for none.
    """

    heard = Signal(object)
    loading = Signal(float)
    ready = Signal(object)
    begun = Signal(str)
    written = Signal(object)
    crashed = Signal(object)
    stopped_loading = Signal()

    def __init__(self, operations: Operations, client: Client, path: Path, writer: Writer = narrate) -> None:
        super().__init__()
        self._operations = operations
        self._client = client
        self._path = path
        self._writer = writer
        self._job: Job | None = None
        self._stop = threading.Event()

    @property
    def busy(self) -> bool:
        """Return whether the model loads or writes."""
        return self._job is not None

    @property
    def model(self) -> LoadedModel | None:
        """Return the loaded model, if one is."""
        return self._client.model

    @property
    def client(self) -> Client:
        """Return the model's client, for what else is asked of it in its turn."""
        return self._client

    @property
    def destination(self) -> str:
        """Return the server that the prompts go to, empty where none leaves this machine."""
        return self._client.destination

    @property
    def blocked(self) -> bool:
        """Return whether the model crashed again and again, so that it is started only with `anyway`."""
        return self._client.blocked

    def write(self, review: Review, references: Mapping[str, str], *, anyway: bool = False) -> None:
        """Let the model write about a review; what it wrote about another one is dropped.

        `anyway` starts a model that crashed again and again.
        """
        self.abandon()
        self._stop = stop = threading.Event()

        def operation(job: Job) -> Narrative:
            """Run on the model's thread."""
            self.load(job.report, anyway=anyway)
            if stop.is_set():
                raise KnownError(STOPPED)
            job.report(Begun())
            return self._writer(review, references, self._client, job.report, stop.is_set)

        self._job = self._operations.start(
            operation, self._done, self._failed, progress=self._progress, lane=Lane.MODEL
        )

    def load(self, report: Callable[[object], None], *, anyway: bool = False) -> None:
        """Load the model unless it is loaded; runs on the model's thread, and reports `Loading` and `Ready`."""
        if self._client.model is None or anyway:
            loaded = self._client.load(self._path, lambda share: report(Loading(share)), anyway=anyway)
            report(Ready(loaded))

    def why_not(self) -> str:
        """Return why the model cannot be asked, as far as its file tells before it is loaded; reads the file."""
        return "" if self.destination else why_not_file(read_header(self._path))

    def stop(self) -> None:
        """Stop; what was checked by then is kept and comes as `written`."""
        if self._job is not None:
            self._stop.set()
            self._client.stop()

    def abandon(self) -> None:
        """Stop and drop what comes: another patient is open."""
        if self._job is not None:
            self.stop()
            self._job.cancel()
            self._job = None

    def forget_read(self) -> None:
        """Stop, and let the process hold nothing of any chart, as soon as it is done with what was stopped."""
        self.abandon()
        if self._client.model is not None:
            self._operations.start(lambda _job: self._client.forget_read(), _ignore, log_bug, lane=Lane.MODEL)

    def close(self) -> None:
        """Stop for good; `release` ends the process once the thread is done with it."""
        self.abandon()

    def release(self) -> None:
        """End the model process."""
        self._client.close()

    @Slot(object)
    def _progress(self, event: object) -> None:
        """Pass on what the operation reports."""
        if isinstance(event, Loading):
            self.loading.emit(event.share)
        elif isinstance(event, Ready):
            self.ready.emit(event.model)
        elif isinstance(event, Begun):
            self.begun.emit(self.destination)
        elif isinstance(event, Pending | Checked):
            self.heard.emit(event)

    @Slot(object)
    def _done(self, narrative: Narrative) -> None:
        """The model came to its end, was stopped, or died in the middle."""
        stopped = self._stop.is_set()
        self._job = None
        self.written.emit(narrative)
        if narrative.incomplete and not stopped and narrative.incomplete != STOPPED:
            self.crashed.emit(KnownError(narrative.incomplete))

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        """The model could not be loaded, was stopped while loading, or a bug showed."""
        stopped = self._stop.is_set()
        self._job = None
        if stopped and isinstance(error, KnownError):
            self.stopped_loading.emit()
        else:
            self.crashed.emit(error)


def _ignore(_nothing: object) -> None:
    """Take note of nothing: it is done."""
