"""The differential with what the clinician says of its findings above it; covered while an own list comes first."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ui.automation import Name
from ui.parts.boxes import Box, column
from ui.parts.button import button
from ui.parts.label import label

COVERED = "Chartside's list waits for yours"
WHY = "You chose to name your own list first. It is under My list, Ctrl+Shift+L."


class Cover(Box):
    """Stands in the place of the list; `show_wanted` uncovers it all the same."""

    show_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("info")
        show = button("Show Chartside's list", Name.OWN_LIST_UNCOVER)
        show.clicked.connect(self.show_wanted)
        self.body.addWidget(label(COVERED, "strong", wrap=True))
        self.body.addWidget(label(WHY, "", wrap=True))
        self.body.addWidget(show, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()


class DifferentialPage(QWidget):
    """Parts that stay in sight, then the list."""

    def __init__(self, *parts: QWidget) -> None:
        super().__init__()
        self.setProperty("role", "pane")
        self._list = parts[-1]
        self.cover = Cover()
        above = column(gap=6, margins=(16, 8, 26, 0))
        for part in (*parts[:-1], self.cover):
            above.addWidget(part)
        layout = column(gap=0)
        layout.addLayout(above)
        layout.addWidget(self._list, 1)
        layout.addStretch(0)
        self.setLayout(layout)

    def set_covered(self, covered: bool) -> None:
        """Cover the list, or not any more."""
        self.cover.setVisible(covered)
        self._list.setVisible(not covered)
