"""How many lines speak for, against, and are unknown: "7 for · 1 against · 4 unknown", in one widget."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from copilot.differential.differential import Hypothesis
from ui.theme import THEME

BETWEEN = " · "


def count_words(hypothesis: Hypothesis) -> tuple[tuple[str, str], ...]:
    """Return the words of each count with the name of their colour."""
    against = len(hypothesis.opposing)
    return (
        (f"{len(hypothesis.supporting)} for", "supporting"),
        (f"{against} against", "opposing" if against else "muted"),
        (f"{len(hypothesis.unknown)} unknown", "muted"),
    )


class Counts(QWidget):
    """Paints the counts; the words carry the meaning, the colours only help."""

    def __init__(self, hypothesis: Hypothesis) -> None:
        super().__init__()
        self._words = count_words(hypothesis)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(", ".join(words for words, _ in self._words))

    def sizeHint(self) -> QSize:
        """Override."""
        text = BETWEEN.join(words for words, _ in self._words)
        return QSize(self.fontMetrics().horizontalAdvance(text) + 4, self.fontMetrics().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Override: paint the counts with dots between them."""
        painter = QPainter(self)
        metrics = self.fontMetrics()
        left = 0
        for number, (words, colour) in enumerate(self._words):
            for text, name in ((BETWEEN, "muted"), (words, colour))[0 if number else 1 :]:
                painter.setPen(THEME.colour(name))
                painter.drawText(left, metrics.ascent(), text)
                left += metrics.horizontalAdvance(text)
