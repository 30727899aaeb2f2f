"""Both lists side by side: agreements, mine only with the engine's evidence, Chartside's only, dangers on neither."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QWidget

from copilot.chart.words import lower_first
from copilot.differential.differential import Hypothesis
from copilot.differential.own_list import Reckoning
from copilot.review.decision import NO_EVIDENCE, ONLY_RARE, Decisions
from ui.automation import Name, identify
from ui.differential.evidence import Sources
from ui.differential.row import HypothesisRow
from ui.parts.boxes import column, row
from ui.parts.button import button
from ui.parts.label import label
from ui.parts.text import one_line

BOTH, OWN, ENGINE = "On both lists", "On my list only", "On Chartside's list only"
NEITHER = "Dangerous, and on neither list"
NONE = {BOTH: "None.", OWN: "None.", ENGINE: "None.", NEITHER: "None for which something in the chart speaks."}


class Result(QWidget):
    """`wanted` asks for the evidence of one in the list; `made` tells of a row, so that others can wire it."""

    wanted = Signal(str)
    made = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        identify(self, Name.OWN_LIST_RESULT, "Both lists side by side")
        self.rows: dict[str, HypothesisRow] = {}
        self.decided: dict[str, QLabel] = {}
        self._decisions = Decisions()
        self._body = column(gap=6)
        self.setLayout(self._body)

    def build(self, reckoning: Reckoning, sources: Sources) -> Iterator[None]:
        """Add the four parts in steps."""
        yield from self._listed(BOTH, reckoning.both)
        self._head(OWN, some=bool(reckoning.own or reckoning.unscored))
        for hypothesis in reckoning.own:
            self._add_row(hypothesis, sources)
            yield
        for candidate in reckoning.unscored:
            words = f"{one_line(candidate.name)} \N{MIDDLE DOT} {ONLY_RARE if candidate.rare else NO_EVIDENCE}"
            self._body.addWidget(label(words, "muted", wrap=True))
        yield from self._listed(ENGINE, reckoning.engine)
        self._head(NEITHER, some=bool(reckoning.neither))
        for condition in reckoning.neither:
            words = f"{one_line(condition.name)}: {lower_first(one_line(condition.cant_miss))}"
            self._body.addWidget(label(words, "danger", wrap=True))
            yield

    def show_decisions(self, decisions: Decisions) -> None:
        """Show on every line what was decided about it."""
        self._decisions = decisions
        for condition, row_ in self.rows.items():
            row_.show_decision(decisions.by_condition.get(condition))
        for condition, words in self.decided.items():
            self._say(words, condition)

    def _say(self, words: QLabel, condition: str) -> None:
        """Say what was decided about a line of the engine's list."""
        decision = self._decisions.by_condition.get(condition)
        words.setText(decision.verdict.value if decision is not None else "")
        words.setVisible(decision is not None)
        identify(words, Name.OWN_LIST_DECIDED, f"Decided: {words.text()}", key=condition)

    def _listed(self, heading: str, hypotheses: Sequence[Hypothesis]) -> Iterator[None]:
        """Add what stands in the engine's list, each with the way to its evidence."""
        self._head(heading, some=bool(hypotheses))
        for h in hypotheses:
            name = one_line(h.condition.name)
            counts = f"{len(h.supporting)} for, {len(h.opposing)} against"
            link = button(counts, Name.OWN_LIST_OPEN, role="link", says=f"Evidence for {name}", key=h.condition.id)
            link.clicked.connect(lambda _checked=False, condition=h.condition.id: self.wanted.emit(condition))
            line = row(gap=8)
            line.addWidget(label(f"{h.rank}", "muted"))
            line.addWidget(label(name, "", wrap=True), 1)
            line.addWidget(label(h.likelihood.value, "pill"))
            line.addWidget(link)
            decided = label("", "pill-strong")
            line.insertWidget(2, decided)
            self._body.addLayout(line)
            self.decided[h.condition.id] = decided
            self._say(decided, h.condition.id)
            yield

    def _head(self, words: str, *, some: bool) -> None:
        """Add a heading, and that there is nothing where there is nothing."""
        self._body.addSpacing(6)
        self._body.addWidget(label(words, "strong", wrap=True))
        if not some:
            self._body.addWidget(label(NONE[words], "muted", wrap=True))

    def _add_row(self, hypothesis: Hypothesis, sources: Sources) -> None:
        """Add one with the evidence of this chart."""
        made = HypothesisRow(hypothesis, sources, cant_miss=bool(hypothesis.condition.cant_miss))
        self.rows[hypothesis.condition.id] = made
        self._body.addWidget(made)
        self.made.emit(made)
        made.show_decision(self._decisions.by_condition.get(hypothesis.condition.id))
