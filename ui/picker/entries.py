"""The picker's list: a model over entries and a delegate that paints two lines."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.parts.text import one_line, tip_text
from ui.picker.demo import Entry
from ui.theme import THEME

INSIDE = 8
Index = QModelIndex | QPersistentModelIndex


class EntryModel(QAbstractListModel):
    """The entries whose title or subtitle contains the filter."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._all: tuple[Entry, ...] = ()
        self._shown: tuple[Entry, ...] = ()
        self._words = ""

    def set_entries(self, entries: tuple[Entry, ...]) -> None:
        """Replace all entries."""
        self._all = entries
        self.filter(self._words)

    def filter(self, text: str) -> None:
        """Show only what contains the text."""
        self._words = text
        words = text.casefold().split()
        self.beginResetModel()
        self._shown = tuple(e for e in self._all if all(w in f"{e.title} {e.subtitle}".casefold() for w in words))
        self.endResetModel()

    def entry(self, index: Index) -> Entry | None:
        """Return the entry of a row."""
        return self._shown[index.row()] if index.isValid() and index.row() < len(self._shown) else None

    def row_of(self, path: Path | None) -> int | None:
        """Return the row of a path, if shown."""
        return next((row for row, entry in enumerate(self._shown) if entry.path == path), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 Qt's own signature
        """Override QAbstractListModel."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Override QAbstractListModel."""
        entry = self.entry(index)
        if entry is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return one_line(entry.title)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return one_line(f"{entry.title}, {entry.subtitle}")
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip_text(f"{entry.title}\n{entry.subtitle}\n{entry.path.name}")
        if role == Qt.ItemDataRole.UserRole:
            return one_line(entry.subtitle)
        return None


class EntryDelegate(QStyledItemDelegate):
    """Paints the name and, smaller, what they came with; the open patient has a ground and an edge."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Override QStyledItemDelegate."""
        return QSize(120, THEME.px(44))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Override QStyledItemDelegate."""
        rect: QRect = option.rect
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if state & QStyle.StateFlag.State_Selected:
            painter.setBrush(THEME.colour("accent_ground"))
            painter.drawRoundedRect(rect, 5, 5)
            painter.setBrush(THEME.colour("accent"))
            painter.drawRoundedRect(QRect(rect.left(), rect.top() + 6, 3, rect.height() - 12), 1.5, 1.5)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(THEME.colour("canvas"))
            painter.drawRoundedRect(rect, 5, 5)
        font = QFont(option.font)
        inner = rect.adjusted(THEME.px(INSIDE), THEME.px(4), -6, -THEME.px(4))
        self._line(painter, inner, font, THEME.points(), "text", str(index.data()), Qt.AlignmentFlag.AlignTop)
        subtitle = str(index.data(Qt.ItemDataRole.UserRole))
        self._line(painter, inner, font, THEME.points(-1), "muted", subtitle, Qt.AlignmentFlag.AlignBottom)
        painter.restore()

    @staticmethod
    def _line(
        painter: QPainter, rect: QRect, font: QFont, points: float, colour: str, text: str, edge: Qt.AlignmentFlag
    ) -> None:
        """Paint one elided line."""
        font.setPointSizeF(points)
        painter.setFont(font)
        painter.setPen(THEME.colour(colour))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignLeft | edge), shown)
