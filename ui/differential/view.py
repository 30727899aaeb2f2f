"""What could explain this: unknowns first, at most seven hypotheses, can't-miss apart, then what to do next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout

from copilot.differential.differential import Hypothesis
from copilot.narrative.reading import SecondReading
from copilot.review.decision import Decisions
from copilot.review.references import short_ids
from copilot.review.review import Review
from ui.automation import Name, identify
from ui.differential.cant_miss import CantMiss
from ui.differential.row import HypothesisRow
from ui.differential.second import ModelNames, origin_tip
from ui.differential.steps import NextSteps
from ui.parts.boxes import Box, Scroll, column, row
from ui.parts.button import button
from ui.parts.gradual import Gradual
from ui.parts.label import label
from ui.theme import THEME
from ui.unknowns.panel import Unknowns

SHOWN = 7
MOST = 40
NARROW = 490


class Seen:
    """What of the last list was open; asked when the new one is ready, so that a late click counts too."""

    def __init__(
        self,
        rows: Mapping[str, HypothesisRow] | None = None,
        unknowns: Unknowns | None = None,
        steps: NextSteps | None = None,
        *,
        longer: bool = False,
    ) -> None:
        self._rows = rows
        self._unknowns = unknowns
        self._steps = steps
        self.longer = longer and rows is not None and len(rows) > SHOWN

    @property
    def unknowns_open(self) -> bool:
        """Return whether all unknowns were in sight."""
        return self._unknowns is not None and self._unknowns.toggle.isChecked()

    @property
    def steps_open(self) -> bool:
        """Return whether all next steps were in sight."""
        return self._steps is not None and self._steps.all_shown

    @property
    def open_rows(self) -> frozenset[str]:
        """Return the hypotheses that were open."""
        return frozenset(name for name, row_ in (self._rows or {}).items() if row_.is_open)


class DifferentialView(Scroll):
    """`hovered` tells facts pointed at, `activated` a fact to jump to, `resource_wanted` a raw resource.

    `wished` tells what the clinician wants of a hypothesis; `reviewed` which review is in sight now (None: none), and
    whether it is of the same patient as before.
    """

    hovered = Signal(object)
    activated = Signal(str)
    resource_wanted = Signal(str)
    wished = Signal(object)
    reviewed = Signal(object, bool)
    built = Signal()

    def __init__(self) -> None:
        super().__init__("pane", gap=8, margins=(16, 12, 16, 16))
        identify(self, Name.DIFFERENTIAL, "What could explain this")
        self.setProperty("role", "pane")
        self.rows: dict[str, HypothesisRow] = {}
        self.unknowns: Unknowns | None = None
        self.steps: NextSteps | None = None
        self._review: Review | None = None
        self._short: Mapping[str, str] = {}
        self._hidden: list[Hypothesis] = []
        self._cant_miss: CantMiss | None = None
        self._reading: SecondReading | None = None
        self.names: ModelNames | None = None
        self._decisions = Decisions()
        self._seen = Seen()
        self._touched = False
        self._list: QVBoxLayout | None = None
        self._lit: frozenset[str] = frozenset()
        self._narrow = False
        self._gradual = Gradual(self)
        self._gradual.finished.connect(self.built)

    def show_review(self, review: Review) -> None:
        """Show another review, built in steps."""
        self._gradual.cancel()
        self.renew()
        self._seen, self._touched = Seen(), False
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
            self._seen = Seen(self.rows, self.unknowns, self.steps, longer=not self._hidden)
        for widget in (*self.rows.values(), self.unknowns, self.steps, self._cant_miss, self.names):
            if widget is not None:
                widget.blockSignals(True)
        self.reviewed.emit(review, True)
        self._begin(review)

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
        self.rows, self._hidden = {}, []
        self.steps = self.unknowns = self._cant_miss = None
        self._reading = self.names = None
        self._lit = frozenset()

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
            self.column.removeWidget(self.names)
            self.names.hide()
            self.names.deleteLater()
        self.names = ModelNames(reading, self._review, self._short)
        self.names.hovered.connect(self.hovered)
        self.names.activated.connect(self.activated)
        for row_ in self.names.rows:
            row_.wished.connect(self.wished)
            row_.show_decision(self._decisions.by_condition.get(row_.hypothesis.condition.id))
            row_.set_narrow(self._narrow)
            row_.light(self._lit)
        self.column.addWidget(self.names)

    def show_decisions(self, decisions: Decisions) -> None:
        """Show on every row what was decided about it."""
        self._decisions = decisions
        for row_ in self._every_row():
            row_.show_decision(decisions.by_condition.get(row_.hypothesis.condition.id))

    def _every_row(self) -> tuple[HypothesisRow, ...]:
        """Return the rows of the list, and those below it that the model named."""
        return (*self.rows.values(), *(self.names.rows if self.names is not None else ()))

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
        if condition not in self.rows:
            self._show_more()
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
        differential = review.differential
        self._add_head(len(differential.hypotheses))
        self.unknowns = Unknowns()
        self.unknowns.show_unknowns(review.unknowns)
        self.unknowns.resource_wanted.connect(self.resource_wanted)
        self.column.addWidget(self.unknowns)
        if differential.abstention:
            self.column.addWidget(self._abstention(differential.abstention))
        yield
        self._list = column(gap=0)
        self.column.addLayout(self._list)
        if not differential.hypotheses:
            words = (differential.abstention and "No list is shown.") or "Nothing in the packs explains these findings."
            self.column.addWidget(label(words, "muted", wrap=True))
        for hypothesis in differential.hypotheses[:SHOWN]:
            self._add_row(hypothesis)
            yield
        self._hidden = list(differential.hypotheses[SHOWN:MOST])
        if self._hidden:
            self._add_more()
        if differential.cant_miss:
            self._cant_miss = CantMiss(differential, review.pack.tests)
            self._cant_miss.wanted.connect(self.show_hypothesis)
            self.column.addWidget(self._cant_miss)
        yield
        self._add_steps(review)
        yield from self._open_again()
        yield from self.reveal()
        self._seen = Seen()

    def _open_again(self) -> Iterator[None]:
        """Open what was open; the first, where nothing is and the person closed nothing."""
        if self._seen.longer:
            self._show_more()
            yield
        if self.unknowns is not None and self._seen.unknowns_open:
            self.unknowns.toggle.setChecked(True)
        if self.steps is not None and self._seen.steps_open:
            self.steps.show_rest()
        wanted = [row_ for name, row_ in self.rows.items() if name in self._seen.open_rows]
        if not wanted and not self._touched:
            wanted = list(self.rows.values())[:1]
        for row_ in wanted:
            yield from row_.open_in_steps()

    def _add_head(self, amount: int) -> None:
        """Add the heading, and how many of how many are shown."""
        head = row()
        head.addWidget(label("What could explain this", "heading"))
        head.addStretch(1)
        head.addWidget(label(f"{SHOWN} of {amount}" if amount > SHOWN else "", "small"))
        self.column.addLayout(head)

    def _add_row(self, hypothesis: Hypothesis) -> None:
        """Add one hypothesis to the list."""
        assert self._review is not None
        assert self._list is not None
        dangerous = hypothesis.condition.id in self._review.differential.cant_miss
        made = HypothesisRow(hypothesis, self._review.differential.references, self._short, cant_miss=dangerous)
        made.hovered.connect(self.hovered)
        made.activated.connect(self.activated)
        made.wished.connect(self.wished)
        made.show_decision(self._decisions.by_condition.get(hypothesis.condition.id))
        made.toggle.clicked.connect(self._touch)
        made.set_narrow(self._narrow)
        self.rows[hypothesis.condition.id] = made
        self._mark(made)
        self._list.addWidget(made)

    @Slot()
    def _touch(self) -> None:
        """The person opened or closed a hypothesis: from now on nothing opens by itself."""
        self._touched = True

    def _add_more(self) -> None:
        """Add the button for the less likely ones."""
        self.more = button(
            f"{len(self._hidden)} more, less likely",
            Name.DIFFERENTIAL_MORE,
            role="link",
            says=f"Show {len(self._hidden)} less likely hypotheses",
        )
        self.more.clicked.connect(self._show_more)
        self.column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)

    @Slot()
    def _show_more(self) -> None:
        """Show the rest of the list, in steps."""
        if not self._hidden:
            return
        self.more.hide()
        rest, self._hidden = self._hidden, []
        for hypothesis in rest:
            self._add_row(hypothesis)

    def _add_steps(self, review: Review) -> None:
        """Add what to ask, examine or test next."""
        self.steps = NextSteps(review.differential.next_steps, review.facts)
        self.steps.hovered.connect(self.hovered)
        self.steps.activated.connect(self.activated)
        self.column.addWidget(self.steps)
        self.light(self._lit)

    def _abstention(self, words: str) -> Box:
        """Return the box that says why no list can be trusted."""
        made = Box("info", margin=10)
        identify(made, Name.DIFFERENTIAL_ABSTENTION, words)
        made.body.addWidget(label("Not enough to say", "strong"))
        made.body.addWidget(label(words, "", wrap=True))
        return made
