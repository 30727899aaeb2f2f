"""The table model over a `Grid`: analyte, a window of days, unit, range, trend."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from copilot.chart.spoken import FLAG_LETTERS
from ui.chart.grid import Analyte, Cell, Grid
from ui.chart.hits import Hits
from ui.chart.spark import trend_words
from ui.parts.dates import of_date, of_when
from ui.parts.text import one_line, tip_text

Index = QModelIndex | QPersistentModelIndex
AFTER = ("Unit", "Range", "Trend")
EMPTY = Grid((), ())


class GridModel(QAbstractTableModel):
    """Shows `count` days from `first` on; everything shown is looked up when it is painted."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.grid = EMPTY
        self.first = 0
        self.count = 0
        self._lit: frozenset[str] = frozenset()
        self.hits = Hits()

    def set_grid(self, grid: Grid) -> None:
        """Show another grid, at its newest days."""
        self.beginResetModel()
        self.grid = grid
        self.first = max(0, len(grid.days) - self.count)
        self.endResetModel()

    def set_window(self, first: int, count: int) -> None:
        """Show other days."""
        count = max(1, count)
        first = min(max(first, 0), max(len(self.grid.days) - count, 0))
        if (first, count) != (self.first, self.count):
            self.beginResetModel()
            self.first, self.count = first, count
            self.endResetModel()

    @property
    def days(self) -> tuple[date, ...]:
        """Return the days in sight."""
        return self.grid.days[self.first : self.first + self.count]

    def light(self, facts: frozenset[str]) -> None:
        """Highlight the cells of these facts and their rows."""
        if facts != self._lit:
            self._lit = facts
            if self.rowCount():
                self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def analyte(self, index: Index) -> Analyte:
        """Return the row's analyte."""
        return self.grid.rows[index.row()]

    def day(self, index: Index) -> date | None:
        """Return the day of an index, None outside the days."""
        day = index.column() - 1
        return self.days[day] if 0 <= day < len(self.days) else None

    def cell(self, index: Index) -> Cell | None:
        """Return the results of an index, None outside the days."""
        day = self.day(index)
        return self.analyte(index).cells.get(day) if day is not None else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 Qt's own signature
        """Override QAbstractTableModel."""
        return 0 if parent.isValid() else len(self.grid.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 Qt's own signature
        """Override QAbstractTableModel."""
        return 0 if parent.isValid() else 1 + len(self.days) + len(AFTER)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Override QAbstractTableModel."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        day = section - 1
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(alignment(0 <= day < len(self.days)))
        if role == Qt.ItemDataRole.ToolTipRole and 0 <= day < len(self.days):
            return tip_text(of_date(self.days[day]))
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if section == 0:
            return "Analyte"
        return self._day_words(day) if day < len(self.days) else AFTER[day - len(self.days)]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Override QAbstractTableModel."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self.words(index)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(alignment(0 < index.column() <= len(self.days)))
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip_text(self._detail(index))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(index)
        return None

    def row_lit(self, index: Index) -> bool:
        """Return whether the row holds a highlighted fact."""
        return bool(self._lit) and not self.analyte(index).facts.keys().isdisjoint(self._lit)

    def cell_lit(self, index: Index) -> bool:
        """Return whether exactly this cell holds a highlighted fact."""
        cell = self.cell(index) if self._lit else None
        return cell is not None and any(fact.id in self._lit for fact in cell.facts)

    def is_found(self, index: Index) -> bool:
        """Return whether a search found a fact of the cell, or of its row where the cell names the row."""
        if not self.hits.facts:
            return False
        if index.column() == 0:
            return not self.analyte(index).facts.keys().isdisjoint(self.hits.facts)
        cell = self.cell(index)
        return cell is not None and any(fact.id in self.hits.facts for fact in cell.facts)

    def words(self, index: Index) -> str:
        """Return what stands in the cell."""
        analyte, day = self.analyte(index), index.column() - 1
        if day < 0:
            return analyte.label
        if day >= len(self.days):
            after = (analyte.unit, analyte.range, "" if len(analyte.points) > 1 else "single value")
            return after[day - len(self.days)]
        cell = self.cell(index)
        if cell is None:
            return "–"
        flag = one_line(cell.flag)[:FLAG_LETTERS] if cell.abnormal else ""
        more = f" (+{len(cell.facts) - 1})" if len(cell.facts) > 1 else ""
        return f"{cell.text} {flag}".strip() + more

    def _day_words(self, day: int) -> str:
        """Return the header of a day in sight."""
        return self._header(self.days[day])

    def _header(self, shown: date) -> str:
        """Return a day for its header, the year where it is not the newest day's."""
        newest = self.grid.days[-1]
        words = of_date(shown, year=False)
        return words if shown.year == newest.year else f"{words} ’{shown.year % 100:02d}"

    def _detail(self, index: Index) -> str:
        """Return the tip: every result of the day with its time and source."""
        cell = self.cell(index)
        if cell is None:
            return self.analyte(index).label if index.column() == 0 else ""
        return "\n".join(
            f"{fact.text} {fact.flag} · {of_when(fact.when, time=True)} · {fact.status} · {fact.source.resource}"
            for fact in cell.facts
        )

    def _spoken(self, index: Index) -> str:
        """Return the cell for a screen reader, with what its place says to the eye."""
        analyte, day = self.analyte(index), index.column() - 1
        if day == len(self.days) + len(AFTER) - 1:
            return f"{analyte.label}, trend: {trend_words(analyte.points)}"
        if 0 <= day < len(self.days):
            return f"{analyte.label}, {of_date(self.days[day])}: {self.words(index)} {analyte.unit}"
        return self.words(index)


def alignment(number: bool) -> Qt.AlignmentFlag:
    """Return right for numbers, left for words."""
    side = Qt.AlignmentFlag.AlignRight if number else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
