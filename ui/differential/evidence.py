"""One line of evidence: sign, the chart's words, weight, and where the weight comes from; painted in one go."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from copilot.differential.differential import Evidence
from copilot.knowledge.pack import Reference
from copilot.review.wording import line_parts, line_words, source_detail, source_words
from ui.automation import Name, identify
from ui.differential.weight import paint_weight, weight_words
from ui.parts.line import Line
from ui.parts.text import one_line, tip
from ui.theme import THEME

SIGNS = {"for": "+", "against": "\N{MINUS SIGN}", "unknown": "?"}
COLOURS = {"for": "supporting", "against": "opposing", "unknown": "muted"}
SIGN, BAR, SOURCE, GAP, EDGE, PAD = 14, 54, 158, 8, 6, 2
WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)


class EvidenceLine(Line):
    """A line over the evidence's facts; unknown findings have none, and are not clickable.

    One widget, not five in a layout: a list may hold hundreds of these lines, and wrapped labels in nested
    layouts took 90 ms for twenty of them.
    """

    def __init__(
        self, line: Evidence, side: str, key: str, references: Mapping[str, Reference], short: Mapping[str, str]
    ) -> None:
        super().__init__(line.facts)
        self.evidence = line
        self.side = side
        self._name, self._quoted = line_parts(line) if side != "unknown" else (one_line(line.name), "")
        self.words = line_words(line) if side != "unknown" else self._name
        self.source = source_words(line, short)
        self._narrow = False
        self._heights: dict[int, int] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        weight = weight_words(line.weight)
        identify(self, Name.EVIDENCE, f"{side}: {self.words}, {weight}, {self.source}", key=key)
        read_as = f"read as: {line.name}\n" if line.name.casefold() not in self.words.casefold() else ""
        moves = f"{'if present: ' if side == 'unknown' else ''}{weight}"
        tip(self, f"{self.words}\n{read_as}{moves}\n{source_detail(line, references)}")

    def set_narrow(self, narrow: bool) -> None:
        """Put the source under the words in a narrow pane, or back beside the bar."""
        self._narrow = narrow
        self._heights.clear()
        self.updateGeometry()
        self.update()

    def heightForWidth(self, width: int) -> int:
        """Override: as high as the wrapped words, and what stands under them."""
        if width not in self._heights:
            line = self.fontMetrics().height()
            below = self._narrow or bool(self._quoted and not self._quoted_beside(width))
            self._heights[width] = self._name_height(width) + line * below + 2 * THEME.px(PAD)
        return self._heights[width]

    def _name_height(self, width: int) -> int:
        """Return how high the wrapped name is."""
        room = QRect(0, 0, self._text_width(width), 10_000)
        return max(self.fontMetrics().boundingRect(room, WRAP, self._name).height(), self.fontMetrics().height())

    def _quoted_beside(self, width: int) -> bool:
        """Return whether what is quoted fits behind the name."""
        needed = self.fontMetrics().horizontalAdvance(f"{self._name}  {self._quoted}")
        return needed <= self._text_width(width)

    def changeEvent(self, event: QEvent) -> None:
        """Override: another font, other heights."""
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._heights.clear()
        super().changeEvent(event)

    def sizeHint(self) -> QSize:
        """Override."""
        width = self.width() or THEME.px(480)
        return QSize(THEME.px(300), self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Override: room for some letters between the fixed columns."""
        return QSize(THEME.px(280), self.fontMetrics().height() + 2 * THEME.px(PAD))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Override: the ground of every line, then the four columns."""
        super().paintEvent(event)
        painter = QPainter(self)
        metrics = self.fontMetrics()
        top = THEME.px(PAD)
        text_left = THEME.px(EDGE + SIGN)
        text = QRect(text_left, top, self._text_width(self.width()), self.height())
        painter.setPen(THEME.colour(COLOURS[self.side]))
        painter.drawText(THEME.px(EDGE), top + metrics.ascent(), SIGNS[self.side])
        painter.setPen(THEME.colour("muted" if self.side == "unknown" else "text"))
        painter.drawText(text, WRAP, self._name)
        self._paint_quoted(painter, text)
        bar = QRectF(text.right() + THEME.px(GAP), top, THEME.px(BAR), metrics.height())
        paint_weight(painter, bar, self.evidence.weight, hollow=self.side == "unknown")
        if self._narrow:
            self._paint_source(painter, text_left, self.height() - top - metrics.height(), metrics)
        else:
            self._paint_source(painter, round(bar.right()) + THEME.px(GAP), top, metrics)

    def _paint_quoted(self, painter: QPainter, text: QRect) -> None:
        """Paint what the note says, greyed: behind the name, or cut to one line under it; the tip has all of it."""
        if not self._quoted:
            return
        metrics = self.fontMetrics()
        painter.setPen(THEME.colour("muted"))
        if self._narrow:
            left = text.left() + metrics.horizontalAdvance(f"{self.source}   ")
            top = text.top() + self._name_height(self.width())
        elif self._quoted_beside(self.width()):
            left, top = text.left() + metrics.horizontalAdvance(f"{self._name}  "), text.top()
        else:
            left, top = text.left(), text.top() + self._name_height(self.width())
        shown = metrics.elidedText(self._quoted, Qt.TextElideMode.ElideRight, self.width() - left - THEME.px(EDGE))
        painter.drawText(left, top + metrics.ascent(), shown)

    def _paint_source(self, painter: QPainter, left: int, top: int, metrics: QFontMetrics) -> None:
        """Paint the figure upright in the accent colour, an editorial band in grey italics."""
        font = QFont(self.font())
        font.setItalic(self.evidence.editorial)
        painter.setFont(font)
        painter.setPen(THEME.colour("muted" if self.evidence.editorial else "accent"))
        shown = painter.fontMetrics().elidedText(self.source, Qt.TextElideMode.ElideRight, self.width() - left - 2)
        painter.drawText(left, top + metrics.ascent(), shown)

    def _text_width(self, width: int) -> int:
        """Return the room for the words."""
        beside = EDGE + SIGN + GAP + BAR + (GAP if self._narrow else GAP + SOURCE)
        return max(width - THEME.px(beside) - 2, 20)
