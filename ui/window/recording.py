"""What is kept of a patient in sight, and who did what: handed over to the thread that owns the store."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

from copilot.errors import KnownError
from copilot.narrative.narrative import Narrative
from copilot.review.decision import Decisions, decisions_as_json
from copilot.review.exchange import Made, keep_exchange
from copilot.review.kept import keep, keep_prompts
from copilot.review.review import Review
from copilot.review.work import Work, work_as_json, work_from_json
from copilot.store.audit import Action
from copilot.store.keeping import Kept
from copilot.store.owner import NotOpenError, Owner
from copilot.store.store import Store

WORK = "work"
REFUSED = "Unlock the keyring of your desktop session and try again, or keep reviews behind a passphrase."


@dataclass
class InSight:
    """The patient in sight; `review` is the id of what is kept of it, known once the store's thread has kept it."""

    patient: str = ""
    review: str = ""
    decided: dict[str, Any] = field(default_factory=dict)
    made: Review | None = None
    written: Narrative | None = None
    asked: list[Made] = field(default_factory=list)


class Recording(QObject):
    """`said` tells how things are kept, once it is known, and whether a passphrase could keep more of them; `failed`
    what could not be kept, in words. `closed`: the store did not open.

    Nothing here waits: the store's thread does the work, in the order in which it was asked. Without an owner nothing
    is kept at all (views under test).
    """

    said = Signal(str, bool)
    failed = Signal(object)
    _opened = Signal(object)
    _done = Signal(object)

    def __init__(self, owner: Owner | None) -> None:
        super().__init__()
        self._owner: Owner | None = None
        self._lasting = self.offered = self.behind_passphrase = self.closed = False
        self._sight = InSight()
        self._again = ""
        # Queued: what is done already is told when whoever listens has been connected.
        self._opened.connect(self._settle_opening, Qt.ConnectionType.QueuedConnection)
        self._done.connect(self._settle, Qt.ConnectionType.QueuedConnection)
        if owner is not None:
            self.open(owner)

    @property
    def lasting(self) -> bool:
        """Return whether what happens here outlasts the window."""
        return self._lasting

    @property
    def review(self) -> str:
        """Return the id of what is kept of the patient in sight, empty where a store lasts no longer than we do."""
        return self._sight.review if self._lasting else ""

    def open(self, owner: Owner) -> None:
        """Keep things with another owner, after the last one was closed."""
        self._owner = owner
        owner.opened.add_done_callback(self._opened.emit)

    def begin_again(self, owner: Callable[[], Owner]) -> None:
        """Keep things with another owner from now on, and what is known of the patient in sight with it."""
        sight = self._sight
        self.close()
        self.open(owner())
        if sight.made is None:
            return
        self.complete(sight.made)
        if sight.written is not None:
            self.let_write(sight.written.model.destination)
            self.written(sight.written)
        for made in sight.asked:
            self.put(made.model.destination if made.model is not None else "")
            self.asked(made)
        if sight.decided.get("decisions"):
            self._sight.decided = sight.decided
            self._happened("decided", "", sight.decided)

    def returning(self, review: str) -> Future[tuple[bytes, Work]]:
        """Return the record of a review and the work on it, once they are read; fails with `StoreError`."""
        assert self._owner is not None
        return self._owner.do(partial(_returning, review))

    def forget(self) -> Future[int] | None:
        """Remove everything that is kept of the patient in sight; what is done from now on is of no kept review."""
        if self._owner is None or not self._sight.patient:
            return None
        sight = self._sight

        def work(store: Store) -> int:
            """Run in the store's thread."""
            removed = store.forget(sight.patient)
            sight.review = ""
            return removed

        return self._owner.do(work)

    def change_passphrase(self, old: str, new: str) -> Future[None] | None:
        """Put what is kept behind another passphrase; fails with `StoreError` and why."""
        return self._owner.do(lambda store: store.change_passphrase(old, new)) if self._owner is not None else None

    def keep_work(self, work: Work) -> None:
        """Keep what the clinician has done so far."""
        self._happened(WORK, "", work_as_json(work))

    def go_on_with(self, review: str) -> None:
        """The next review that is complete is this one, read back: it is not kept a second time."""
        self._again = review

    def seen(self, patient: str, server: str = "") -> None:
        """Note that the first of a chart is in sight, though the rest may never come; a server is named."""
        self._sight = InSight(patient)
        if server:
            self.note(Action.PULL, server)
        else:
            self.note(Action.OPEN, part=1)

    @Slot(object)
    def complete(self, review: Review) -> None:
        """Keep a review as it stands when the whole chart is there, and note that the patient was opened.

        What was decided before all of it was there is kept with it.
        """
        before, self._sight = self._sight, InSight(review.chart.person.id, made=review)
        again, self._again = self._again, ""
        if review.pull is not None:
            self._do(partial(_keep, self._sight, review, again))
        if before.patient == self._sight.patient and before.decided.get("decisions"):
            self._sight.decided = before.decided
            self._happened("decided", "", before.decided)

    @Slot(object)
    def note(self, action: Action, destination: str = "", **detail: str | int) -> None:
        """Note something that was done with the patient in sight."""
        patient = self._sight.patient
        self._do(lambda store: store.done(action, patient=patient, destination=destination, **detail))

    def refused(self, host: str) -> None:
        """Note a connection that nobody asked for; it is no patient's."""
        self._do(lambda store: store.done(Action.REFUSED, destination=host))

    @Slot(object)
    def written(self, narrative: Narrative) -> None:
        """Keep what a model wrote, what of it is supported, and what it was asked; that it was asked was noted."""
        words = {
            "model": narrative.model.sha256,
            "incomplete": narrative.incomplete,
            "sentences": [
                {"text": s.text, "facts": s.facts, "references": s.references, "support": s.support.value}
                for s in narrative.sentences
            ],
        }
        self._sight.written = narrative
        self._happened("written", narrative.model.name, words)
        self._do(partial(_prompts, self._sight, narrative))

    @Slot(str)
    def let_write(self, destination: str) -> None:
        """Note that a model gets lines of the chart to write about, before anything comes of it; a server is named."""
        self.note(Action.WRITE, destination)

    @Slot(str)
    def put(self, destination: str) -> None:
        """Note that a question is put to a model, before anything comes of it; a server is named."""
        self.note(Action.ASK, destination)

    @Slot(object)
    def asked(self, made: Made) -> None:
        """Keep what a model was asked in a conversation, and what came of it."""
        self._sight.asked.append(made)
        self._do(partial(_exchange, self._sight, made))

    @Slot(object, object, bool)
    def decided(self, _review: Review | None, decisions: Decisions, _same: bool) -> None:
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
            self._owner = None

    def _happened(self, what: str, about: str, words: dict[str, Any]) -> None:
        """Keep what happened to the review in sight."""
        self._do(partial(_add, self._sight, what, about, words))

    def _do(self, work: Callable[[Store], object]) -> None:
        """Hand work over."""
        if self._owner is not None:
            self._owner.do(work).add_done_callback(self._done.emit)

    @Slot(object)
    def _settle_opening(self, future: Future[Store]) -> None:
        """Tell how the store was opened, or why it was not: then nothing is kept, and that is said once."""
        if future.exception() is not None:
            self._lasting = self.offered = self.behind_passphrase = False
            self.closed = True
            self.said.emit("Nothing is kept", False)
            self._settle(future)
            return
        store, self.closed = future.result(), False
        if store.refused:
            self.failed.emit(KnownError(f"{store.refused} So nothing is kept this time.", remedy=REFUSED))
        self._lasting, self.offered = store.lasting, store.offered
        self.behind_passphrase = store.kept is Kept.PASSPHRASE
        self.said.emit("Kept here, encrypted" if store.lasting else "Nothing is kept", store.offered)
        for line in store.noticed:
            self.failed.emit(KnownError(f"The audit trail was touched: {line}.", remedy="Tell IT."))

    @Slot(object)
    def _settle(self, future: Future[Any]) -> None:
        """Tell what could not be kept."""
        error = future.exception()
        if error is not None and not isinstance(error, NotOpenError):
            self.failed.emit(error if isinstance(error, KnownError) else RuntimeError(type(error).__name__))


def _keep(sight: InSight, review: Review, again: str, store: Store) -> None:
    """Run in the store's thread: keep a review, and note which it is for what happens to it.

    One that was read back is there already (`again`). A store that ends with the window is not worth a copy of the
    chart. That it was opened is noted all the same.
    """
    if again:
        sight.review = again
        store.done(Action.OPEN, patient=sight.patient, review=again)
    elif store.lasting:
        sight.review = keep(store, review)
    else:
        store.done(Action.OPEN, patient=sight.patient)


def _prompts(sight: InSight, narrative: Narrative, store: Store) -> None:
    """Run in the store's thread: keep what the model was asked about a review, if that was kept."""
    if sight.review:
        keep_prompts(store, sight.review, narrative)


def _exchange(sight: InSight, made: Made, store: Store) -> None:
    """Run in the store's thread: keep what was asked and what came of it, if the review was kept."""
    if sight.review:
        keep_exchange(store, sight.review, made)


def _returning(review: str, store: Store) -> tuple[bytes, Work]:
    """Run in the store's thread: read a review, and the last work that was kept of it."""
    kept = [one.words for one in store.reviews.happened(review) if one.what == WORK]
    return store.reviews.record(review), work_from_json(json.loads(kept[-1])) if kept else Work()


def _add(sight: InSight, what: str, about: str, words: dict[str, Any], store: Store) -> None:
    """Run in the store's thread: keep what happened to a review, if that was kept."""
    if sight.review:
        store.reviews.add(sight.review, store.now(), what, about, words)
