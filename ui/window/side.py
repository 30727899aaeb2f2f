"""The right column: the differential, and beside it, as tabs, what one does with it."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QTabBar, QWidget

from ui.automation import Name, identify
from ui.parts.boxes import Stack, column


class Side(QFrame):
    """Pages under tabs; with a single page no tabs are shown."""

    page_shown = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "pane")
        self.tabs = identify(QTabBar(), Name.SIDE_TABS, "Differential and what one does with it")
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.hide()
        self.stack = Stack()
        layout = column(gap=0)
        bar = column(margins=(16, 0, 16, 0))
        bar.addWidget(self.tabs)
        layout.addLayout(bar)
        layout.addWidget(self.stack, 1)
        self.setLayout(layout)
        self.tabs.currentChanged.connect(self._changed)

    def add_page(self, title: str, page: QWidget) -> None:
        """Add a page at the end."""
        self.stack.addWidget(page)
        self.tabs.addTab(title)
        self.tabs.setVisible(self.tabs.count() > 1)

    def show_page(self, page: QWidget) -> None:
        """Go to a page, and bring it into sight."""
        self.tabs.setCurrentIndex(self.stack.indexOf(page))
        self.page_shown.emit()

    @Slot(int)
    def _changed(self, number: int) -> None:
        """Show the page of a tab."""
        self.stack.setCurrentIndex(number)
