"""The table of facts: uniform rows, elided cells, the highlighted rows marked, retracted ones struck out."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QFont, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from copilot.chart.fact import Fact, Standing
from ui.automation import Name, identify
from ui.chart.fact_model import Column, FactModel, Index
from ui.parts.line import EDGE
from ui.theme import THEME

ROW = 25
WORDS = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
PAST = frozenset({Standing.PAST, Standing.PLANNED, Standing.REFUTED, Standing.ERROR})


class FactDelegate(QStyledItemDelegate):
    """Paints one cell. It asks the model as Python asks: through `index.data` a page took 50 ms instead of 20."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Override QStyledItemDelegate."""
        model = index.model()
        assert isinstance(model, FactModel)
        fact = model.fact(index)
        if fact is None:
            return
        column = index.column()
        rect = QRectF(option.rect)
        self._ground(painter, rect, option, lit=model.is_lit(fact), first=column == 0)
        if fact.standing is Standing.ERROR:
            font = QFont(option.font)
            font.setStrikeOut(True)
            painter.setFont(font)
        leading = column == model.leading and fact.standing not in PAST
        painter.setPen(THEME.colour("text" if leading else "muted"))
        space = rect.adjusted(8, 0, -6, 0)
        words = option.fontMetrics.elidedText(
            model.columns[column].words(fact), Qt.TextElideMode.ElideRight, int(space.width())
        )
        painter.drawText(space, WORDS, words)
        if fact.standing is Standing.ERROR:
            painter.setFont(option.font)

    @staticmethod
    def _ground(painter: QPainter, rect: QRectF, option: QStyleOptionViewItem, *, lit: bool, first: bool) -> None:
        """Paint the highlight with its edge, the selection, or the focus."""
        if lit:
            painter.fillRect(rect, THEME.colour("highlight"))
            if first:
                painter.fillRect(QRectF(rect.left(), rect.top(), EDGE, rect.height()), THEME.colour("highlight_edge"))
        elif option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, THEME.colour("accent_ground"))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(THEME.colour("focus"), 1.5))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))


class FactTable(QTableView):
    """Facts by row; `selected` gives the current fact, `hovered` the one pointed at."""

    selected = Signal(str)
    hovered = Signal(object)

    def __init__(self, columns: tuple[Column, ...], name: Name, label: str, *, key: str = "") -> None:
        super().__init__()
        identify(self, name, label, key=key)
        self.fact_model = FactModel(columns, self)
        self.setModel(self.fact_model)
        self.setItemDelegate(FactDelegate(self))
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)
        self.selectionModel().currentChanged.connect(self._current)
        self.entered.connect(self._entered)
        THEME.changed.connect(self._dress)
        self._dress()

    def show_facts(self, facts: tuple[Fact, ...]) -> None:
        """List these facts."""
        self.fact_model.set_facts(facts)

    def update_facts(self, facts: tuple[Fact, ...], words: str, same: Callable[[Fact | None], str]) -> None:
        """List more of the same chart: the top line and the current one stay what they were."""
        model, bar = self.fact_model, self.verticalScrollBar()
        top = model.fact_at(self.rowAt(0)) if bar.value() else None
        current = model.fact(self.currentIndex())
        model.set_facts(facts, words)
        self.executeDelayedItemsLayout()  # else it scrolls within the old number of lines
        row = model.row_of(same(current))
        if row is not None:
            self.selectionModel().blockSignals(True)  # nobody selected anything
            self.setCurrentIndex(model.index(row, 0))
            self.selectionModel().blockSignals(False)
        row = model.row_of(same(top))
        if row is None:
            self.scrollToTop()
        else:
            self.scrollTo(model.index(row, 0), QAbstractItemView.ScrollHint.PositionAtTop)

    def light(self, facts: frozenset[str]) -> None:
        """Highlight these facts."""
        self.fact_model.light(facts)

    def show_fact(self, fact: str) -> bool:
        """Bring a fact into sight and highlight it; return whether it is listed."""
        row = self.fact_model.row_of(fact)
        if row is None:
            return False
        index = self.fact_model.index(row, 0)
        self.setCurrentIndex(index)
        self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
        self.light(frozenset((fact,)))
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override: share the width."""
        super().resizeEvent(event)
        self._share()

    def leaveEvent(self, event: QEvent) -> None:
        """Override: nothing is pointed at any more."""
        super().leaveEvent(event)
        self.hovered.emit(frozenset())

    @Slot()
    def _dress(self) -> None:
        """Take the row height from the zoom."""
        self.verticalHeader().setMinimumSectionSize(THEME.px(ROW))
        self.verticalHeader().setDefaultSectionSize(THEME.px(ROW))
        self._share()

    @Slot(QModelIndex, QModelIndex)
    def _current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        """Tell which fact is current."""
        fact = self.fact_model.fact(current)
        if fact is not None:
            self.selected.emit(fact.id)

    @Slot(QModelIndex)
    def _entered(self, index: QModelIndex) -> None:
        """Tell which fact is pointed at."""
        fact = self.fact_model.fact(index)
        self.hovered.emit(frozenset((fact.id,)) if fact else frozenset())

    def _share(self) -> None:
        """Give every column its letters, and share what is left by stretch."""
        letter = self.fontMetrics().averageCharWidth()
        columns = self.fact_model.columns
        least = [column.width * letter for column in columns]
        left = max(self.viewport().width() - sum(least), 0)
        shares = sum(column.stretch for column in columns) or 1
        for number, column in enumerate(columns):
            self.setColumnWidth(number, least[number] + left * column.stretch // shares)
