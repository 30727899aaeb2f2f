"""The comparison as a table: a finding a row, what the chart says of it, and a column for each condition."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from copilot.differential.compare import Compared, Comparison
from copilot.review.comparison_words import cell_words, chart_words, row_words
from ui.parts.text import one_line
from ui.theme import THEME

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
FINDING, CHART, FIRST = 0, 1, 2
SAYS, ASKS = "What the chart says of them differently", "What would tell them apart"
TOP = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class ComparisonModel(QAbstractTableModel):
    """Rows of both kinds, each kind under its own heading, which is a row as well."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.comparison: Comparison | None = None
        self._rows: list[Compared | str] = []

    def show_comparison(self, comparison: Comparison | None) -> None:
        """Show another comparison; None: none."""
        self.beginResetModel()
        self.comparison = comparison
        self._rows = []
        if comparison is not None:
            for heading, rows in ((SAYS, comparison.decided), (ASKS, comparison.open)):
                self._rows += [heading, *rows] if rows else []
        self.endResetModel()

    def row(self, number: int) -> Compared | None:
        """Return a row, None for a heading."""
        found = self._rows[number] if 0 <= number < len(self._rows) else ""
        return None if isinstance(found, str) else found

    def place(self, term: str) -> int:
        """Return the number of the row of a finding, -1 where there is none."""
        return next((n for n, row in enumerate(self._rows) if not isinstance(row, str) and row.term == term), -1)

    def headings(self) -> list[int]:
        """Return the numbers of the rows that are headings."""
        return [number for number, row in enumerate(self._rows) if isinstance(row, str)]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 as Qt declares it
        """Override."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 as Qt declares it
        """Override."""
        return 0 if parent.isValid() or self.comparison is None else FIRST + len(self.comparison.hypotheses)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Override: a heading cannot be chosen."""
        return super().flags(index) if self.row(index.row()) is not None else Qt.ItemFlag.ItemIsEnabled

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """Override."""
        found = self._rows[index.row()]
        if isinstance(found, str):
            return _heading(found, index.column(), role)
        if role == Role.DisplayRole:
            return self._words(found, index.column())
        if role == Role.AccessibleTextRole and self.comparison is not None:
            return one_line(row_words(found, self.comparison)) if index.column() == FINDING else None
        if role == Role.ForegroundRole:
            return THEME.colour(self._colour(found, index.column()))
        if role == Role.FontRole and self._favoured(found, index.column()):
            font = QFont()
            font.setBold(True)
            return font
        return int(TOP) if role == Role.TextAlignmentRole else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """Override."""
        if orientation is not Qt.Orientation.Horizontal or self.comparison is None:
            return None
        if role == Role.DisplayRole:
            names = [one_line(h.condition.name) for h in self.comparison.hypotheses]
            return ("Finding", "Chart", *names)[section]
        return int(TOP) if role == Role.TextAlignmentRole else None

    @staticmethod
    def _words(row: Compared, column: int) -> str:
        """Return the words of a cell."""
        if column == FINDING:
            return one_line(row.name)
        return chart_words(row) if column == CHART else cell_words(row.cells[column - FIRST])

    @staticmethod
    def _favoured(row: Compared, column: int) -> bool:
        """Return whether the chart's word weighs most for the condition of this column."""
        return row.finding is not None and not row.paused and column == FIRST + row.favours

    def _colour(self, row: Compared, column: int) -> str:
        """Return the colour of a cell: figures stand out from bands, as in the evidence."""
        if row.paused or (column == CHART and row.finding is None):
            return "muted"
        if column < FIRST:
            return "text"
        cell = row.cells[column - FIRST]
        if not cell.listed:
            return "muted"
        return "accent" if cell.figure is not None and not cell.editorial else "text"


def _heading(words: str, column: int, role: int) -> Any:
    """Return what a heading shows."""
    if role in (Role.DisplayRole, Role.AccessibleTextRole) and column == FINDING:
        return words
    if role == Role.ForegroundRole:
        return THEME.colour("muted")
    if role == Role.FontRole:
        font = QFont()
        font.setBold(True)
        return font
    return None
