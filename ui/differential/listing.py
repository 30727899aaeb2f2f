"""The list of hypotheses: seven rows, the less likely on demand; ranked again, its rows move and stay what they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from copilot.differential.differential import Differential, Hypothesis
from copilot.differential.moves import move_words
from ui.automation import Name, identify
from ui.differential.evidence import Sources
from ui.differential.row import HypothesisRow
from ui.parts.boxes import column
from ui.parts.button import button
from ui.parts.label import label
from ui.parts.reading_order import settle

SHOWN = 7
MOST = 40


@dataclass(frozen=True)
class Ranked:
    """A list with what its rows need: sources, and the ranks that changed, by condition."""

    differential: Differential
    sources: Sources
    moved: Mapping[str, int] = field(default_factory=dict)

    def dangerous(self, hypothesis: Hypothesis) -> bool:
        """Return whether it must not be missed."""
        return hypothesis.condition.id in self.differential.cant_miss

    def move(self, hypothesis: Hypothesis) -> str:
        """Return how its rank changed, in words."""
        condition = hypothesis.condition.id
        return move_words(self.moved[condition], hypothesis.rank) if condition in self.moved else ""


class Listing(QWidget):
    """`rows` are those in sight, in order; `made` tells of a new one, so that others can wire and mark it."""

    made = Signal(object)

    def __init__(self, ranked: Ranked) -> None:
        super().__init__()
        self.ranked = ranked
        self.rows: dict[str, HypothesisRow] = {}
        self._kept: dict[str, HypothesisRow] = {}  # out of sight since the last ranking, for when they come back
        self._longer = False
        self._layout: QVBoxLayout = column(gap=0)
        self.empty = label("", "muted", wrap=True)
        self.more = button("", Name.DIFFERENTIAL_MORE, role="link")
        outer = column(gap=8)
        outer.addWidget(self.empty)
        outer.addLayout(self._layout)
        outer.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.setLayout(outer)
        self.more.clicked.connect(self.show_more)

    @property
    def hidden(self) -> int:
        """Return how many are kept back."""
        return len(self.ranked.differential.shown[:MOST]) - len(self._in_sight())

    def build(self) -> Iterator[None]:
        """Add the rows in steps."""
        for hypothesis in self._in_sight():
            self._place(hypothesis)
            yield
        self._tell()
        settle(self, deep=False)

    def rank_again(self, ranked: Ranked) -> None:
        """Show another ranking: every row that stays keeps its widget, whatever is open in it, and the keyboard."""
        self.ranked = ranked
        before: dict[str, HypothesisRow] = self.rows
        self.rows = {}
        for hypothesis in self._in_sight():
            condition = hypothesis.condition.id
            row = before.pop(condition, None) or self._kept.pop(condition, None) or self._make(hypothesis)
            moved, dangerous = ranked.move(hypothesis), ranked.dangerous(hypothesis)
            row.update_hypothesis(hypothesis, ranked.sources, moved, cant_miss=dangerous)
            self._put(row)
        for name, row in before.items():
            self._layout.removeWidget(row)
            row.hide()
            self._kept[name] = row
        self._tell()
        settle(self, deep=False)

    @Slot()
    def show_more(self) -> None:
        """Show the rest of the list."""
        self._longer = True
        for hypothesis in self._in_sight()[len(self.rows) :]:
            self._place(hypothesis)
        self._tell()
        settle(self, deep=False)

    def _in_sight(self) -> tuple[Hypothesis, ...]:
        return self.ranked.differential.shown[: MOST if self._longer else SHOWN]

    def _place(self, hypothesis: Hypothesis) -> None:
        """Add one at the end."""
        known = self._kept.pop(hypothesis.condition.id, None)
        self._put(known or self._make(hypothesis))

    def _make(self, hypothesis: Hypothesis) -> HypothesisRow:
        """Return the row of one hypothesis."""
        row = HypothesisRow(hypothesis, self.ranked.sources, cant_miss=self.ranked.dangerous(hypothesis))
        self.made.emit(row)
        return row

    def _put(self, row: HypothesisRow) -> None:
        """Put a row in the next place; one that stands there already is not touched."""
        place = len(self.rows)
        if self._layout.indexOf(row) != place:
            self._layout.insertWidget(place, row)
        row.show()
        self.rows[row.hypothesis.condition.id] = row

    def _tell(self) -> None:
        """Say how many are kept back, or why there is nothing."""
        left = self.hidden
        self.more.setText(f"{left} more, less likely")
        identify(self.more, Name.DIFFERENTIAL_MORE, f"Show {left} less likely hypotheses")
        self.more.setVisible(left > 0)
        differential = self.ranked.differential
        nothing = (differential.abstention and "No list is shown.") or "Nothing in the packs explains these findings."
        self.empty.setText("" if differential.shown else nothing)
        self.empty.setVisible(not differential.shown)
