"""How many lines speak for, against, and are unknown: "7 for · 1 against · 4 unknown", in one widget."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from copilot.differential.differential import Hypothesis
from ui.parts.text import tip
from ui.theme import THEME

BETWEEN = " · "
SIGNS = {"for": "+", "against": "\N{MINUS SIGN}", "unknown": "?"}


def count_words(hypothesis: Hypothesis) -> tuple[tuple[str, str], ...]:
    """Return the words of each count with the name of their colour."""
    against = len(hypothesis.opposing)
    return (
        (f"{len(hypothesis.supporting)} for", "supporting"),
        (f"{against} against", "opposing" if against else "muted"),
        (f"{len(hypothesis.unknown)} unknown", "muted"),
    )


class Counts(QWidget):
    """Paints the counts; the words, or the signs of the evidence lines, carry the meaning, the colours only help."""

    def __init__(self, hypothesis: Hypothesis) -> None:
        super().__init__()
        self._words: tuple[tuple[str, str], ...] = ()
        self._short = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.count(hypothesis)

    def count(self, hypothesis: Hypothesis) -> None:
        """Show the counts of a hypothesis."""
        words = count_words(hypothesis)
        if words != self._words:
            self._words = words
            spoken = ", ".join(said for said, _ in words)
            self.setAccessibleName(spoken)
            tip(self, spoken)
            self.updateGeometry()
            self.update()

    def set_short(self, short: bool) -> None:
        """Show "+16 −0 ?9" where there is little room."""
        if short != self._short:
            self._short = short
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """Override."""
        text = "".join(text for text, _ in self._pieces())
        return QSize(self.fontMetrics().horizontalAdvance(text) + 4, self.fontMetrics().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Override: paint one count after the other, to the right edge."""
        painter = QPainter(self)
        metrics = self.fontMetrics()
        left = 0
        for text, colour in self._pieces():
            painter.setPen(THEME.colour(colour))
            painter.drawText(left, metrics.ascent(), text)
            left += metrics.horizontalAdvance(text)

    def _pieces(self) -> list[tuple[str, str]]:
        """Return what is painted, each piece with the name of its colour."""
        pieces: list[tuple[str, str]] = []
        for number, (words, colour) in enumerate(self._words):
            amount, _, side = words.partition(" ")
            between = "  " if self._short else BETWEEN
            pieces += [(between, "muted")] if number else []
            pieces.append((f"{SIGNS[side]}{amount}" if self._short else words, colour))
        return pieces
