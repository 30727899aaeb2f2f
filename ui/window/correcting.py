"""Between what the clinician says of findings and the list: ranked anew in the background, shown in place."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication

from copilot import clock
from copilot.differential.moves import moved_words, moves
from copilot.findings.corrections import Correction, Says, cause, corrected, without
from copilot.knowledge.pack import Pack
from copilot.knowledge.vocabulary import of_findings
from copilot.review.review import Review
from ui.ask.asking import Asking
from ui.correct.adding import AddFinding
from ui.correct.page import DifferentialPage
from ui.correct.strip import Strip
from ui.differential.evidence import EvidenceLine
from ui.differential.listing import SHOWN
from ui.differential.view import DifferentialView
from ui.narrative.writing import Writing
from ui.operations import Job, Operations
from ui.parts.announce import announce
from ui.window.commands import Command
from ui.window.session import Session
from ui.window.side import Side


class Correcting(QObject):
    """Holds the corrections of the patient in sight; they go with the patient. The last click wins.

    `shown` brings the review whose corrections are in force, None without a patient.
    """

    shown = Signal(object)

    def __init__(
        self,
        operations: Operations,
        session: Session,
        differential: DifferentialView,
        side: Side,
        words: tuple[Writing, Asking],
        broken: Callable[[Exception], None],
    ) -> None:
        super().__init__()
        self._operations, self._session, self._differential = operations, session, differential
        self._side = side
        self._writing, self._asking = words
        self._vocabulary_of: Pack | None = None
        self._broken = broken
        self.strip, self.adding = Strip(), AddFinding()
        self.corrections: tuple[Correction, ...] = ()
        self._shown: Review | None = None
        self._job: Job | None = None
        self.page = DifferentialPage(self.adding, self.strip, differential)
        side.add_page("Differential", self.page)
        differential.corrected.connect(self._corrected)
        differential.reviewed.connect(self._reviewed)
        session.pack_loaded.connect(self._pack_loaded)
        self.adding.added.connect(self.say)
        self.adding.left.connect(self._left)
        self.strip.put_back.connect(self.put_back)
        self.strip.all_put_back.connect(self.put_all_back)

    @property
    def busy(self) -> bool:
        """Return whether a list is being ranked again."""
        return self._job is not None

    def commands(self) -> tuple[Command, ...]:
        """Return what the window can be told of it."""
        group, some, needs = "Differential", self._has_corrections, "nothing is corrected"
        pause, on_line = "Pause the finding in focus, or put it back", "needs a line of evidence in focus"
        return (
            Command(
                "correct.add", "Add a finding", group, self.add, ("Ctrl+E",), self._is_open, "needs an open patient"
            ),
            Command("correct.pause", pause, group, self.pause, (), self._on_line, on_line),
            Command("correct.undo", "Put the last correction back", group, self.undo, ("Ctrl+Z",), some, needs),
            Command("correct.all-back", "Put all corrections back", group, self.put_all_back, (), some, needs),
        )

    def add(self) -> None:
        """Go to the field where a finding is added."""
        self._side.show_page(self.page)
        self.adding.begin()

    def take(self, corrections: tuple[Correction, ...]) -> None:
        """Go on with what was corrected before the window was locked."""
        if corrections:
            self._rank(corrections)

    @Slot(str, object)
    def say(self, finding: str, says: Says) -> None:
        """Say something of a finding: from now on that counts, whatever the chart says."""
        self._rank(corrected(self.corrections, Correction(finding, says, clock.now())))

    @Slot(str)
    def put_back(self, finding: str) -> None:
        """Let the chart's own word on a finding count again; what was paused with another comes back with that."""
        reason = cause(finding, self._shown.findings, self._shown.pack) if self._shown is not None else None
        self._rank(without(self.corrections, reason.finding if reason is not None else finding))

    @Slot()
    def put_all_back(self) -> None:
        """Let the chart alone count again."""
        self._rank(())

    def undo(self) -> None:
        """Put the last correction back."""
        self._rank(self.corrections[:-1])

    def pause(self) -> None:
        """Pause the finding in focus, or put it back."""
        line = QApplication.focusWidget()
        if isinstance(line, EvidenceLine):
            line.pause.act()

    @Slot(str, object)
    def _corrected(self, finding: str, says: Says | None) -> None:
        """Take what was said at a line of evidence."""
        if says is None:
            self.put_back(finding)
        else:
            self.say(finding, says)

    @Slot(object, bool)
    def _reviewed(self, review: Review | None, same: bool) -> None:
        """Another review is in sight: what was corrected holds for the same patient, as more of the chart arrives."""
        if review is self._shown and review is not None:
            return
        self._cancel()
        self._shown = review
        if not same:
            self.corrections = ()
            self.adding.clear()
        self.adding.setEnabled(review is not None)
        if self.corrections and review is not None:
            self._rank(self.corrections)
        else:
            self.strip.show_review(review)
            self.shown.emit(review)

    def _rank(self, corrections: tuple[Correction, ...]) -> None:
        """Rank in the background; what was being ranked before is given up."""
        self._cancel()
        self.corrections = corrections
        session, review = self._session, self._shown
        if review is not None:
            self._job = self._operations.start(
                lambda _job: session.rerank(review, corrections), self._ranked, self._failed
            )

    def _cancel(self) -> None:
        """Give up what is being ranked."""
        if self._job is not None:
            self._job.cancel()
            self._job = None

    @Slot(object)
    def _ranked(self, review: Review) -> None:
        """Show it in place, and say how the ranks moved; words about the findings as they were go."""
        before, self._job = self._shown, None
        if before is None:
            return
        self._shown = review
        self._session.show_again(review)
        self.strip.show_review(review)
        self.shown.emit(review)
        self._differential.rank_again(review, moves(before.differential, review.differential))
        self._writing.set_aside(review)
        self._asking.rest_on(review)
        announce(self._differential, moved_words(before.differential, review.differential, SHOWN))

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        """The list stays as it was, and so do the corrections that it shows."""
        self._job = None
        self.corrections = self._shown.findings.corrections if self._shown is not None else ()
        self._broken(error)

    @Slot(object)
    def _pack_loaded(self, pack: Pack) -> None:
        """Make the vocabulary, once for each pack."""
        if pack is not self._vocabulary_of:
            self._vocabulary_of = pack
            self._operations.start(lambda _job: of_findings(pack), self.adding.know, self._broken)

    @Slot()
    def _left(self) -> None:
        """Give the keyboard to the list."""
        first = next(iter(self._differential.rows.values()), None)
        if first is not None:
            first.toggle.setFocus(Qt.FocusReason.OtherFocusReason)

    def _is_open(self) -> bool:
        return self._shown is not None

    def _has_corrections(self) -> bool:
        return bool(self.corrections)

    def _on_line(self) -> bool:
        return isinstance(QApplication.focusWidget(), EvidenceLine)
