"""`ChartTable`: what the tables of the chart share: what is pointed at, what is current, and staying in place."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView

from ui.parts.table import Table


class ChartTable(Table):
    """`selected` gives the fact that the person made current, `hovered` the facts under the pointer."""

    selected = Signal(str)
    hovered = Signal(object)

    def __init__(self, height: int) -> None:
        super().__init__(height)
        self._jumping = False
        self.setMouseTracking(True)
        self.entered.connect(self._entered)

    def facts_at(self, index: QModelIndex) -> tuple[str, ...]:
        """Return the facts that stand at an index, the one to select last: none, unless the table says otherwise."""
        return ()

    def make_current(self, index: QModelIndex) -> None:
        """Make an index current without telling that the person selected it."""
        self._jumping = True
        self.setCurrentIndex(index)
        self._jumping = False

    def put_on_top(self, index: QModelIndex) -> None:
        """Scroll a line to the top, also right after the lines became others."""
        self.executeDelayedItemsLayout()  # else it scrolls within the old number of lines
        self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtTop)

    def leaveEvent(self, event: QEvent) -> None:
        """Override: nothing is pointed at any more."""
        super().leaveEvent(event)
        self.hovered.emit(frozenset())

    @Slot(QModelIndex, QModelIndex)
    def current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        """Tell which fact is current."""
        facts = () if self._jumping else self.facts_at(current)
        if facts:
            self.selected.emit(facts[-1])

    @Slot(QModelIndex)
    def _entered(self, index: QModelIndex) -> None:
        """Tell which facts are pointed at."""
        self.hovered.emit(frozenset(self.facts_at(index)))
