"""The assessment on paper: patient, label and page number on every page, the text as text that can be selected."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QLocale, QMarginsF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)

from copilot.review.assessment import Assessment
from copilot.review.assessment_markdown import Line, Part, parts
from ui.parts.text import one_line
from ui.theme import font

MARGIN = 18.0  # mm
BODY_POINTS, EDGE_POINTS = 9.5, 8.0
DETAIL_INDENT = 16.0  # points; details hang under their item
HANGING = 10.0
AIR = 8.0
TEXT = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
INK, GREY = QColor(Qt.GlobalColor.black), QColor(Qt.GlobalColor.darkGray)


@dataclass(frozen=True, slots=True)
class Paper:
    """What is printed: `patient` names who it is about, `origin` which program made it, on every page."""

    assessment: Assessment
    patient: str
    origin: str


def as_pdf(paper: Paper) -> bytes:
    """Return it as a PDF; can run in any thread."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle("Assessment")
    writer.setCreator(paper.origin)
    writer.setPageLayout(page_layout())
    draw(paper, writer)
    buffer.close()
    return bytes(data.data())


def page_layout() -> QPageLayout:
    """Return the page for which it is laid out: A4, or Letter where that is in use."""
    letter = QLocale.system().measurementSystem() is QLocale.MeasurementSystem.ImperialUSSystem
    size = QPageSize(QPageSize.PageSizeId.Letter if letter else QPageSize.PageSizeId.A4)
    return QPageLayout(
        size, QPageLayout.Orientation.Portrait, QMarginsF(MARGIN, MARGIN, MARGIN, MARGIN), QPageLayout.Unit.Millimeter
    )


def draw(paper: Paper, device: QPagedPaintDevice) -> None:
    """Draw all pages on a printer or into a PDF."""
    painter = QPainter(device)
    try:
        _Pages(paper, device, painter).draw()
    finally:
        painter.end()


class _Pages:
    """Lays the text out below the head and above the foot of each page."""

    def __init__(self, paper: Paper, device: QPagedPaintDevice, painter: QPainter) -> None:
        self._paper, self._device, self._painter = paper, device, painter
        self._dots = device.logicalDpiX() / 72  # dots of the device in a point
        self._edge = _font(EDGE_POINTS)
        self._strong = _font(EDGE_POINTS, bold=True)
        self._width = float(device.width())
        self._head = self._height(paper.patient, self._strong) + self._height(self._label, self._strong)
        self._top = self._head + 2 * AIR * self._dots
        foot = QFontMetricsF(self._edge, device).height() + AIR * self._dots
        self._room = device.height() - self._top - foot

    def draw(self) -> None:
        """Draw every page."""
        document = self._document()
        amount = document.pageCount()
        for number in range(amount):
            if number:
                self._device.newPage()
            self._draw_edges(number + 1, amount)
            self._painter.save()
            self._painter.translate(0, self._top - number * self._room)
            # A dot less: the first line of the next page touches the end of this one, and would stand on both.
            document.drawContents(self._painter, QRectF(0, number * self._room, self._width, self._room - 1))
            self._painter.restore()

    @property
    def _label(self) -> str:
        return self._paper.assessment.label

    @property
    def _text(self) -> str:
        """Return the text without the line that stands at the head of every page."""
        text = self._paper.assessment.text.strip()
        first, _, rest = text.partition("\n")
        return rest.strip() if first == self._paper.patient else text

    def _draw_edges(self, number: int, amount: int) -> None:
        """Draw who it is about and whether it was reviewed above the text, the page number below."""
        area = QRectF(0, 0, self._width, self._head)
        used = self._words(area, self._paper.patient, self._strong, INK)
        self._words(area.adjusted(0, used, 0, 0), self._label, self._strong, INK)
        line = self._head + AIR * self._dots / 2
        self._painter.setPen(GREY)
        self._painter.drawLine(0, round(line), round(self._width), round(line))
        height = QFontMetricsF(self._edge, self._device).height()
        foot = QRectF(0, self._device.height() - height, self._width, height)
        self._words(foot, self._paper.origin, self._edge, GREY)
        self._painter.drawText(foot, Qt.AlignmentFlag.AlignRight, f"Page {number} of {amount}")

    def _words(self, area: QRectF, words: str, look: QFont, colour: QColor) -> float:
        """Draw words, and return how high they are."""
        self._painter.setFont(look)
        self._painter.setPen(colour)
        self._painter.drawText(area, int(TEXT), one_line(words))
        return self._height(words, look)

    def _height(self, words: str, look: QFont) -> float:
        room = QRectF(0, 0, self._width, 1e6)
        return QFontMetricsF(look, self._device).boundingRect(room, int(TEXT), one_line(words)).height()

    def _document(self) -> QTextDocument:
        """Return the text, laid out for this device."""
        made = QTextDocument()
        made.documentLayout().setPaintDevice(self._device)
        made.setDocumentMargin(0)
        made.setDefaultFont(_font(BODY_POINTS))
        cursor = QTextCursor(made)
        for number, line in enumerate(parts(self._text)):
            block = self._block(line)
            if number:
                cursor.insertBlock(block)
            else:
                cursor.setBlockFormat(block)
            strong, rest = _stressed(line)
            cursor.insertText(strong, _letters(bold=True))
            cursor.insertText(rest, _letters(bold=False))
        made.setPageSize(QRectF(0, 0, self._width, self._room).size())
        return made

    def _block(self, line: Line) -> QTextBlockFormat:
        """Return where a line stands; what belongs to an item hangs under it."""
        made = QTextBlockFormat()
        hanging = HANGING if line.part in (Part.ITEM, Part.DETAIL) else 0.0
        indent = DETAIL_INDENT if line.part is Part.DETAIL else 0.0
        made.setLeftMargin((indent + hanging) * self._dots)
        made.setTextIndent(-hanging * self._dots)
        return made


def _stressed(line: Line) -> tuple[str, str]:
    """Return what of a line is bold, headings and the names of what is held, and what is not."""
    if line.part is Part.HEADING:
        return line.text, ""
    if line.part is Part.ITEM and line.text[0].isdigit():
        name, bracket, rest = line.text.partition(" (")
        return name, bracket + rest
    return "", line.text


def _letters(*, bold: bool) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(INK)
    made.setFontWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
    return made


def _font(points: float, *, bold: bool = False) -> QFont:
    made = font()
    made.setPointSizeF(points)
    made.setBold(bold)
    return made
