"""The legend: what each kind of mark in a note means, painted as the marks are."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTextEdit

from copilot.findings.finding import Assertion
from ui.chart.note_text import WORDS, mention_format
from ui.theme import THEME

GAP = "  "


class Legend(QPlainTextEdit):
    """Sample words, in the order in which they matter, on as many lines as it takes; drawn by what draws the notes."""

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        for policy in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.viewport().setCursor(Qt.CursorShape.ArrowCursor)
        self.setPlainText(GAP.join(WORDS.values()))
        self.setAccessibleName(f"Marks in the note: {', '.join(WORDS.values())}")
        THEME.changed.connect(self._mark)
        self._mark()

    def sizeHint(self) -> QSize:
        """Override: one line, if it can be."""
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.toPlainText()) + 8, metrics.lineSpacing() + 4)

    def minimumSizeHint(self) -> QSize:
        """Override: the longest word."""
        return QSize(self.fontMetrics().averageCharWidth() * 16, self.fontMetrics().lineSpacing() + 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override: it is never cut."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Be as high as the lines it takes."""
        lines = max(1, round(self.document().size().height()))
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 4)

    @Slot()
    def _mark(self) -> None:
        """Mark every word as the notes mark it."""
        marks, place = [], 0
        for assertion in Assertion:
            cursor = self.textCursor()
            cursor.setPosition(place)
            place += len(WORDS[assertion])
            cursor.setPosition(place, cursor.MoveMode.KeepAnchor)
            place += len(GAP)
            mark = QTextEdit.ExtraSelection()
            mark.cursor = cursor
            mark.format = mention_format(assertion)
            marks.append(mark)
        self.setExtraSelections(marks)
        self._fit()
