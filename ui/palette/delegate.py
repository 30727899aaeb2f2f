"""How a command is painted: its words, greyed its group, and its key at the right."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.palette.model import GROUP, KEY
from ui.theme import THEME

HEIGHT = 30
INSIDE = 10


class CommandDelegate(QStyledItemDelegate):
    """Paints one line; the current one has a ground and an edge, so that it does not rest on colour alone."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Override QStyledItemDelegate."""
        return QSize(120, THEME.px(HEIGHT))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Override QStyledItemDelegate."""
        area: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(THEME.colour("accent_ground"))
            painter.drawRoundedRect(area, 5, 5)
            painter.setBrush(THEME.colour("accent"))
            painter.drawRoundedRect(QRect(area.left(), area.top() + 5, 3, area.height() - 10), 1.5, 1.5)
        able = bool(index.flags() & Qt.ItemFlag.ItemIsEnabled)
        inner = area.adjusted(THEME.px(INSIDE), 0, -THEME.px(INSIDE), 0)
        small = QFont(option.font)
        small.setPointSizeF(THEME.points(-0.75))
        painter.setFont(small)
        painter.setPen(THEME.colour("muted"))
        key = str(index.data(KEY))
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), key)
        inner.setRight(inner.right() - painter.fontMetrics().horizontalAdvance(key) - THEME.px(INSIDE))
        used = self._words(painter, inner, option.font, str(index.data()), "text" if able else "muted")
        painter.setFont(small)
        painter.setPen(THEME.colour("muted"))
        inner.setLeft(inner.left() + used + THEME.px(INSIDE))
        group = painter.fontMetrics().elidedText(str(index.data(GROUP)), Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), group)
        painter.restore()

    @staticmethod
    def _words(painter: QPainter, area: QRect, font: QFont, words: str, colour: str) -> int:
        """Paint the words, elided where they must be; return how wide they came out."""
        painter.setFont(font)
        painter.setPen(THEME.colour(colour))
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)
        return painter.fontMetrics().horizontalAdvance(shown)
