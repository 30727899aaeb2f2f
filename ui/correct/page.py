"""The differential with what the clinician says of its findings above it, out of the scrolled part."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.parts.boxes import column


class DifferentialPage(QWidget):
    """Parts that stay in sight, then the list."""

    def __init__(self, *parts: QWidget) -> None:
        super().__init__()
        self.setProperty("role", "pane")
        above = column(gap=6, margins=(16, 8, 26, 0))
        for part in parts[:-1]:
            above.addWidget(part)
        layout = column(gap=0)
        layout.addLayout(above)
        layout.addWidget(parts[-1], 1)
        self.setLayout(layout)
