"""What the pages that ask for a passphrase have in common: why, fields that show nothing, the ways on."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QWidget

from ui.automation import Name, identify
from ui.parts.boxes import column, in_the_middle, row
from ui.parts.label import label
from ui.theme import THEME

WIDTH = 340  # the lock's too: the window must still fit beside an EHR
UNLIKE = "The two are not the same."


class SecretPage(QFrame):
    """A page in the window's place; what is typed stays in its fields no longer than until it is handed over."""

    def __init__(self, said: Name, fields: tuple[QLineEdit, ...], accept: QPushButton, skip: QPushButton) -> None:
        super().__init__()
        self.setProperty("role", "canvas")
        self.title, self.explained = label("", "title", wrap=True), label("", "muted", wrap=True)
        self.said = identify(label("", "caution", wrap=True), said, "")
        self.fields, self.accept, self.skip = fields, accept, skip
        self._page = self._lines()
        self.setLayout(in_the_middle(self._page))

    def say(self, words: str) -> None:
        """Say why it was not taken; empty says nothing."""
        self.said.setText(words)
        self.said.setAccessibleName(words)
        self.said.setVisible(bool(words))

    def forget(self) -> None:
        """Leave nothing in the fields, and nothing that could be undone."""
        for field in self.fields:
            field.clear()

    def _show(self, title: str, explained: str, accept: str, skip: str) -> None:
        """Say what is wanted, and let it be entered."""
        self._page.setFixedWidth(THEME.px(WIDTH))
        self.title.setText(title)
        self.explained.setText(explained)
        self.accept.setText(accept)
        self.skip.setText(skip)
        self.skip.setAccessibleName(skip)
        self._let(able=True)

    def _let(self, *, able: bool) -> None:
        """Let something be entered, or wait: a passphrase is slow to check on purpose."""
        for control in (*self.fields, self.accept, self.skip):
            control.setEnabled(able)

    def _begin_at(self, field: QLineEdit) -> None:
        """Give a field the keyboard."""
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lines(self) -> QWidget:
        """Return the page: what is wanted and why, the fields, the ways on."""
        page = QWidget()
        lines = column(gap=10)
        for widget in (self.title, self.explained, self.said, *self.fields):
            lines.addWidget(widget)
        controls = row()
        controls.addWidget(self.accept)
        controls.addWidget(self.skip)
        controls.addStretch(1)
        lines.addLayout(controls)
        page.setLayout(lines)
        return page


def secret(name: Name, says: str) -> QLineEdit:
    """Return a field that shows nothing of what is typed."""
    made = identify(QLineEdit(), name, says)
    made.setEchoMode(QLineEdit.EchoMode.Password)
    made.setPlaceholderText(says)
    return made
