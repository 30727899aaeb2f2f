"""What stands in the chart's place until its first lines come, or instead of it where none came."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame

from ui.automation import Name, identify
from ui.parts.boxes import clear, column, row
from ui.parts.button import button
from ui.parts.label import label
from ui.theme import THEME

FIRST = "The first lines of the chart are shown as soon as they arrive."


class Awaiting(QFrame):
    """Says what is waited for, or why nothing came; `chosen` gives the key of the button pressed."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "canvas")
        identify(self, Name.AWAITING, "Waiting for the chart")
        self.title = label("", "title")
        self.words = label("", "muted", wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.buttons = row(gap=8)
        layout = column(gap=10, margins=(24, 24, 24, 24))
        layout.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(self.title, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self.words)
        layout.addSpacing(THEME.px(6))
        layout.addLayout(self.buttons)
        self.setLayout(layout)

    def say(self, title: str, words: str, choices: dict[str, str] | None = None) -> None:
        """Show a title, a sentence, and a button for each choice: its key and its words."""
        self.title.setText(title)
        self.words.setText(words)
        self.words.setMinimumWidth(THEME.px(520))
        self.setAccessibleName(f"{title}. {words}")
        clear(self.buttons)
        self.buttons.addStretch(1)
        for number, (key, what) in enumerate((choices or {}).items()):
            made = button(what, Name.AWAITING_CHOOSE, role="" if number else "primary", key=key)
            made.setProperty("choice", key)
            made.clicked.connect(self._pressed)
            self.buttons.addWidget(made)
        self.buttons.addStretch(1)

    @Slot()
    def _pressed(self) -> None:
        """Tell which button."""
        self.chosen.emit(str(self.sender().property("choice")))
