"""The table that shows a `Grid`: fixed row height, as many days as fit, no sideways scrolling."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.automation import Name, identify
from ui.chart.chart_table import ChartTable
from ui.chart.grid import Grid
from ui.chart.grid_model import GridModel, Index, alignment
from ui.chart.hits import Hits
from ui.chart.spark import paint_trend
from ui.parts.found import paint_found
from ui.parts.line import EDGE
from ui.theme import THEME

ROW = 24
DAY = 76
TREND = 96
FEW = 3
SHORT = 130
FEW_ROWS = 4


class GridDelegate(QStyledItemDelegate):
    """Paints cells: marked results bold and in colour with their letter, highlights with an edge, trends."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Override QStyledItemDelegate; asks the model as Python asks, see `FactDelegate`."""
        model = index.model()
        assert isinstance(model, GridModel)
        rect = QRectF(option.rect)
        self._ground(painter, rect, option, model, index)
        analyte = model.analyte(index)
        if index.column() == model.columnCount() - 1 and len(analyte.points) > 1:
            paint_trend(painter, rect.adjusted(6, 4, -6, -4), analyte.outline, analyte.limits)
        else:
            self._words(painter, rect, option, model, index)

    @staticmethod
    def _ground(painter: QPainter, rect: QRectF, option: QStyleOptionViewItem, model: GridModel, index: Index) -> None:
        """Paint the highlight of the row, the frame of the cell, or the selection."""
        if model.row_lit(index):
            painter.fillRect(rect, THEME.colour("highlight"))
            if index.column() == 0:
                painter.fillRect(QRectF(rect.left(), rect.top(), EDGE, rect.height()), THEME.colour("highlight_edge"))
        elif option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, THEME.colour("accent_ground"))
        lit = model.cell_lit(index)
        if lit or option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(THEME.colour("highlight_edge" if lit else "focus"), 1.5))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))

    @staticmethod
    def _words(painter: QPainter, rect: QRectF, option: QStyleOptionViewItem, model: GridModel, index: Index) -> None:
        """Paint the words."""
        cell = model.cell(index)
        abnormal = cell is not None and cell.abnormal
        words = model.words(index)
        muted = index.column() > len(model.days) or words == "–"
        font = QFont(option.font)
        font.setBold(abnormal)
        painter.setFont(font)
        painter.setPen(THEME.colour("opposing" if abnormal else "muted" if muted else "text"))
        space = rect.adjusted(6, 0, -6, 0)
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(space.width()))
        right = 0 < index.column() <= len(model.days)
        if model.is_found(index):
            pen = painter.pen()
            paint_found(painter, space, shown, model.hits.terms, right=right)
            painter.setPen(pen)
        painter.drawText(space, int(alignment(right)), shown)


class GridTable(ChartTable):
    """A results table; `window_changed` tells that other days are in sight."""

    window_changed = Signal()

    def __init__(self, name: Name, label: str, *, grows: bool) -> None:
        super().__init__(ROW)
        identify(self, name, label)
        self._grows = grows
        self._measured: tuple[int, int, int, int] | None = None
        self.grid_model = GridModel(self)
        self.setModel(self.grid_model)
        self.setItemDelegate(GridDelegate(self))
        self.horizontalHeader().setMinimumSectionSize(20)
        if grows:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentChanged.connect(self.current_changed)
        self.dress()

    def show_grid(self, grid: Grid) -> None:
        """Show another grid at its newest days."""
        self._measured = None
        self.grid_model.set_grid(grid)
        self.fit()
        self._take_height()

    def update_grid(self, grid: Grid) -> None:
        """Show more of the same chart: the days, the top line and the current cell stay what they were."""
        model, bar = self.grid_model, self.verticalScrollBar()
        at_end = model.first + model.count >= len(model.grid.days)
        first = model.days[0] if model.days and not at_end else None
        top = self.rowAt(0) if bar.value() else -1
        top_name = model.grid.rows[top].name if top >= 0 else None
        current = self.currentIndex()
        name = model.analyte(current).name if current.isValid() else None
        day = model.day(current) if current.isValid() else None
        self.show_grid(grid)
        if first in grid.days:
            model.set_window(grid.days.index(first), model.count)
            self._size_columns()
        rows = {row.name: number for number, row in enumerate(grid.rows)}
        if name in rows:
            self.make_current(model.index(rows[name], 1 + model.days.index(day) if day in model.days else 0))
        if top_name in rows:
            self.put_on_top(model.index(rows[top_name], 0))

    def page(self, direction: int) -> None:
        """Go to older (-1) or newer (1) days."""
        step = max(self.grid_model.count - 1, 1)
        self.grid_model.set_window(self.grid_model.first + direction * step, self.grid_model.count)
        self._size_columns()
        self.window_changed.emit()

    def light(self, facts: frozenset[str]) -> None:
        """Highlight these facts."""
        self.grid_model.light(facts)

    def mark(self, hits: Hits) -> None:
        """Mark the words that a search found."""
        self.grid_model.hits = hits
        self.viewport().update()

    def show_fact(self, fact: str) -> bool:
        """Bring a fact into sight and make its cell current; return whether it is in this table."""
        place = self.grid_model.grid.place(fact)
        if place is None:
            return False
        row, day = place
        position = self.grid_model.grid.days.index(day)
        if day not in self.grid_model.days:
            self.grid_model.set_window(position - self.grid_model.count + 1, self.grid_model.count)
            self._size_columns()
            self.window_changed.emit()
        index = self.grid_model.index(row, 1 + position - self.grid_model.first)
        self.make_current(index)  # the caller knows which of the day's facts it meant
        self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
        self.grid_model.light(frozenset((fact,)))
        self.viewport().update()
        return True

    def facts_at(self, index: QModelIndex) -> tuple[str, ...]:
        """Override: the facts of the cell."""
        cell = self.grid_model.cell(index) if index.isValid() else None
        return tuple(fact.id for fact in cell.facts) if cell is not None else ()

    def dress(self) -> None:
        """Override: another font, other widths and another height."""
        self._measured = None
        super().dress()
        self._take_height()

    def _widths(self) -> tuple[int, int, int, int]:
        """Return the widths of analyte, unit, range and trend, as wide as their longest words up to a limit."""
        if self._measured is None:
            self._measured = self._measure()
        return self._measured

    def _measure(self) -> tuple[int, int, int, int]:
        """Measure the words; kept until another grid or another font."""
        metrics = self.fontMetrics()
        rows = self.grid_model.grid.rows
        pad = 16

        def widest(words: list[str], least: str, most: int) -> int:
            return min(max(metrics.horizontalAdvance(w) for w in [*words[:300], least]) + pad, THEME.px(most))

        return (
            widest([row.label for row in rows], "Analyte", 230),
            widest([row.unit for row in rows], "Unit", 90),
            widest([row.range for row in rows], "Range", 120) if any(row.range for row in rows) else 0,
            THEME.px(TREND),
        )

    def _shares(self) -> tuple[tuple[int, int, int, int], int]:
        """Return the widths and the number of days that fit; results come before the trend where it is tight."""
        label, unit, range_, trend = self._widths()
        day = self._day_width()
        free = self.viewport().width() - label - unit - range_
        every = max(len(self.grid_model.grid.days), 1)
        wanted = min(every, FEW) * day
        if free - trend < wanted:
            free, trend = free + label, 0
            label = min(label, max(free - wanted, THEME.px(SHORT)))
            free -= label
        return (label, unit, range_, trend), max(1, min((free - trend) // day, every))

    def _day_width(self) -> int:
        """Return the width of a day: of its results, or of a date that has a year in it."""
        return max(THEME.px(DAY), self.fontMetrics().horizontalAdvance("30 Nov ’26") + 14)

    def fit(self) -> None:
        """Override: show as many days as fit."""
        _, count = self._shares()
        model = self.grid_model
        at_end = model.first + model.count >= len(model.grid.days)
        model.set_window(len(model.grid.days) - count if at_end else model.first, count)
        self._size_columns()
        self.window_changed.emit()

    def _size_columns(self) -> None:
        """Give every column its width; what is left goes to the analyte."""
        (label, unit, range_, trend), _ = self._shares()
        days, day = len(self.grid_model.days), self._day_width()
        left = max(self.viewport().width() - label - unit - range_ - trend - days * day, 0)
        wider = min(left // 2, THEME.px(TREND)) if trend else 0
        widths = [label + left - wider, *[day] * days, unit, range_, trend + wider]
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)

    def _take_height(self) -> None:
        """Take the height of all rows, at most or exactly, and of a few at least."""
        rows = self.grid_model.rowCount()
        self.setMaximumHeight(self._height_of(rows))
        self.setMinimumHeight(self._height_of(rows if self._grows else min(rows, FEW_ROWS)))

    def _height_of(self, rows: int) -> int:
        """Return the height that so many rows take, with their header."""
        return self.horizontalHeader().sizeHint().height() + rows * THEME.px(ROW) + 2
