"""The lines of one side of a hypothesis: for, against or unknown, the weightiest first, the rest on request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from copilot.differential.differential import Evidence
from ui.automation import Name, identify
from ui.differential.evidence import EvidenceLine, Sources
from ui.parts.boxes import column
from ui.parts.label import label
from ui.parts.text import one_line
from ui.theme import THEME

UNKNOWNS = 4
MOST = {"for": 6, "against": 6, "unknown": UNKNOWNS}


@dataclass(frozen=True, slots=True)
class Shown:
    """A line, and whether it is paused: kept in its place, counting for nothing."""

    evidence: Evidence
    paused: bool = False


class MoreLines(QPushButton):
    """The link to the lines kept back on one side."""

    def __init__(self, condition: str, side: str) -> None:
        super().__init__()
        self._key, self._side = f"{condition}.{side}", side
        self.setProperty("role", "link")
        self.setAutoDefault(False)

    def count(self, number: int) -> None:
        """Say how many there are; with none, go away."""
        self.setText(f"{number} more {self._side}")
        identify(self, Name.EVIDENCE_MORE, f"Show {number} more {self._side}", key=self._key)
        self.setVisible(number > 0)


class Side(QWidget):
    """Keeps the widgets of its lines while these change, so that what has the keyboard keeps it."""

    hovered = Signal(object)
    activated = Signal(str)
    corrected = Signal(str, object)
    rest_wanted = Signal()

    def __init__(self, condition: str, side: str) -> None:
        super().__init__()
        self._condition, self._side = condition, side
        self._lines: list[EvidenceLine] = []
        self._all: tuple[Shown, ...] = ()
        self._every = False
        self._narrow = False
        self._lit: frozenset[str] = frozenset()
        self._block: QVBoxLayout = column(gap=0)
        self._more = MoreLines(condition, side)
        self._also = label("", "small", wrap=True)
        self._also.setContentsMargins(THEME.px(22), 2, 0, 2)
        layout = column(gap=0)
        layout.addLayout(self._block)
        layout.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._also)
        self.setLayout(layout)
        self._more.hide()
        self._also.hide()
        self._more.clicked.connect(self.rest_wanted)

    @property
    def lines(self) -> list[EvidenceLine]:
        """Return the lines in sight."""
        return self._lines

    def set_narrow(self, narrow: bool) -> None:
        """Rearrange for a narrow pane, or back."""
        self._narrow = narrow
        for line in self._lines:
            line.set_narrow(narrow)

    def light(self, facts: frozenset[str]) -> None:
        """Highlight the lines that rest on these facts."""
        self._lit = facts
        for line in self._lines:
            line.light(facts)

    def show_lines(self, lines: Sequence[Shown], sources: Sources) -> Iterator[None]:
        """Show these in steps; lines that were there keep their widgets."""
        self._all = tuple(sorted(lines, key=lambda one: -abs(one.evidence.weight)))
        known = {line.evidence.finding: line for line in self._lines}
        self._lines = []
        for place, one in enumerate(self._in_sight()):
            line = known.pop(one.evidence.finding, None)
            if line is None:
                line = self._make(one, sources)
                yield
            else:
                line.show_evidence(one.evidence, self._side, sources, paused=one.paused)
            if self._block.indexOf(line) != place:
                self._block.insertWidget(place, line)
            self._lines.append(line)
        for line in known.values():
            self._drop(line)
        self._tell_rest()

    def show_rest(self, sources: Sources) -> Iterator[None]:
        """Add the lines kept back."""
        self._every = True
        yield from self.show_lines(self._all, sources)

    def _in_sight(self) -> tuple[Shown, ...]:
        return self._all if self._every else self._all[: MOST[self._side]]

    def _tell_rest(self) -> None:
        """Offer the lines kept back, or name them where they are only unknown."""
        rest = self._all[len(self._in_sight()) :]
        unknown = self._side == "unknown"
        self._more.count(0 if unknown else len(rest))
        names = ", ".join(one_line(one.evidence.name) for one in rest) if unknown else ""
        self._also.setText(f"Also unknown: {names}" if names else "")
        self._also.setVisible(bool(names))

    def _make(self, one: Shown, sources: Sources) -> EvidenceLine:
        """Return the line of something new."""
        key = f"{self._condition}.{self._side}.{one.evidence.finding}"
        line = EvidenceLine(one.evidence, self._side, key, sources, paused=one.paused)
        line.hovered.connect(self.hovered)
        line.activated.connect(self.activated)
        line.corrected.connect(self.corrected)
        line.set_narrow(self._narrow)
        line.light(self._lit)
        return line

    def _drop(self, line: EvidenceLine) -> None:
        """Let a line go; the keyboard goes to its neighbour."""
        if line.hasFocus():
            line.focusNextChild()
        self._block.removeWidget(line)
        line.hide()
        line.deleteLater()
