"""The lines of the list of connections, as a table that assistive technology reads too."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from copilot.egress import Reached
from ui.parts.dates import local_moment
from ui.parts.text import one_line

HEADINGS = ("Computer", "Port", "What for", "Since", "State")
Line = tuple[str, str, str, str, str]


def lines(reached: tuple[Reached, ...], refused: tuple[str, ...]) -> tuple[Line, ...]:
    """Return what is open, then what was closed, then what was refused; the last first."""
    made = [
        (one_line(one.host), str(one.port), one_line(one.purpose), local_moment(one.since), _state(one))
        for one in sorted(reached, key=lambda one: not one.open)
    ]
    return (*made, *((one_line(host), "", "nobody asked for it", "", "refused") for host in reversed(refused)))


class Lines(QAbstractTableModel):
    """Holds the lines."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[Line, ...] = ()

    def show_lines(self, found: tuple[Line, ...]) -> None:
        """Show other lines; the same again change nothing, so that the place in the list stays."""
        if found == self._lines:
            return
        self.beginResetModel()
        self._lines = found
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own
        """Override: how many."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own
        """Override: how many."""
        return 0 if parent.isValid() else len(HEADINGS)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Override: the words of a cell."""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._lines[index.row()][index.column()]
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Override: the words above a column."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return HEADINGS[section]
        return None


def _state(one: Reached) -> str:
    """Return whether it is open."""
    return "open" if one.open else "closed"
