"""One hypothesis: a line that says the most, and its evidence when opened."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from copilot.differential.differential import Hypothesis, Likelihood
from copilot.review.decision import Decision, Verdict
from ui.automation import Name, identify
from ui.differential.actions import Actions, verdict_of
from ui.differential.counts import Counts, count_words
from ui.differential.details import Details
from ui.differential.evidence import EvidenceLine, Sources
from ui.differential.side import UNKNOWNS
from ui.differential.summary import Summary
from ui.parts.boxes import column, row, rule, turn
from ui.parts.button import button
from ui.parts.icon import icon
from ui.parts.label import label, set_role
from ui.parts.text import one_line, tip
from ui.theme import THEME

PILLS = {Likelihood.STRONG: "pill-strong", Likelihood.MODERATE: "pill", Likelihood.WEAK: "pill-muted"}
NAME_WIDTH = 84
INDENT = 22
WORDS_FROM = 600


class HypothesisRow(QWidget):
    """Opens and closes; `hovered` and `activated` speak of facts, `corrected` of a finding, `wished` of a decision."""

    hovered = Signal(object)
    activated = Signal(str)
    wished = Signal(object)
    corrected = Signal(str, object)
    compared = Signal(str, bool)

    def __init__(self, hypothesis: Hypothesis, sources: Sources, *, cant_miss: bool) -> None:
        super().__init__()
        self.hypothesis = hypothesis
        self._moved = ""
        self.evidence = Details(hypothesis, sources)
        self.evidence.hovered.connect(self.hovered)
        self.evidence.activated.connect(self.activated)
        self.evidence.corrected.connect(self.corrected)
        self.evidence.hide()
        self.choices: Actions | None = None
        self._decision: Decision | None = None
        self._narrow = False
        self._begun = False
        key = hypothesis.condition.id
        identify(self, Name.HYPOTHESIS, self._spoken(), key=key)
        self.toggle = self._make_toggle(key)
        self.summary = Summary(hypothesis)
        layout = column(gap=2, margins=(0, 5, 0, 0))
        self._counts = Counts(self.hypothesis)
        self._rank, self._band = label("", "strong"), label("", "pill")
        self._danger = label("can't miss", "pill-danger")
        layout.addLayout(self._head())
        second = row(gap=10)
        if hypothesis.already_known:
            known = label("in the chart", "pill-muted")
            tip(known, "The problems of the chart name it already.")
            second.addWidget(known, 0, Qt.AlignmentFlag.AlignLeft)
        self.moved = label("", "small")
        self.moved.hide()
        self.origin = label("", "pill-muted")
        self.origin.hide()
        self.decided = label("", "pill-strong")
        self.decided.hide()
        self.compare = self._make_compare(key)
        second.addWidget(self.summary, 1)
        self._tags.addWidget(self.compare)
        self._second = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._second.setContentsMargins(THEME.px(INDENT), 0, 0, 0)
        self._second.addWidget(self.moved, 0, Qt.AlignmentFlag.AlignLeft)
        self._second.addWidget(self.decided, 0, Qt.AlignmentFlag.AlignLeft)
        self._second.addWidget(self.origin, 0, Qt.AlignmentFlag.AlignLeft)
        self._second.addLayout(second, 1)
        layout.addLayout(self._second)
        self.details: QVBoxLayout = column(gap=0)
        self.details.addWidget(self.evidence)
        layout.addLayout(self.details)
        layout.addSpacing(4)
        layout.addWidget(rule())
        self.setLayout(layout)
        self._second.setSpacing(10)
        self._stand(cant_miss=cant_miss)
        THEME.changed.connect(self._dress)
        self._dress()

    def update_hypothesis(self, hypothesis: Hypothesis, sources: Sources, moved: str, *, cant_miss: bool) -> None:
        """Show in place what became of it after a correction; `moved` says how its rank has changed."""
        self.hypothesis, self._moved = hypothesis, moved
        self.summary.show_hypothesis(hypothesis)
        self._counts.count(hypothesis)
        self._stand(cant_miss=cant_miss)
        self.evidence.update_hypothesis(hypothesis, sources)
        if self.choices is not None:
            self.choices.stand_for(hypothesis)

    def _stand(self, *, cant_miss: bool) -> None:
        """Show rank and band, and how the rank moved."""
        h = self.hypothesis
        self._rank.setText(str(h.rank or "\N{EN DASH}"))
        self._band.setText(h.likelihood.value)
        set_role(self._band, PILLS[h.likelihood])
        self._danger.setVisible(cant_miss)
        self.moved.setText(self._moved)
        self.moved.setVisible(bool(self._moved))
        identify(self.moved, Name.MOVED, self._moved, key=h.condition.id)
        self.setAccessibleName(self._spoken())

    @property
    def lines(self) -> list[EvidenceLine]:
        """Return the lines of evidence that are built."""
        return self.evidence.lines

    @property
    def sources(self) -> QLabel | None:
        """Return the words that name the sources, once built."""
        return self.evidence.sources

    @property
    def is_open(self) -> bool:
        """Return whether the evidence is in sight."""
        return self.toggle.isChecked()

    def set_open(self, wanted: bool) -> None:
        """Open or close."""
        self.toggle.setChecked(wanted)

    def open_in_steps(self) -> Iterator[None]:
        """Open as a step of something larger that is being built."""
        self._begun = True
        self._add_actions()
        self.set_open(True)
        yield from self.evidence.build()

    def show_origin(self, words: str, explained: str = "") -> None:
        """Say who named it, once a second reader ran; "" takes it away."""
        self.origin.setText(words)
        self.origin.setVisible(bool(words))
        identify(self.origin, Name.ORIGIN, words, key=self.hypothesis.condition.id)
        tip(self.origin, explained)

    def show_decision(self, decision: Decision | None) -> None:
        """Say what the clinician decided about it; None: nothing yet."""
        self._decision = decision
        words = (decision.verdict.value, decision.why) if decision is not None else ()
        self.decided.setText(one_line(" \N{MIDDLE DOT} ".join(part for part in words if part)))
        self.decided.setVisible(decision is not None and not self.is_open)
        identify(self.decided, Name.DECIDED, f"Decided: {self.decided.text()}", key=self.hypothesis.condition.id)
        if self.choices is not None:
            self.choices.show_decision(decision)

    def set_narrow(self, narrow: bool) -> None:
        """Rearrange for a narrow pane, or back."""
        self._narrow = narrow
        if self.choices is not None:
            self.choices.set_narrow(narrow)
        turn(self._first, upright=narrow)
        self._first.setSpacing(2 if narrow else 6)
        self._tags.setContentsMargins(THEME.px(INDENT) if narrow else 0, 0, 0, 0)
        turn(self._second, upright=narrow)
        self._second.setSpacing(2 if narrow else 10)
        self.summary.set_narrow(narrow)
        self.evidence.set_narrow(narrow)

    def names(self, reference: str) -> bool:
        """Return whether a source is named here."""
        h = self.hypothesis
        lines = (*h.supporting, *h.opposing, *h.unknown[:UNKNOWNS])
        return reference in h.condition.references or any(reference in line.references for line in lines)

    @property
    def busy(self) -> bool:
        """Return whether evidence is still to be built."""
        return self.evidence.busy

    def finish(self) -> None:
        """Build the rest now."""
        self.evidence.finish()

    def light(self, facts: frozenset[str]) -> None:
        """Highlight the evidence that rests on these facts."""
        self.evidence.light(facts)

    def decide(self, verdict: Verdict) -> None:
        """Decide, or take the same decision back; a rejection opens the row for its reasons."""
        self.set_open(self.is_open or verdict is Verdict.REJECTED)
        self._add_actions().toggle(verdict)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: A accepts and R rejects, C chooses it to be compared."""
        verdict = verdict_of(event)
        if verdict is not None:
            self.decide(verdict)
        elif event.key() == Qt.Key.Key_C and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.compare.click()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Override: a click on the head opens or closes, with Ctrl it chooses to compare."""
        if event.button() is Qt.MouseButton.LeftButton and event.position().y() < self.details.geometry().top():
            (self.compare if event.modifiers() & Qt.KeyboardModifier.ControlModifier else self.toggle).click()

    def _add_actions(self) -> Actions:
        """Return accept and reject, above the evidence; made when the row is first opened or decided on."""
        if self.choices is None:
            self.choices = Actions(self.hypothesis)
            self.details.insertWidget(0, self.choices)  # first: a widget shown without a parent is a window
            self.choices.setVisible(self.is_open)
            self.choices.set_narrow(self._narrow)
            self.choices.show_decision(self._decision)
            self.choices.wished.connect(self.wished)
        return self.choices

    def show_compared(self, chosen: bool) -> None:
        """Show whether it is chosen to be compared."""
        self.compare.setChecked(chosen)

    def _make_compare(self, key: str) -> QPushButton:
        """Return the small button that chooses it to be compared."""
        made = button("", Name.COMPARE_CHOOSE, role="quiet", says=f"Compare {self._name()}, C", key=key)
        made.setCheckable(True)
        made.clicked.connect(lambda wanted: self.compared.emit(key, wanted))
        tip(made, "Compare  C")
        return made

    def _make_toggle(self, key: str) -> QPushButton:
        """Return the small button that opens the evidence."""
        made = button("", Name.HYPOTHESIS_TOGGLE, role="link", says=f"Evidence for {self._name()}", key=key)
        made.setCheckable(True)
        made.toggled.connect(self._toggled)
        return made

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override: words for the counts where there is room for them; all rows are of one width."""
        super().resizeEvent(event)
        self._counts.set_short(self.width() < THEME.px(WORDS_FROM))

    def _head(self) -> QBoxLayout:
        """Return the first line: rank, name, band, counts; in a narrow pane the last two stand under the name."""
        named = row(gap=6)
        named.addWidget(self.toggle)
        name = label(self._name(), "strong", wrap=True)
        name.setMinimumWidth(THEME.px(NAME_WIDTH))
        tip(name, self._names())
        named.addWidget(self._rank)
        named.addWidget(name, 1)
        self._tags = row(gap=6)
        self._tags.addWidget(self._band, 0, Qt.AlignmentFlag.AlignVCenter)
        self._tags.addWidget(self._danger, 0, Qt.AlignmentFlag.AlignVCenter)
        self._tags.addStretch(1)
        self._tags.addWidget(self._counts)
        self._first = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._first.setSpacing(6)
        self._first.addLayout(named, 1)
        self._first.addLayout(self._tags)
        return self._first

    def _name(self) -> str:
        """Return the condition's name."""
        return one_line(self.hypothesis.condition.name)

    def _names(self) -> str:
        """Return name, synonyms, codes and pack for the tip."""
        condition = self.hypothesis.condition
        also = f"\nalso: {', '.join(condition.synonyms)}" if condition.synonyms else ""
        codes = f"\nICD-10: {', '.join(condition.icd10)}" if condition.icd10 else ""
        return f"{condition.name}{also}{codes}\npack: {condition.pack}"

    def _spoken(self) -> str:
        """Return the row for a screen reader."""
        counts = ", ".join(words for words, _ in count_words(self.hypothesis))
        rank = f"{self.hypothesis.rank}. " if self.hypothesis.rank else ""
        moved = f", {self._moved}" if self._moved else ""
        return f"{rank}{self._name()}, {self.hypothesis.likelihood.value}, {counts}{moved}"

    @Slot(bool)
    def _toggled(self, wanted: bool) -> None:
        """Build the evidence the first time, in steps; then show or hide it."""
        if wanted and not self._begun:
            self._begun = True
            self._add_actions()
            self.evidence.begin()
        if self.choices is not None:
            self.choices.setVisible(wanted)
        self.evidence.setVisible(wanted)
        self.summary.setVisible(not wanted)
        self.decided.setVisible(not wanted and self._decision is not None)
        self._dress()

    @Slot()
    def _dress(self) -> None:
        """Draw the arrow for the state, and the button to compare, as large as the letters beside them."""
        self.compare.setFixedSize(THEME.px(20), THEME.px(18))
        self.toggle.setFixedSize(THEME.px(18), THEME.px(20))
        self.compare.setIcon(icon("compare", THEME.colours.muted))
        self.toggle.setIcon(icon("down" if self.is_open else "right", THEME.colours.muted))


def row_of(widget: QWidget | None) -> HypothesisRow | None:
    """Return the hypothesis in which a widget stands."""
    while widget is not None and not isinstance(widget, HypothesisRow):
        widget = widget.parentWidget()
    return widget
