"""The table of patients: a model over lines of a worklist or a search; plain text whatever a name holds."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from copilot.fhir.server.patients import PatientLine
from ui.parts.dates import day
from ui.parts.text import one_line, tip_text

Index = QModelIndex | QPersistentModelIndex
TITLES = ("Name", "Born", "Sex", "Identifiers")
IDENTIFIERS = 3


class PatientModel(QAbstractTableModel):
    """One patient a row."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._lines: tuple[PatientLine, ...] = ()

    def set_lines(self, lines: tuple[PatientLine, ...]) -> None:
        """Replace all."""
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def line(self, index: Index) -> PatientLine | None:
        """Return the patient of a row."""
        return self._lines[index.row()] if index.isValid() and index.row() < len(self._lines) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 Qt's own signature
        """Override QAbstractTableModel."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 Qt's own signature
        """Override QAbstractTableModel."""
        return 0 if parent.isValid() else len(TITLES)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Override QAbstractTableModel."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return TITLES[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Override QAbstractTableModel."""
        line = self.line(index)
        if line is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return words(line)[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip_text("\n".join((*words(line)[:3], *map(one_line, line.identifiers))))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{TITLES[index.column()]}: {words(line)[index.column()]}"
        return None


def words(line: PatientLine) -> tuple[str, str, str, str]:
    """Return what the cells of a patient say."""
    name = one_line(line.name) or "Unnamed patient"
    some = [one_line(identifier) for identifier in line.identifiers[:IDENTIFIERS]]
    more = len(line.identifiers) - IDENTIFIERS
    return (
        name if line.active else f"{name} (record not in use)",
        day(line.birth_date) or "unknown",
        one_line(line.sex) or "unknown",
        " · ".join(some) + (f" +{more}" if more > 0 else ""),
    )
