"""One line of evidence: sign, the chart's words, weight, and where the weight comes from; painted in one go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from copilot.differential.differential import Evidence
from copilot.findings.corrections import STATED, Says
from copilot.knowledge.pack import Reference
from copilot.review.wording import line_parts, line_words, source_detail, source_words
from ui.automation import Name, identify
from ui.differential.correct import SIZE, Correct, Standing
from ui.differential.weight import paint_weight, weight_words
from ui.parts.line import Line
from ui.parts.text import one_line, tip
from ui.theme import THEME

SIGNS = {"for": "+", "against": "\N{MINUS SIGN}", "unknown": "?"}
COLOURS = {"for": "supporting", "against": "opposing", "unknown": "muted"}
SIGN, BAR, SOURCE, GAP, EDGE, PAD = 14, 46, 156, 7, 6, 2
WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)


@dataclass(frozen=True, slots=True)
class Sources:
    """What a line needs to name its source: the references by id, and the short ids in force."""

    references: Mapping[str, Reference]
    short: Mapping[str, str]


class EvidenceLine(Line):
    """A line over the evidence's facts; unknown findings have none, and lead nowhere.

    One widget and a button, not six in a layout: a list may hold hundreds of these lines, and wrapped labels in
    nested layouts took 90 ms for twenty of them. `corrected` tells a finding and what the clinician says of it
    (None: put back).
    """

    corrected = Signal(str, object)

    def __init__(self, line: Evidence, side: str, key: str, sources: Sources, *, paused: bool = False) -> None:
        super().__init__()
        self._key = key
        self._narrow = False
        self._heights: dict[int, int] = {}
        self.pause = Correct(self, key)
        self.pause.wanted.connect(self._correct)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._take(line, side, sources, paused=paused)

    def show_evidence(self, line: Evidence, side: str, sources: Sources, *, paused: bool = False) -> None:
        """Show what became of the finding; nothing moves where nothing changed."""
        same = (line, side, paused) == (self.evidence, self.side, self.paused)
        if same and source_words(line, sources.short) == self.source:
            return
        self._take(line, side, sources, paused=paused)
        self._heights.clear()
        self.updateGeometry()
        self.update()

    def _take(self, line: Evidence, side: str, sources: Sources, *, paused: bool) -> None:
        """Take the words, the tip and the standing of a line."""
        self.evidence, self.side, self.paused = line, side, paused
        self.stand_for(fact for fact in line.facts if not fact.startswith(STATED))  # the chart has no line for these
        self._name, self._quoted = line_parts(line) if side != "unknown" else (one_line(line.name), "")
        self.words = line_words(line) if side != "unknown" else self._name
        self.source = source_words(line, sources.short)
        weight = weight_words(line.weight)
        standing = _standing(line, side, paused=paused)
        self.word = standing.word
        self.pause.show_standing(standing, line.name)
        said = ", ".join(part for part in (self.words, weight, self.source, self.word) if part)
        identify(self, Name.EVIDENCE, f"{side}: {said}", key=self._key)
        self.setAccessibleDescription(f"P: {standing.verb.lower()}. Plus: present. Minus: absent.")
        read_as = f"read as: {line.name}\n" if line.name.casefold() not in self.words.casefold() else ""
        moves = f"{'if present: ' if side == 'unknown' else ''}{weight}"
        counts = "Paused: it does not count.\n" if paused else ""
        tip(self, f"{counts}{self.words}\n{read_as}{moves}\n{source_detail(line, sources.references)}")

    @Slot(object)
    def _correct(self, says: Says | None) -> None:
        """Tell what the clinician says of the finding."""
        self.corrected.emit(self.evidence.finding, says)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: P pauses or puts back, plus and minus correct."""
        if self.pause.take(event):
            return
        super().keyPressEvent(event)

    @Slot()
    def activate(self) -> None:
        """Override: where the chart has no line to go to, ask what is to be said."""
        if self.facts:
            super().activate()
        else:
            self.pause.ask(self.mapToGlobal(QPoint(0, self.height())))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Override: everything that can be said of the finding."""
        self.pause.ask(event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override: keep the button at the end."""
        super().resizeEvent(event)
        self.pause.move(self.width() - self.pause.width(), THEME.px(PAD) - 1)

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
        quiet = self.paused or self.side == "unknown"
        painter.setPen(THEME.colour("muted" if self.paused else COLOURS[self.side]))
        painter.drawText(THEME.px(EDGE), top + metrics.ascent(), SIGNS[self.side])
        painter.setPen(THEME.colour("muted" if quiet else "text"))
        painter.drawText(text, WRAP, self._name)
        self._paint_quoted(painter, text)
        bar = QRectF(text.right() + THEME.px(GAP), top, THEME.px(BAR), metrics.height())
        paint_weight(painter, bar, self.evidence.weight, hollow=quiet)
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
            left = text.left() + metrics.horizontalAdvance(f"{self.word}  {self.source}   ")
            top = text.top() + self._name_height(self.width())
        elif self._quoted_beside(self.width()):
            left, top = text.left() + metrics.horizontalAdvance(f"{self._name}  "), text.top()
        else:
            left, top = text.left(), text.top() + self._name_height(self.width())
        shown = metrics.elidedText(self._quoted, Qt.TextElideMode.ElideRight, self.width() - left - THEME.px(EDGE))
        painter.drawText(left, top + metrics.ascent(), shown)

    def _paint_source(self, painter: QPainter, left: int, top: int, metrics: QFontMetrics) -> None:
        """Paint the figure upright in the accent colour, an editorial band in grey italics; first the clinician's."""
        room = self.width() - left - self.pause.width() - 2
        if self.word:
            painter.setPen(THEME.colour("caution"))
            painter.drawText(left, top + metrics.ascent(), self.word)
            taken = metrics.horizontalAdvance(f"{self.word}  ")
            left, room = left + taken, room - taken
        font = QFont(self.font())
        font.setItalic(self.evidence.editorial)
        painter.setFont(font)
        painter.setPen(THEME.colour("muted" if self.evidence.editorial else "accent"))
        shown = painter.fontMetrics().elidedText(self.source, Qt.TextElideMode.ElideRight, room)
        painter.drawText(left, top + metrics.ascent(), shown)

    def _text_width(self, width: int) -> int:
        """Return the room for the words."""
        beside = EDGE + SIGN + GAP + BAR + SIZE + (GAP if self._narrow else GAP + SOURCE)
        return max(width - THEME.px(beside) - 2, 20)


def _standing(line: Evidence, side: str, *, paused: bool) -> Standing:
    """Return how a line stands with the clinician."""
    if paused:
        return Standing.PAUSED
    if side == "unknown":
        return Standing.OPEN
    return Standing.STATED if any(fact.startswith(STATED) for fact in line.facts) else Standing.COUNTS
