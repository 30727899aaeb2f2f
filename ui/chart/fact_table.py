"""The table of facts: uniform rows, elided cells, the highlighted rows marked, retracted ones struck out."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from copilot.chart.fact import Fact, Standing
from ui.automation import Name, identify
from ui.chart.chart_table import ChartTable
from ui.chart.fact_model import WHEN, Column, FactModel, Index
from ui.chart.hits import Hits
from ui.parts.found import paint_found
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
        if fact.id in model.hits.facts:
            paint_found(painter, space, words, model.hits.terms, right=False)
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


class FactTable(ChartTable):
    """Facts by row."""

    def __init__(self, columns: tuple[Column, ...], name: Name, label: str, *, key: str = "") -> None:
        super().__init__(ROW)
        identify(self, name, label, key=key)
        self.fact_model = FactModel(columns, self)
        self.setModel(self.fact_model)
        self.setItemDelegate(FactDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.selectionModel().currentChanged.connect(self.current_changed)
        self.dress()

    def show_facts(self, facts: tuple[Fact, ...]) -> None:
        """List these facts."""
        self.fact_model.set_facts(facts)
        self.fit()

    def update_facts(self, facts: tuple[Fact, ...], words: str, same: Callable[[Fact | None], str]) -> None:
        """List more of the same chart: the top line and the current one stay what they were."""
        model, bar = self.fact_model, self.verticalScrollBar()
        top = model.fact_at(self.rowAt(0)) if bar.value() else None
        current = model.fact(self.currentIndex())
        model.set_facts(facts, words)
        self.fit()
        row = model.row_of(same(current))
        if row is not None:
            self.make_current(model.index(row, 0))
        row = model.row_of(same(top))
        if row is None:
            self.scrollToTop()
        else:
            self.put_on_top(model.index(row, 0))

    def light(self, facts: frozenset[str]) -> None:
        """Highlight these facts."""
        self.fact_model.light(facts)

    def mark(self, hits: Hits) -> None:
        """Mark the words that a search found."""
        self.fact_model.hits = hits
        self.viewport().update()

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

    def facts_at(self, index: QModelIndex) -> tuple[str, ...]:
        """Override: the fact of the row."""
        fact = self.fact_model.fact(index)
        return (fact.id,) if fact is not None else ()

    def fit(self) -> None:
        """Override: give every column its letters, and share what is left by stretch.

        Where there is no room for all, the last columns go first, but not what the record says, nor when. One in
        which no line of a short list says anything takes no room.
        """
        letter = self.fontMetrics().averageCharWidth()
        columns = self.fact_model.columns
        room = self.viewport().width()
        shown = [number for number in range(len(columns)) if not self.fact_model.says_nothing(number)]
        for number in reversed(range(len(columns))):
            if sum(columns[n].width for n in shown) * letter <= room:
                break
            if number != self.fact_model.leading and columns[number] is not WHEN:
                shown.remove(number)
        left = max(room - sum(columns[n].width for n in shown) * letter, 0)
        shares = sum(columns[n].stretch for n in shown) or 1
        for number, column in enumerate(columns):
            self.setColumnHidden(number, number not in shown)
            self.setColumnWidth(number, column.width * letter + left * column.stretch // shares)
