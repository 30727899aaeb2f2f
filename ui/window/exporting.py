"""How an assessment leaves the window: on paper, or to a file as PDF, text, Markdown or FHIR."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import orjson
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from copilot import __version__, clock
from copilot.errors import KnownError
from copilot.review.assessment import Assessment
from copilot.review.assessment_markdown import as_markdown
from copilot.review.export import as_fhir
from copilot.review.patient_words import patient_line
from copilot.review.review import Review
from copilot.store.audit import Action
from copilot.writing import write_whole
from ui.assessment.paper import Paper, as_pdf, draw, page_layout
from ui.messages.bar import words_of
from ui.operations import Job, Operations
from ui.parts.files import file_to_save

ORIGIN = f"Chartside {__version__}"
FILTERS = "PDF (*.pdf);;Text (*.txt);;Markdown (*.md);;FHIR document (*.json)"
KINDS = (".pdf", ".txt", ".md", ".json")


@dataclass(frozen=True, slots=True)
class Leaving:
    """An assessment with whom it is about."""

    assessment: Assessment
    review: Review

    @property
    def paper(self) -> Paper:
        """Return it as it is printed."""
        return Paper(self.assessment, patient_line(self.review), ORIGIN)


class Exporting(QObject):
    """Asks for a place, then writes in the background; `tell` says on the page what became of it.

    `done` says what was really done: nothing, where a dialog was left.
    """

    done = Signal(object)

    def __init__(self, operations: Operations, parent: QWidget, tell: Callable[[str], None]) -> None:
        super().__init__(parent)
        self._operations, self._parent, self._tell = operations, parent, tell
        self._place = Path()

    def save(self, leaving: Leaving) -> None:
        """Ask for a file, and write it; the suggested name names no patient."""
        suggested = f"assessment-{clock.today():%Y-%m-%d}.pdf"
        name, chosen = file_to_save(self._parent, "Save the assessment", suggested, FILTERS)
        if name:
            self.write(leaving, _with_suffix(Path(name), chosen))

    def write(self, leaving: Leaving, path: Path) -> None:
        """Write a file of the kind that its name says, in the background."""
        self._place = path
        now = clock.now()

        def operation(_job: Job) -> None:
            """Run in the pool."""
            _write(path, content(leaving, path.suffix.casefold(), now))

        self._operations.start(operation, self._saved, self._failed)

    def print(self, leaving: Leaving) -> None:
        """Ask for a printer, and print in the background."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName("Assessment")  # print queues show names: never a patient's
        printer.setPageLayout(page_layout())
        if QPrintDialog(printer, self._parent).exec():
            self._operations.start(lambda _job: draw(leaving.paper, printer), self._printed, self._failed)

    @Slot(object)
    def _saved(self, _nothing: object) -> None:
        """Say where it lies."""
        self._tell(f"Saved as {self._place.name}.")
        self.done.emit(Action.EXPORT)

    @Slot(object)
    def _printed(self, _nothing: object) -> None:
        """Say that it is on its way."""
        self._tell("Sent to the printer.")
        self.done.emit(Action.PRINT)

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        """Say why not; a bug of ours is logged by whoever words it."""
        self._tell(words_of(error))


def content(leaving: Leaving, suffix: str, now: datetime) -> bytes:
    """Return what goes into a file with this ending."""
    if suffix == ".pdf":
        return as_pdf(leaving.paper)
    if suffix == ".json":
        return orjson.dumps(as_fhir(leaving.assessment, leaving.review, now), option=orjson.OPT_INDENT_2)
    if suffix == ".md":
        return as_markdown(leaving.assessment).encode()
    return leaving.assessment.labelled.encode()


def _with_suffix(path: Path, chosen: str) -> Path:
    """Return the path with an ending that says what it is: its own, or that of the kind that was chosen."""
    if path.suffix.casefold() in KINDS:
        return path
    kind = next((kind for kind in KINDS if f"*{kind}" in chosen), KINDS[0])
    return path.with_name(path.name + kind)


def _write(path: Path, data: bytes) -> None:
    """Write a file whole; raises `KnownError` where it cannot be written."""
    try:
        write_whole(path, [data])
    except OSError as error:
        raise KnownError(
            "The assessment could not be saved there.", where=path.name, remedy="Choose another folder."
        ) from error
