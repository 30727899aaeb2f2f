"""What is kept of a patient in sight, and who did what: handed over to the thread that owns the store."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from copilot.errors import KnownError
from copilot.narrative.narrative import Narrative
from copilot.review.decision import Decisions, decisions_as_json
from copilot.review.kept import keep
from copilot.review.review import Review
from copilot.store.audit import Action
from copilot.store.owner import Owner
from copilot.store.store import Store


@dataclass
class InSight:
    """The patient in sight; `review` is the id of what is kept of it, known once the store's thread has kept it."""

    patient: str = ""
    review: str = ""
    decided: dict[str, Any] = field(default_factory=dict)


class Recording(QObject):
    """`said` tells how things are kept, once it is known; `failed` what could not be kept, in words.

    Nothing here waits: the store's thread does the work, in the order in which it was asked. Without an owner nothing
    is kept at all (views under test).
    """

    said = Signal(str)
    failed = Signal(object)
    _done = Signal(object)

    def __init__(self, owner: Owner | None) -> None:
        super().__init__()
        self._owner = owner
        self._sight = InSight()
        self._done.connect(self._settle)
        if owner is not None:
            owner.opened.add_done_callback(self._done.emit)

    def complete(self, review: Review) -> None:
        """Keep a review as it stands when the whole chart is there, and note that the patient was opened."""
        self._sight = InSight(review.chart.person.id)
        if review.pull is not None:
            self._do(partial(_keep, self._sight, review))

    def note(self, action: Action, destination: str = "", **detail: str | int) -> None:
        """Note something that was done with the patient in sight."""
        patient = self._sight.patient
        self._do(lambda store: store.done(action, patient=patient, destination=destination, **detail))

    def written(self, narrative: Narrative) -> None:
        """Keep what a model wrote, with its prompt's model and what of it is supported."""
        words = {
            "model": narrative.model.sha256,
            "incomplete": narrative.incomplete,
            "sentences": [
                {"text": s.text, "facts": s.facts, "references": s.references, "support": s.support.value}
                for s in narrative.sentences
            ],
        }
        self._happened("written", narrative.model.name, words)
        self.note(Action.WRITE, model=narrative.model.sha256[:16], sentences=len(narrative.sentences))

    def decided(self, decisions: Decisions) -> None:
        """Keep what is decided now; the same twice is kept once."""
        words = decisions_as_json(decisions)
        if words["decisions"] != self._sight.decided.get("decisions", []):
            self._sight.decided = words
            self._happened("decided", "", words)
            self.note(Action.DECIDE)

    def left(self) -> None:
        """The patient is out of sight."""
        if self._sight.patient:
            self.note(Action.CLOSE)
            self._sight = InSight()

    def close(self) -> None:
        """Finish what was handed over, and close the store."""
        if self._owner is not None:
            self.left()
            self._owner.close()

    def _happened(self, what: str, about: str, words: dict[str, Any]) -> None:
        """Keep what happened to the review in sight."""
        self._do(partial(_add, self._sight, what, about, words))

    def _do(self, work: Callable[[Store], object]) -> None:
        """Hand work over."""
        if self._owner is not None:
            self._owner.do(work).add_done_callback(self._done.emit)

    @Slot(object)
    def _settle(self, future: Future[object]) -> None:
        """Tell what went wrong, or how the store was opened."""
        error = future.exception()
        if error is not None:
            self.failed.emit(error if isinstance(error, KnownError) else RuntimeError(type(error).__name__))
            return
        found = future.result()
        if isinstance(found, Store):
            self.said.emit("Kept here, encrypted" if found.lasting else "Nothing is kept")
            for line in found.noticed:
                self.failed.emit(KnownError(f"The audit trail was touched: {line}.", remedy="Tell IT."))


def _keep(sight: InSight, review: Review, store: Store) -> None:
    """Run in the store's thread: keep a review, and note which it is for what happens to it."""
    sight.review = keep(store, review)


def _add(sight: InSight, what: str, about: str, words: dict[str, Any], store: Store) -> None:
    """Run in the store's thread: keep what happened to a review, if that was kept."""
    if sight.review:
        store.reviews.add(sight.review, store.now(), what, about, words)
