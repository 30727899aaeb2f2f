"""The locked window: nothing of a patient, and the way back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from ui.automation import Name, identify
from ui.parts.boxes import column, in_the_middle, row
from ui.parts.button import button
from ui.parts.label import label
from ui.theme import THEME

WIDTH = 340
AWAY = "Nothing of the patient is on this screen. What was kept comes back with you."
CHOOSE = "Choose a PIN of four characters or more, so that only you can come back."


class LockView(QFrame):
    """`entered` hands over what was typed (empty without a PIN), `chosen` a new PIN."""

    entered = Signal(str)
    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "canvas")
        identify(self, Name.LOCK, "Chartside is locked")
        self.said = identify(label("", "caution", wrap=True), Name.LOCK_SAID, "")
        self.explained = label(AWAY, "muted", wrap=True)
        self.field = identify(QLineEdit(), Name.LOCK_PIN, "PIN")
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setPlaceholderText("PIN")
        self.back = button("Unlock", Name.LOCK_BACK, role="primary", says="Come back")
        controls = row()
        controls.addWidget(self.field, 1)
        controls.addWidget(self.back)
        controls.addStretch(0)
        self._page = page = QWidget()
        lines = column(gap=10)
        for widget in (label("Locked", "title"), self.explained, self.said):
            lines.addWidget(widget)
        lines.addLayout(controls)
        page.setLayout(lines)
        self.setLayout(in_the_middle(page))
        self._choosing = False
        self.back.clicked.connect(self._enter)
        self.field.returnPressed.connect(self._enter)
        self.begin(has_pin=False, choosing=False)

    def begin(self, *, has_pin: bool, choosing: bool) -> None:
        """Show the way back: a PIN, the choice of one, or a button alone."""
        self._choosing = choosing
        self._page.setFixedWidth(THEME.px(WIDTH))
        self.field.clear()
        self.field.setVisible(has_pin or choosing)
        self.explained.setText(CHOOSE if choosing else AWAY)
        self.back.setText("Set the PIN" if choosing else "Unlock")
        self.say("")
        (self.field if has_pin or choosing else self.back).setFocus(Qt.FocusReason.OtherFocusReason)

    def say(self, words: str) -> None:
        """Say why the way back is closed; empty says nothing."""
        self.said.setText(words)
        self.said.setAccessibleName(words)
        self.said.setVisible(bool(words))

    @Slot()
    def _enter(self) -> None:
        """Hand over what was typed; it does not stay in the field."""
        typed = self.field.text()
        self.field.clear()
        (self.chosen if self._choosing else self.entered).emit(typed)
