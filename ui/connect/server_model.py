"""The list of servers: a model over connections and a delegate that paints name, address and state."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from copilot.fhir.connections import Auth, Connection
from ui.parts.text import one_line, tip_text
from ui.theme import THEME

Index = QModelIndex | QPersistentModelIndex
ROW = 46
AUTH_WORDS = {Auth.OPEN: "no sign-in", Auth.SMART: "sign-in in the browser", Auth.BACKEND: "unattended sign-in"}


class ServerModel(QAbstractListModel):
    """The known servers, and at which of them someone is signed in."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._connections: tuple[Connection, ...] = ()
        self._signed_in: frozenset[str] = frozenset()

    def set_connections(self, connections: tuple[Connection, ...], signed_in: frozenset[str]) -> None:
        """Replace all."""
        self.beginResetModel()
        self._connections, self._signed_in = connections, signed_in
        self.endResetModel()

    def connection(self, index: Index) -> Connection | None:
        """Return the server of a row."""
        return self._connections[index.row()] if index.isValid() and index.row() < len(self._connections) else None

    def row_of(self, identifier: str) -> int:
        """Return the row of a server, the first where it is gone."""
        return next((row for row, known in enumerate(self._connections) if known.id == identifier), 0)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 Qt's own signature
        """Override QAbstractListModel."""
        return 0 if parent.isValid() else len(self._connections)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Override QAbstractListModel."""
        connection = self.connection(index)
        if connection is None:
            return None
        name, address, state = one_line(connection.name), one_line(connection.base_url), self._state(connection)
        if role == Qt.ItemDataRole.DisplayRole:
            return name
        if role == Qt.ItemDataRole.UserRole:
            return address
        if role == Qt.ItemDataRole.UserRole + 1:
            return state
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{name}, {address}, {state}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip_text(f"{name}\n{address}\n{state}")
        return None

    def _state(self, connection: Connection) -> str:
        """Return the words on the right: signed in or how one signs in, and whose entry it is."""
        state = "signed in" if connection.id in self._signed_in else AUTH_WORDS[connection.auth]
        return f"{state} · set by IT" if connection.locked else state


class ServerDelegate(QStyledItemDelegate):
    """Paints the name over the address, and on the right how one signs in and whether IT set it."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Override QStyledItemDelegate."""
        return QSize(200, THEME.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Override QStyledItemDelegate."""
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setBrush(THEME.colour("accent_ground"))
            painter.drawRoundedRect(rect, 5, 5)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(THEME.colour("canvas"))
            painter.drawRoundedRect(rect, 5, 5)
        inner = rect.adjusted(12, THEME.px(5), -12, -THEME.px(5))
        state = str(index.data(Qt.ItemDataRole.UserRole + 1))
        font = QFont(option.font)
        right = _text(painter, inner, font, -1, "muted", state, Qt.AlignmentFlag.AlignRight)
        left = inner.adjusted(0, 0, -right - 16, 0)
        top, bottom = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignBottom
        font.setBold(True)
        _text(painter, left, font, 0, "text", str(index.data()), Qt.AlignmentFlag.AlignLeft | top)
        font.setBold(False)
        address = str(index.data(Qt.ItemDataRole.UserRole))
        _text(painter, left, font, -1, "muted", address, Qt.AlignmentFlag.AlignLeft | bottom)
        painter.restore()


def _text(
    painter: QPainter, rect: QRect, font: QFont, step: float, colour: str, text: str, side: Qt.AlignmentFlag
) -> int:
    """Paint one elided line and return its width."""
    font.setPointSizeF(THEME.points(step))
    painter.setFont(font)
    painter.setPen(THEME.colour(colour))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    upright = Qt.AlignmentFlag.AlignVCenter if side is Qt.AlignmentFlag.AlignRight else Qt.AlignmentFlag(0)
    painter.drawText(rect, int(side | upright), shown)
    return painter.fontMetrics().horizontalAdvance(shown)
