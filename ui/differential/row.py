"""One hypothesis: a line that says the most, and its evidence when opened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from copilot.differential.differential import Evidence, Hypothesis, Likelihood
from copilot.knowledge.pack import Reference
from copilot.review.wording import parts_words, reference_line, strongest
from ui.automation import Name, identify
from ui.differential.counts import Counts, count_words
from ui.differential.evidence import EvidenceLine
from ui.parts.boxes import column, row, rule, turn
from ui.parts.button import button
from ui.parts.gradual import Gradual
from ui.parts.icon import icon
from ui.parts.label import Elided, label
from ui.parts.text import one_line, tip
from ui.theme import THEME

PILLS = {Likelihood.STRONG: "pill-strong", Likelihood.MODERATE: "pill", Likelihood.WEAK: "pill-muted"}
UNKNOWNS = 4
MOST = {"for": 6, "against": 6, "unknown": UNKNOWNS}
NAME_WIDTH = 84


class MoreLines(QPushButton):
    """The link to the lines kept back on one side."""

    def __init__(self, words: str, condition: str, side: str) -> None:
        super().__init__(words)
        self.setProperty("role", "link")
        self.setAutoDefault(False)
        identify(self, Name.EVIDENCE_MORE, f"Show {words}", key=f"{condition}.{side}")


class HypothesisRow(QWidget):
    """Opens and closes; `hovered` and `activated` speak of facts, as its evidence lines do."""

    hovered = Signal(object)
    activated = Signal(str)

    def __init__(
        self,
        hypothesis: Hypothesis,
        references: Mapping[str, Reference],
        short: Mapping[str, str],
        *,
        cant_miss: bool,
    ) -> None:
        super().__init__()
        self.hypothesis = hypothesis
        self.references = references
        self.short = short
        self.lines: list[EvidenceLine] = []
        self.sources: QLabel | None = None
        self._details: QWidget | None = None
        self._lit: frozenset[str] = frozenset()
        self._narrow = False
        self._gradual = Gradual(self)
        key = hypothesis.condition.id
        identify(self, Name.HYPOTHESIS, self._spoken(), key=key)
        self.toggle = self._make_toggle(key)
        self.summary = Elided(strongest(hypothesis), "muted")
        layout = column(gap=2, margins=(0, 5, 0, 0))
        self._beside, self._below = Counts(self.hypothesis), Counts(self.hypothesis)
        layout.addLayout(self._head(cant_miss))
        second = row(gap=10)
        if hypothesis.already_known:
            known = label("in the chart", "pill-muted")
            tip(known, "The problems of the chart name it already.")
            second.addWidget(known, 0, Qt.AlignmentFlag.AlignLeft)
        self.origin = label("", "pill-muted")
        self.origin.hide()
        second.addWidget(self._below, 0, Qt.AlignmentFlag.AlignLeft)
        second.addWidget(self.summary, 1)
        self._second = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._second.setContentsMargins(THEME.px(22), 0, 0, 0)
        self._second.addWidget(self.origin, 0, Qt.AlignmentFlag.AlignLeft)
        self._second.addLayout(second, 1)
        layout.addLayout(self._second)
        self.details: QVBoxLayout = column(gap=0)
        layout.addLayout(self.details)
        layout.addSpacing(4)
        layout.addWidget(rule())
        self.setLayout(layout)
        self._below.hide()
        self._second.setSpacing(10)
        THEME.changed.connect(self._dress)
        self._dress()

    @property
    def is_open(self) -> bool:
        """Return whether the evidence is in sight."""
        return self.toggle.isChecked()

    def set_open(self, wanted: bool) -> None:
        """Open or close."""
        self.toggle.setChecked(wanted)

    def open_in_steps(self) -> Iterator[None]:
        """Open as a step of something larger that is being built."""
        self._details = QWidget()
        self.details.addWidget(self._details)
        self.set_open(True)
        yield from self._build()

    def show_origin(self, words: str, explained: str = "") -> None:
        """Say who named it, once a second reader ran; "" takes it away."""
        self.origin.setText(words)
        self.origin.setVisible(bool(words))
        identify(self.origin, Name.ORIGIN, words, key=self.hypothesis.condition.id)
        tip(self.origin, explained)

    def set_narrow(self, narrow: bool) -> None:
        """Rearrange for a narrow pane, or back."""
        self._narrow = narrow
        self._beside.setVisible(not narrow)
        self._below.setVisible(narrow)
        turn(self._second, upright=narrow)
        self._second.setSpacing(2 if narrow else 10)
        for line in self.lines:
            line.set_narrow(narrow)

    def names(self, reference: str) -> bool:
        """Return whether a source is named here."""
        h = self.hypothesis
        lines = (*h.supporting, *h.opposing, *h.unknown[:UNKNOWNS])
        return reference in h.condition.references or any(reference in line.references for line in lines)

    @property
    def busy(self) -> bool:
        """Return whether evidence is still to be built."""
        return self._gradual.busy

    def finish(self) -> None:
        """Build the rest now."""
        self._gradual.finish()

    def light(self, facts: frozenset[str]) -> None:
        """Highlight the evidence that rests on these facts."""
        self._lit = facts
        for line in self.lines:
            line.light(facts)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Override: a click on the head opens or closes."""
        if event.button() is Qt.MouseButton.LeftButton and event.position().y() < self.details.geometry().top():
            self.toggle.click()

    def _make_toggle(self, key: str) -> QPushButton:
        """Return the small button that opens the evidence."""
        made = button("", Name.HYPOTHESIS_TOGGLE, role="link", says=f"Evidence for {self._name()}", key=key)
        made.setCheckable(True)
        made.setFixedSize(THEME.px(18), THEME.px(20))
        made.toggled.connect(self._toggled)
        return made

    def _head(self, cant_miss: bool) -> QHBoxLayout:
        """Return the first line: rank, name, band, counts."""
        head = row(gap=6)
        head.addWidget(self.toggle)
        rank = label(str(self.hypothesis.rank or "\N{EN DASH}"), "strong")
        name = label(self._name(), "strong", wrap=True)
        name.setMinimumWidth(THEME.px(NAME_WIDTH))
        tip(name, self._names())
        band = label(self.hypothesis.likelihood.value, PILLS[self.hypothesis.likelihood])
        head.addWidget(rank)
        head.addWidget(name, 1)
        head.addWidget(band, 0, Qt.AlignmentFlag.AlignVCenter)
        if cant_miss:
            head.addWidget(label("can't miss", "pill-danger"), 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self._beside)
        return head

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
        return f"{rank}{self._name()}, {self.hypothesis.likelihood.value}, {counts}"

    @Slot(bool)
    def _toggled(self, wanted: bool) -> None:
        """Build the evidence the first time, in steps; then show or hide it."""
        if wanted and self._details is None:
            self._details = QWidget()
            self.details.addWidget(self._details)
            self._gradual.add(self._build)
        if self._details is not None:
            self._details.setVisible(wanted)
        self.summary.setVisible(not wanted)
        self._dress()

    @Slot()
    def _dress(self) -> None:
        """Draw the arrow for the state."""
        self.toggle.setIcon(icon("down" if self.is_open else "right", THEME.colours.muted))

    def _build(self) -> Iterator[None]:
        """Build the evidence: for, against, unknown, then the sources."""
        assert self._details is not None
        layout = column(gap=0, margins=(THEME.px(16), 2, 0, 2))
        self._details.setLayout(layout)
        h = self.hypothesis
        for side, lines in (("for", h.supporting), ("against", h.opposing), ("unknown", h.unknown)):
            yield from self._add_lines(layout, side, lines)
        self._add_parts(layout)
        self._add_references(layout)

    def _add_lines(self, layout: QVBoxLayout, side: str, lines: tuple[Evidence, ...]) -> Iterator[None]:
        """Add the lines of one side, the weightiest first."""
        ordered = sorted(lines, key=lambda line: -abs(line.weight))
        most = MOST[side]
        block = column(gap=0)
        layout.addLayout(block)
        for number, evidence in enumerate(ordered[:most], 1):
            self._add_line(block, side, number, evidence)
            yield
        rest = ordered[most:]
        if rest and side == "unknown":
            names = ", ".join(one_line(line.name) for line in rest)
            words = label(f"Also unknown: {names}", "small", wrap=True)
            words.setContentsMargins(THEME.px(22), 2, 0, 2)
            layout.addWidget(words)
        elif rest:
            more = MoreLines(f"{len(rest)} more {side}", self.hypothesis.condition.id, side)
            more.clicked.connect(partial(self._show_rest, more, block, side, rest))
            layout.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)

    def _add_line(self, block: QVBoxLayout, side: str, number: int, evidence: Evidence) -> None:
        """Add one line of evidence."""
        key = f"{self.hypothesis.condition.id}.{side}.{number}"
        line = EvidenceLine(evidence, side, key, self.references, self.short)
        line.hovered.connect(self.hovered)
        line.activated.connect(self.activated)
        line.set_narrow(self._narrow)
        line.light(self._lit)
        self.lines.append(line)
        block.addWidget(line)

    def _show_rest(self, more: MoreLines, block: QVBoxLayout, side: str, rest: list[Evidence]) -> None:
        """Add the lines kept back, in steps, so that what speaks against was in sight before them."""
        more.hide()

        def steps() -> Iterator[None]:
            for number, evidence in enumerate(rest, MOST[side] + 1):
                self._add_line(block, side, number, evidence)
                yield

        self._gradual.add(steps)

    def _add_parts(self, layout: QVBoxLayout) -> None:
        """Add what counts besides the findings: how common it is, age and sex, what it leaves unexplained."""
        if not self.hypothesis.parts:
            return
        text = f"Also counted: {parts_words(self.hypothesis)}"
        words = label(text, "small", wrap=True)
        words.setContentsMargins(THEME.px(22), 2, 0, 2)
        tip(words, "Editorial weights, natural logarithms of a ratio; with the lines above they add up to the score.")
        layout.addWidget(identify(words, Name.ALSO_COUNTED, text, key=self.hypothesis.condition.id))

    def _add_references(self, layout: QVBoxLayout) -> None:
        """Add the sources as plain words that can be selected and copied."""
        h = self.hypothesis
        cited = [r for line in (*h.supporting, *h.opposing, *h.unknown[:UNKNOWNS]) for r in line.references]
        shown = [r for r in dict.fromkeys((*cited, *h.condition.references)) if r in self.references]
        if not shown:
            return
        text = "\n".join(f"{self.short.get(r, '·')}  {reference_line(self.references[r])}" for r in shown)
        words = label(f"Sources\n{text}", "small", wrap=True, selectable=True)
        words.setContentsMargins(THEME.px(26), 4, 0, 2)
        self.sources = words
        layout.addWidget(identify(words, Name.REFERENCES, f"Sources: {text}", key=h.condition.id))
