"""The right column: the differential, and beside it, as tabs, what one does with it."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QTabBar, QWidget

from ui.automation import Name, identify
from ui.parts.boxes import Stack, column


class Side(QFrame):
    """Pages under tabs; with a single page no tabs are shown, nor where a narrow window's switch has them."""

    pages_changed = Signal()
    page_shown = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "pane")
        self.tabs = identify(QTabBar(), Name.SIDE_TABS, "Differential and what one does with it")
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.hide()
        self._under_switch = False
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
        self._show_tabs()
        self.pages_changed.emit()

    def show_page(self, page: QWidget) -> None:
        """Go to a page, and bring it into sight."""
        self.tabs.setCurrentIndex(self.stack.indexOf(page))
        self.page_shown.emit()

    def leave_tabs_to_switch(self, leave: bool) -> None:
        """Let the switch of a narrow window offer the pages, or show the tabs again."""
        self._under_switch = leave
        self._show_tabs()

    def _show_tabs(self) -> None:
        """Show the tabs where they say something."""
        self.tabs.setVisible(self.tabs.count() > 1 and not self._under_switch)

    @Slot(int)
    def _changed(self, number: int) -> None:
        """Show the page of a tab."""
        self.stack.setCurrentIndex(number)
