"""What the pages about a server share: a centred sheet with a title, and a sentence said in place."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from copilot.errors import KnownError
from ui.automation import Name, identify
from ui.messages.bar import words_of
from ui.parts.boxes import Box, column, row
from ui.parts.label import label, set_role
from ui.theme import THEME

WIDTH = 900


class Sheet(QFrame):
    """A page about a server: title and one line below it, then whatever is put into `body`."""

    def __init__(self, name: Name, title: str) -> None:
        super().__init__()
        self.setProperty("role", "canvas")
        identify(self, name, title)
        self.title = label(title, "title")
        self.below = label("", "muted", wrap=True)
        self.head = row(gap=8)
        self.head.addWidget(self.title, 1)
        self.said = Said(name.value)
        self.body: QVBoxLayout = column(gap=10)
        self.body.addLayout(self.head)
        self.body.addWidget(self.below)
        self.body.addWidget(self.said)
        self._inside = QWidget()
        self._inside.setLayout(self.body)
        outer = row(margins=(24, 18, 24, 18))
        outer.addStretch(1)
        outer.addWidget(self._inside, 1000)
        outer.addStretch(1)
        self.setLayout(outer)
        self.below.hide()
        THEME.changed.connect(self._dress)
        self._dress()

    def explain(self, words: str) -> None:
        """Put a line below the title."""
        self.below.setText(words)
        self.below.setVisible(bool(words))

    def _dress(self) -> None:
        """Take the width from the zoom."""
        self._inside.setMaximumWidth(THEME.px(WIDTH))


class Said(Box):
    """One sentence in place, out of sight while there is nothing to say."""

    def __init__(self, key: str) -> None:
        super().__init__("danger", margin=8)
        self.words: QLabel = identify(label("", "danger", wrap=True), Name.CONNECT_SAID, "", key=key)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(self.words)
        self.hide()

    def say(self, words: str, role: str = "caution") -> None:
        """Say something, or with an empty text nothing."""
        set_role(self, role)
        set_role(self.words, role if role != "info" else "")
        self.words.setText(words)
        self.words.setAccessibleName(words)
        self.setVisible(bool(words))

    def error(self, error: Exception) -> None:
        """Say an error: the world's in its own words, ours as a bug."""
        self.say(words_of(error), "caution" if isinstance(error, KnownError) else "danger")
