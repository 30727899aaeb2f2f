"""What could explain this: unknowns first, at most seven hypotheses, can't-miss apart, then what to do next."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from copilot.differential.differential import Hypothesis
from copilot.narrative.reading import SecondReading
from copilot.review.decision import Decisions
from copilot.review.references import short_ids
from copilot.review.review import Review
from ui.automation import Name, identify
from ui.differential.cant_miss import CantMiss
from ui.differential.evidence import Sources
from ui.differential.listing import SHOWN, Listing, Ranked
from ui.differential.own import OwnNames
from ui.differential.rest import dangers_of, doubt_about
from ui.differential.row import HypothesisRow
from ui.differential.second import ModelNames, origin_tip
from ui.differential.seen import Seen
from ui.differential.steps import NextSteps
from ui.parts.boxes import Box, Scroll, row
from ui.parts.gradual import Gradual
from ui.parts.label import label
from ui.theme import THEME
from ui.unknowns.panel import Unknowns

NARROW = 490
REST_AFTER = 20  # ms: a list that was ranked again is on the screen before what follows from it


class DifferentialView(Scroll):
    """`hovered` tells facts pointed at, `activated` a fact to jump to, `resource_wanted` a raw resource.

    `wished` tells what the clinician wants of a hypothesis, `corrected` what is said of a finding (None: put back),
    `compared` whether one is chosen to be compared;
    `reviewed` which review is in sight now (None: none), and whether it is of the same patient as before.
    """

    hovered = Signal(object)
    activated = Signal(str)
    resource_wanted = Signal(str)
    wished = Signal(object)
    corrected = Signal(str, object)
    compared = Signal(str, bool)
    reviewed = Signal(object, bool)
    built = Signal()

    def __init__(self) -> None:
        super().__init__("pane", gap=8, margins=(16, 12, 16, 16))
        identify(self, Name.DIFFERENTIAL, "What could explain this")
        self.setProperty("role", "pane")
        self.listing: Listing | None = None
        self.unknowns: Unknowns | None = None
        self.steps: NextSteps | None = None
        self._review: Review | None = None
        self._short: Mapping[str, str] = {}
        self._amount = label("", "small")
        self._doubt: Box | None = None
        self._cant_miss: CantMiss | None = None
        self._reading: SecondReading | None = None
        self.names: ModelNames | None = None
        self.own: OwnNames | None = None
        self._named: Sequence[Hypothesis] = ()
        self._decisions = Decisions()
        self._compared: frozenset[str] = frozenset()
        self._seen = Seen()
        self._lit: frozenset[str] = frozenset()
        self._narrow = False
        self._gradual = Gradual(self)
        self._gradual.finished.connect(self.built)

    @property
    def rows(self) -> dict[str, HypothesisRow]:
        """Return the rows in sight by condition, in order."""
        return self.listing.rows if self.listing is not None else {}

    @property
    def more(self) -> QPushButton:
        """Return the button for the less likely ones."""
        assert self.listing is not None
        return self.listing.more

    def show_review(self, review: Review) -> None:
        """Show another review, built in steps."""
        self._gradual.cancel()
        self.renew()
        self._seen = Seen()
        self.reviewed.emit(review, False)
        self._begin(review)
        self.verticalScrollBar().setValue(0)

    def update_review(self, review: Review) -> None:
        """Show what the same chart says now: the old list stays in sight until the new one is built.

        What is open stays open. The old widgets keep quiet, for their facts have other numbers now.
        """
        if self._review is None:
            self.show_review(review)
            return
        built = not self._gradual.busy
        self._gradual.cancel()
        self.renew(keep=True)
        if built and self.rows:
            self._seen = Seen(
                self.rows, self.unknowns, self.steps, longer=self.listing is not None and not self.listing.hidden
            )
        for widget in (*self.rows.values(), self.unknowns, self.steps, self._cant_miss, self.names, self.own):
            if widget is not None:
                widget.blockSignals(True)
        self.reviewed.emit(review, True)
        self._begin(review)

    def rank_again(self, review: Review, moved: Mapping[str, int]) -> None:
        """Show the same chart ranked anew, in place and at once; `moved` are ranks as they were, by condition."""
        if self.listing is None or self._gradual.busy:
            self.update_review(review)
            return
        self._review, self._short = review, short_ids(review)
        self._forget_reading()
        self.reviewed.emit(review, True)
        self.setUpdatesEnabled(False)  # the rows move in one go, not one by one
        self.listing.rank_again(self._ranked(review, moved))
        self._say_amount(review)
        self._outer.activate()
        self.setUpdatesEnabled(True)
        self._gradual.add(lambda: self._renew_rest(review), after=REST_AFTER)

    def clear(self) -> None:
        """Forget the patient: nothing of the review stays in any widget."""
        self._gradual.cancel()
        self.renew()
        self._seen = Seen()
        self._forget()
        self._review, self._short = None, {}
        self.reviewed.emit(None, False)

    def _begin(self, review: Review) -> None:
        """Begin to build a review."""
        self._forget()
        self._review, self._short = review, short_ids(review)
        self._gradual.add(lambda: self._build(review))

    def _forget(self) -> None:
        """Let go of the parts of the last review."""
        self.listing = self._doubt = None
        self.steps = self.unknowns = self._cant_miss = None
        self._reading = self.names = self.own = None
        self._named = ()
        self._lit = frozenset()

    def _forget_reading(self) -> None:
        """Take away what a second reader said of the findings as they were."""
        if self.names is not None:
            self._let_go(self.names)
        self._reading = self.names = None
        for row_ in self.rows.values():
            row_.show_origin("")

    def _let_go(self, widget: QWidget) -> None:
        """Take a part out of the pane."""
        self.column.removeWidget(widget)
        widget.hide()
        widget.deleteLater()

    @Slot(object)
    def show_reading(self, reading: SecondReading) -> None:
        """Show who named what; the order of the list stays as it is."""
        if self._review is None or reading.unable:
            return
        self.finish()
        self._reading = reading
        for row_ in self.rows.values():
            self._mark(row_)
        if self.names is not None:
            self._let_go(self.names)
        self.names = ModelNames(reading, self._review, self._short)
        for row_ in self.names.rows:
            self.wire(row_)
            row_.light(self._lit)
        self.column.addWidget(self.names)

    def show_named(self, named: Sequence[Hypothesis]) -> None:
        """Show the evidence for what the clinician named and the list does not show."""
        self._named = named
        if self.listing is None or self._review is None:
            return
        if self.own is None and named:
            self.own = OwnNames()
            self.own.made.connect(self.wire)
            self.column.insertWidget(self._place() + 1, self.own)
        if self.own is not None:
            self.own.show_named(named, Sources(self._review.pack.references, self._short))

    def show_decisions(self, decisions: Decisions) -> None:
        """Show on every row what was decided about it."""
        self._decisions = decisions
        for row_ in self._every_row():
            row_.show_decision(decisions.by_condition.get(row_.hypothesis.condition.id))

    def show_compared(self, chosen: Collection[str]) -> None:
        """Show on every row whether it is chosen to be compared."""
        self._compared = frozenset(chosen)
        for row_ in self._every_row():
            row_.show_compared(row_.hypothesis.condition.id in self._compared)

    def _every_row(self) -> tuple[HypothesisRow, ...]:
        """Return the rows of the list, and those below it that somebody named."""
        own = self.own.rows.values() if self.own is not None else ()
        return (*self.rows.values(), *(self.names.rows if self.names is not None else ()), *own)

    def _mark(self, row_: HypothesisRow) -> None:
        """Put the origin on a row."""
        if self._reading is None:
            return
        proposal = self._reading.in_list.get(row_.hypothesis.condition.id)
        if proposal is None:
            row_.show_origin("engine only", "The second reader did not name it.")
        else:
            row_.show_origin(f"engine and model \N{MIDDLE DOT} {proposal.agreement}", origin_tip(proposal))

    def finish(self) -> None:
        """Build the rest now."""
        self._gradual.finish()
        for row_ in self._every_row():
            row_.finish()

    @property
    def busy(self) -> bool:
        """Return whether something is still to be built."""
        return self._gradual.busy or any(row_.busy for row_ in self._every_row())

    def light(self, facts: frozenset[str]) -> None:
        """Highlight what rests on these facts."""
        self._lit = facts
        for row_ in self._every_row():
            row_.light(facts)
        if self.steps is not None:
            self.steps.light(facts)

    @Slot(str)
    def show_hypothesis(self, condition: str) -> None:
        """Open a hypothesis and bring it into sight, the list made longer if it has to be."""
        self.finish()
        if condition not in self.rows and self.listing is not None:
            self.listing.show_more()
        found = self.rows.get(condition)
        if found is not None:
            found.set_open(True)
            found.finish()
            self.ensureWidgetVisible(found)
            found.toggle.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_reference(self, reference: str) -> None:
        """Open the first hypothesis that names a source, and bring its sources into sight."""
        self.finish()
        for row_ in self.rows.values():
            if row_.names(reference):
                row_.set_open(True)
                row_.finish()
                self.ensureWidgetVisible(row_.sources or row_)
                return

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override: tell the rows when they have little room."""
        super().resizeEvent(event)
        narrow = self.viewport().width() < THEME.px(NARROW)
        if narrow != self._narrow:
            self._narrow = narrow
            for row_ in self._every_row():
                row_.set_narrow(narrow)

    def sizeHint(self) -> QSize:
        """Override."""
        return QSize(THEME.px(520), 600)

    def _build(self, review: Review) -> Iterator[None]:
        """Add the parts in reading order."""
        self._add_head(review)
        self.unknowns = Unknowns()
        self.unknowns.show_review(review)
        self.unknowns.resource_wanted.connect(self.resource_wanted)
        self.column.addWidget(self.unknowns)
        yield
        self.listing = Listing(self._ranked(review, {}))
        self.listing.made.connect(self.wire)
        self.column.addWidget(self.listing)
        yield from self.listing.build()
        self.show_named(self._named)
        yield from self._add_rest(review)
        yield from self._open_again()
        yield from self.reveal()
        self._seen = Seen()

    def _add_rest(self, review: Review) -> Iterator[None]:
        """Add what follows from the list: whether it can be trusted, can't-miss, next steps."""
        self._put_rest(doubt_about(review), dangers_of(review))
        yield
        self._put_steps(self._next_steps(review))

    def _renew_rest(self, review: Review) -> Iterator[None]:
        """Let what follows from the list follow from the new one: made in steps, put in place at once."""
        doubt, danger = doubt_about(review), dangers_of(review)
        yield
        steps = self._next_steps(review)
        yield
        again = Seen(steps=self.steps).steps_open
        self.setUpdatesEnabled(False)
        for widget in (self._doubt, self._cant_miss, self.steps):
            if widget is not None:
                self._let_go(widget)
        self._put_rest(doubt, danger)
        self._put_steps(steps)
        self._open_rest(again)
        if self.unknowns is not None:  # what the list waits for follows from it
            opened = self.unknowns.toggle.isChecked()
            self.unknowns.show_review(review)
            self.unknowns.toggle.setChecked(opened)
        self.setUpdatesEnabled(True)

    def _put_rest(self, doubt: Box | None, danger: CantMiss | None) -> None:
        """Put whether the list can be trusted above it, and what must not be missed below."""
        self._doubt, self._cant_miss = doubt, danger
        if doubt is not None:
            self.column.insertWidget(self._place(), doubt)
        if danger is not None:
            danger.wanted.connect(self.show_hypothesis)
            self.column.insertWidget(self._place() + 1, danger)

    def _put_steps(self, steps: NextSteps) -> None:
        """Put the next steps last, but for what a second reader named."""
        self.steps = steps
        place = self.column.indexOf(self.names) if self.names is not None else self.column.count()
        self.column.insertWidget(place, steps)
        self.light(self._lit)

    def _open_rest(self, wanted: bool) -> None:
        """Show all next steps, where all were in sight."""
        if wanted and self.steps is not None:
            self.steps.show_rest()

    def _place(self) -> int:
        """Return where the list stands in the pane."""
        return self.column.indexOf(self.listing) if self.listing is not None else self.column.count()

    def _ranked(self, review: Review, moved: Mapping[str, int]) -> Ranked:
        """Return the list of a review with what its rows need."""
        return Ranked(review.differential, Sources(review.differential.references, self._short), moved)

    def _open_again(self) -> Iterator[None]:
        """Open what was open."""
        if self._seen.longer and self.listing is not None:
            self.listing.show_more()
            yield
        if self.unknowns is not None and self._seen.unknowns_open:
            self.unknowns.toggle.setChecked(True)
        self._open_rest(self._seen.steps_open)
        wanted = [row_ for name, row_ in self.rows.items() if name in self._seen.open_rows]
        for row_ in wanted:
            yield from row_.open_in_steps()

    def _add_head(self, review: Review) -> None:
        """Add the heading, and how many of how many are shown."""
        head = row()
        head.addWidget(label("What could explain this", "heading"))
        head.addStretch(1)
        self._amount = label("", "small")
        head.addWidget(self._amount)
        self.column.addLayout(head)
        self._say_amount(review)

    def _say_amount(self, review: Review) -> None:
        """Say how many of how many are shown."""
        amount = len(review.differential.shown)
        self._amount.setText(f"{SHOWN} of {amount}" if amount > SHOWN else "")

    @Slot(object)
    def wire(self, made: HypothesisRow) -> None:
        """Connect a new row, and let it look as the others do."""
        made.hovered.connect(self.hovered)
        made.activated.connect(self.activated)
        made.wished.connect(self.wished)
        made.corrected.connect(self.corrected)
        made.compared.connect(self.compared)
        made.show_compared(made.hypothesis.condition.id in self._compared)
        made.show_decision(self._decisions.by_condition.get(made.hypothesis.condition.id))
        made.set_narrow(self._narrow)
        self._mark(made)

    def _next_steps(self, review: Review) -> NextSteps:
        """Return what to ask, examine or test next."""
        made = NextSteps(review.differential.next_steps, review.facts)
        made.hovered.connect(self.hovered)
        made.activated.connect(self.activated)
        made.corrected.connect(self.corrected)
        return made
