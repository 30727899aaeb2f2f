"""What the window shows before a patient is open."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from ui.automation import Name, identify
from ui.parts.boxes import column, row
from ui.parts.button import button
from ui.parts.label import label
from ui.theme import THEME

WIDTH = 520


class Welcome(QFrame):
    """Says how to open a patient: a demo, a file, or from a server."""

    open_wanted = Signal()
    connect_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "canvas")
        identify(self, Name.WELCOME, "No patient open")
        layout = column(gap=8, margins=(24, 24, 24, 24))
        layout.addStretch(1)
        title = label("Open a patient", "title")
        words = (
            "Choose a demo patient in the list, or open a file: a FHIR Bundle, NDJSON, an international patient "
            "summary, a folder of them, or a plain text note. A file can also be dropped on this window."
        )
        self.open = button("Open file\N{HORIZONTAL ELLIPSIS}", Name.WELCOME_OPEN, role="primary", says="Open a file")
        self.connect_button = button(
            "Hospital server\N{HORIZONTAL ELLIPSIS}", Name.WELCOME_CONNECT, says="Open a patient from a hospital server"
        )
        self.open.clicked.connect(self.open_wanted)
        self.connect_button.clicked.connect(self.connect_wanted)
        buttons = row(gap=8)
        for made in (self.open, self.connect_button):
            buttons.addWidget(made)
        layout.addWidget(title, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addLayout(_centred(words, "muted"))
        layout.addSpacing(THEME.px(8))
        buttons.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout.addLayout(buttons)
        keys = "Ctrl+O file · Ctrl+Shift+O hospital server · Ctrl+K commands · F1 keys"
        layout.addLayout(_centred(keys, "small"))
        layout.addStretch(1)
        self.setLayout(layout)


def _centred(words: str, role: str) -> QHBoxLayout:
    """Return words that wrap around the middle."""
    made = label(words, role, wrap=True)
    made.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    made.setMaximumWidth(THEME.px(WIDTH))
    line = row()
    line.addStretch(1)
    line.addWidget(made, 100)
    line.addStretch(1)
    return line
