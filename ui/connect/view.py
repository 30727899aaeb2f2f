"""Everything about servers in the place of the chart: which, signing in, and whose chart."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from ui.automation import Name, identify
from ui.connect.parts import Sheet
from ui.connect.patients import PatientsPage
from ui.connect.servers import ServersPage
from ui.connect.sign_in import SignInPage
from ui.parts.boxes import Stack, column, row
from ui.parts.button import IconButton


class ConnectView(QFrame):
    """One page at a time; `back_wanted` returns to the chart, which stayed as it was."""

    back_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "canvas")
        identify(self, Name.CONNECT, "Hospital servers and patients")
        self.servers, self.sign_in, self.patients = ServersPage(), SignInPage(), PatientsPage()
        self.back = IconButton("Back to the chart", "back", Name.CONNECT_BACK)
        self.back.setProperty("role", "link")
        self.stack = Stack()
        for page in (self.servers, self.sign_in, self.patients):
            self.stack.addWidget(page)
        top = row(margins=(16, 8, 16, 0))
        top.addWidget(self.back)
        top.addStretch(1)
        layout = column(gap=0)
        layout.addLayout(top)
        layout.addWidget(self.stack, 1)
        self.setLayout(layout)
        self.back.clicked.connect(self.back_wanted)

    @property
    def page(self) -> Sheet:
        """Return the page in sight."""
        shown = self.stack.currentWidget()
        assert isinstance(shown, Sheet)
        return shown

    def show_page(self, page: Sheet) -> None:
        """Show one of the pages."""
        self.stack.setCurrentWidget(page)
