"""Between the clinician's own list and the engine's: named first, then held side by side; gone with the patient."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QSettings, Slot
from PySide6.QtWidgets import QWidget

from copilot.differential.own_list import Candidate, Reckoning, reckon
from copilot.knowledge.pack import Pack
from copilot.knowledge.vocabulary import of_conditions
from copilot.review.decision import Decisions
from copilot.review.references import short_ids
from copilot.review.review import Review
from ui.correct.page import DifferentialPage
from ui.differential.evidence import Sources
from ui.differential.row import HypothesisRow
from ui.differential.view import DifferentialView
from ui.operations import Job, Operations
from ui.own_list.view import OwnListView
from ui.parts.announce import announce
from ui.window.commanding import NO_PATIENT
from ui.window.commands import Command
from ui.window.session import Session
from ui.window.side import Side

SETTING = "own-list-first"


class OwnList(QObject):
    """Hides the engine's list until the own one is given, where the clinician wants that."""

    def __init__(
        self,
        operations: Operations,
        session: Session,
        differential: DifferentialView,
        page: DifferentialPage,
        side: Side,
        words: QWidget,
        broken: Callable[[Exception], None],
    ) -> None:
        super().__init__()
        self._operations, self._differential, self._side = operations, differential, side
        self._page, self._words, self._broken = page, words, broken
        self.view = OwnListView()
        self.candidates: tuple[Candidate, ...] = ()
        self._review: Review | None = None
        self._job: Job | None = None
        self._known_of: Pack | None = None
        self._given = False
        self.view.hide_list.setChecked(QSettings().value(SETTING, "false") == "true")
        side.add_page("My list", self.view)
        session.pack_loaded.connect(self._pack_loaded)
        differential.reviewed.connect(self._reviewed)
        self.view.named.connect(self._named)
        self.view.dropped.connect(self._dropped)
        self.view.reckon_wanted.connect(self.reckon)
        self.view.hiding.connect(self._hide)
        self.view.made.connect(self._wire)
        self.view.wanted.connect(self._open)
        page.cover.show_wanted.connect(self.give)

    @property
    def busy(self) -> bool:
        """Return whether the lists are being held against each other."""
        return self._job is not None or self.view.busy

    def commands(self) -> tuple[Command, ...]:
        """Return what the window can be told of it."""
        words, keys = "Name my own list", ("Ctrl+Shift+L",)
        return (Command("own-list.show", words, "Differential", self.show, keys, self._is_open, NO_PATIENT),)

    def show(self) -> None:
        """Go to the page, and to its field."""
        self._side.show_page(self.view)
        self.view.field.begin()

    @Slot()
    def give(self) -> None:
        """The own list is given: Chartside's may be looked at."""
        self._given = True
        self._cover()

    @Slot()
    def reckon(self) -> None:
        """Hold both lists side by side, worked out in the background."""
        review, candidates = self._review, self.candidates
        self._cancel()
        if review is None or not candidates:
            return
        self.give()
        self._job = self._operations.start(
            lambda _job: reckon(candidates, review.differential, review.findings, review.pack),
            self._reckoned,
            self._failed,
        )

    @Slot(object, object, bool)
    def decided(self, _review: Review | None, decisions: Decisions, _same: bool) -> None:
        """Show on both lists what was decided."""
        self.view.show_decisions(decisions)

    @Slot(object)
    def _named(self, candidate: Candidate) -> None:
        """Take one more, each once."""
        key = candidate.condition or candidate.name.casefold()
        if key not in {one.condition or one.name.casefold() for one in self.candidates}:
            self._take((*self.candidates, candidate))
        announce(self.view, f"{candidate.name}, number {len(self.candidates)} on your list")

    @Slot(object)
    def _dropped(self, candidate: Candidate) -> None:
        """Take one out."""
        self._take(tuple(one for one in self.candidates if one is not candidate))

    def _take(self, candidates: tuple[Candidate, ...]) -> None:
        """Hold another list."""
        self._cancel()
        self.candidates = candidates
        self.view.show_list(candidates)

    @Slot(object)
    def _reckoned(self, reckoning: Reckoning) -> None:
        """Show it."""
        self._job = None
        if self._review is not None:
            references = {**self._review.pack.references, **self._review.differential.references}
            self.view.show_result(reckoning, Sources(references, short_ids(self._review)))
            both, own = len(reckoning.both), len(reckoning.own) + len(reckoning.unscored)
            theirs = len(reckoning.engine)
            announce(self.view, f"{both} on both lists, {own} on yours only, {theirs} on Chartside's only.")

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        """Say that something of ours broke."""
        self._job = None
        self._broken(error)

    @Slot(object, bool)
    def _reviewed(self, review: Review | None, same: bool) -> None:
        """Another review: the list goes with the patient, and what was said of it with the ranking."""
        held = self.view.result is not None or self._job is not None
        self._review = review
        if not same:
            self._given = False
            self.view.field.clear()
            self._take(())
            self._cover()
        elif held:
            self.reckon()

    @Slot(object)
    def _pack_loaded(self, pack: Pack) -> None:
        """Make the vocabulary of conditions, once for each pack."""
        if pack is not self._known_of:
            self._known_of = pack
            self._operations.start(
                lambda _job: of_conditions(pack.conditions.values()), self.view.field.know, self._broken
            )

    @Slot(bool)
    def _hide(self, wanted: bool) -> None:
        """Remember whether the engine's list waits for the own one."""
        QSettings().setValue(SETTING, "true" if wanted else "false")
        self._cover()

    def _cover(self) -> None:
        """Cover the engine's list and the words about it, or not any more."""
        covered = self.view.hide_list.isChecked() and not self._given and self._review is not None
        self._page.set_covered(covered)
        self._words.setVisible(not covered)

    @Slot(object)
    def _wire(self, made: HypothesisRow) -> None:
        """Let a row do what the rows of the list do."""
        self._differential.wire(made)

    @Slot(str)
    def _open(self, condition: str) -> None:
        """Go to the evidence in the list."""
        self._side.show_page(self._page)
        self._differential.show_hypothesis(condition)

    def _cancel(self) -> None:
        """Give up what is being worked out."""
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _is_open(self) -> bool:
        return self._review is not None
