"""`Table`: what all tables share: read-only, no grid, no sideways scrolling, lines of one height."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from ui.theme import THEME


class Table(QTableView):
    """`height` is that of a line, before the zoom. Whoever inherits sets a model, then calls `dress`."""

    def __init__(self, height: int) -> None:
        super().__init__()
        self._height = height
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)  # Tab leaves it, the arrows walk in it
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)
        THEME.changed.connect(self._dress)

    def fit(self) -> None:
        """Share the width among the columns; asked for with every other width or font."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override: share the width."""
        super().resizeEvent(event)
        self.fit()

    @Slot()
    def _dress(self) -> None:
        """Follow the theme; a slot that is overridden would be called after the table is gone."""
        self.dress()

    def dress(self) -> None:
        """Take the height of a line from the zoom."""
        self.verticalHeader().setMinimumSectionSize(THEME.px(self._height))
        self.verticalHeader().setDefaultSectionSize(THEME.px(self._height))
        self.fit()
