"""Most useful next: questions, examinations and tests, what each result would change, what the chart has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QVBoxLayout

from copilot.chart.fact import Fact
from copilot.differential.differential import NextStep, StepKind
from copilot.findings.corrections import Says
from copilot.review.wording import STEP_WORDS, tier_words
from ui.automation import Name, identify
from ui.parts.boxes import column, row
from ui.parts.button import button
from ui.parts.dates import of_when
from ui.parts.label import label
from ui.parts.line import Line
from ui.parts.text import one_line, tip
from ui.theme import THEME

FIRST = 5
KIND_WIDTH = 66
ORDERED = "Ordered by what an answer would tell for what it costs; this one tells {gain:.2f} bits, {tier}."


class NextSteps(QFrame):
    """A short list, the most telling first; `activated` and `hovered` speak of results already in the chart.

    `corrected` tells a finding that was asked or examined, and what the answer says of it.
    """

    hovered = Signal(object)
    activated = Signal(str)
    corrected = Signal(str, object)

    def __init__(self, steps: Sequence[NextStep], facts: Mapping[str, Fact]) -> None:
        super().__init__()
        identify(self, Name.NEXT_STEPS, "Most useful next")
        self._facts = facts
        self._rest = list(steps[FIRST:])
        self._opened = False
        self.lines: list[Line] = []
        self.body: QVBoxLayout = column(gap=7, margins=(0, 8, 0, 4))
        self.setLayout(self.body)
        self.body.addWidget(label("Most useful next", "heading"))
        if not steps:
            self.body.addWidget(label("No question or test would change this list much.", "muted", wrap=True))
        for step in steps[:FIRST]:
            self._add(step)
        self.more = button(f"{len(self._rest)} more", Name.NEXT_STEPS_MORE, role="link")
        self.more.clicked.connect(self.show_rest)
        self.body.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.more.setVisible(bool(self._rest))  # in its place first: a widget shown without a parent is a window

    def light(self, facts: frozenset[str]) -> None:
        """Highlight results already in the chart."""
        for line in self.lines:
            line.light(facts)

    @property
    def all_shown(self) -> bool:
        """Return whether the person asked for the steps kept back."""
        return self._opened

    def show_rest(self) -> None:
        """Add the steps kept back."""
        self._opened = True
        self.more.hide()
        for step in self._rest:
            self._add(step)
        self._rest = []

    def _add(self, step: NextStep) -> None:
        """Add one step."""
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(1)
        grid.setColumnMinimumWidth(0, THEME.px(KIND_WIDTH))
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(label(STEP_WORDS[step.kind], "muted"), 0, 0, top)
        name = label(one_line(step.name), "strong", wrap=True)
        tip(name, ORDERED.format(gain=step.gain, tier=tier_words(step.cost_tier)))
        grid.addWidget(name, 0, 1)
        grid.addWidget(label(tier_words(step.cost_tier), "pill-muted"), 0, 2, top)
        line = 1
        for sign, words, says in _answers(step):
            if words:
                grid.addWidget(label(f"if {sign}", "small"), line, 0, top)
                grid.addWidget(label(one_line(words), "muted", wrap=True), line, 1)
                if step.kind is not StepKind.TEST and len(step.findings) == 1:
                    grid.addWidget(self._answer(step, sign, says), line, 2, top)
                line += 1
        known = [fact for fact in step.already_done if fact in self._facts]
        if known:
            grid.addWidget(self._done(known), line, 1, 1, 2)
        self.body.insertLayout(self.body.count() - (1 if hasattr(self, "more") else 0), grid)

    def _answer(self, step: NextStep, sign: str, says: Says) -> QPushButton:
        """Return the button that takes the answer: the list is ranked with it."""
        words, (finding,) = sign.capitalize(), step.findings
        made = button(
            words,
            Name.NEXT_STEP_ANSWER,
            role="link",
            says=f"{words}: {one_line(step.name)}",
            key=f"{finding}.{says.value}",
        )
        tip(made, "Take this answer; the list is ranked with it, and it can be put back.")
        made.clicked.connect(lambda: self.corrected.emit(finding, says))
        return made

    def _done(self, known: list[str]) -> Line:
        """Return the line that says what the chart already has."""
        fact = self._facts[known[0]]  # the newest stands first
        when = of_when(fact.when)
        more = f", and {len(known) - 1} earlier" if len(known) > 1 else ""
        words = f"Already in the chart{f' on {when}' if when else ''}: {one_line(fact.text)}{more}"
        made = Line(known)
        identify(made, Name.NEXT_STEP_DONE, words, key=known[0])
        inner = row(margins=(4, 1, 4, 1))
        inner.addWidget(label(words, "figure", wrap=True))
        made.setLayout(inner)
        made.hovered.connect(self.hovered)
        made.activated.connect(self.activated)
        self.lines.append(made)
        return made


def _answers(step: NextStep) -> tuple[tuple[str, str, Says], ...]:
    """Return each result by name, what it would change, and what it says of the finding."""
    yes, no = ("positive", "negative") if step.kind is StepKind.TEST else ("yes", "no")
    return ((yes, step.if_positive, Says.PRESENT), (no, step.if_negative, Says.ABSENT))
