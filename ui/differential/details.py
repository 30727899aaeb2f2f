"""The evidence of an opened hypothesis: for, against, unknown, what else counted, and the sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from copilot.differential.differential import Evidence, Hypothesis
from copilot.knowledge.pack import Reference
from copilot.review.wording import parts_words, reference_line
from ui.automation import Name, identify
from ui.differential.evidence import EvidenceLine
from ui.parts.boxes import column
from ui.parts.gradual import Gradual
from ui.parts.label import label
from ui.parts.text import one_line, tip
from ui.theme import THEME

UNKNOWNS = 4
MOST = {"for": 6, "against": 6, "unknown": UNKNOWNS}


class MoreLines(QPushButton):
    """The link to the lines kept back on one side."""

    def __init__(self, words: str, condition: str, side: str) -> None:
        super().__init__(words)
        self.setProperty("role", "link")
        self.setAutoDefault(False)
        identify(self, Name.EVIDENCE_MORE, f"Show {words}", key=f"{condition}.{side}")


class Details(QWidget):
    """Built in steps; `hovered` and `activated` speak of facts, as its lines do."""

    hovered = Signal(object)
    activated = Signal(str)

    def __init__(self, hypothesis: Hypothesis, references: Mapping[str, Reference], short: Mapping[str, str]) -> None:
        super().__init__()
        self.hypothesis = hypothesis
        self.references = references
        self.short = short
        self.lines: list[EvidenceLine] = []
        self.sources: QLabel | None = None
        self._lit: frozenset[str] = frozenset()
        self._narrow = False
        self._gradual = Gradual(self)

    @property
    def busy(self) -> bool:
        """Return whether evidence is still to be built."""
        return self._gradual.busy

    def begin(self) -> None:
        """Build in steps of its own."""
        self._gradual.add(self.build)

    def finish(self) -> None:
        """Build the rest now."""
        self._gradual.finish()

    def set_narrow(self, narrow: bool) -> None:
        """Rearrange for a narrow pane, or back."""
        self._narrow = narrow
        for line in self.lines:
            line.set_narrow(narrow)

    def light(self, facts: frozenset[str]) -> None:
        """Highlight the evidence that rests on these facts."""
        self._lit = facts
        for line in self.lines:
            line.light(facts)

    def build(self) -> Iterator[None]:
        """Build the evidence: for, against, unknown, then the sources."""
        layout = column(gap=0, margins=(THEME.px(16), 2, 0, 2))
        self.setLayout(layout)
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
        for evidence in ordered[:most]:
            self._add_line(block, side, evidence)
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

    def _add_line(self, block: QVBoxLayout, side: str, evidence: Evidence) -> None:
        """Add one line of evidence."""
        key = f"{self.hypothesis.condition.id}.{side}.{evidence.finding}"
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
            for evidence in rest:
                self._add_line(block, side, evidence)
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
