"""The page that asks for a passphrase: where there is no keyring, what is kept is behind it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from copilot.store.keeping import LEAST_PASSPHRASE
from copilot.store.opening import Question
from ui.automation import Name, identify
from ui.parts.boxes import column, in_the_middle, row
from ui.parts.button import button
from ui.parts.label import label
from ui.theme import THEME

WIDTH = 340  # the lock's too: the window must still fit beside an EHR
OPEN_TITLE, BEGIN_TITLE = "What is kept here is locked", "Keep reviews on this computer"
OPEN = (
    "This computer has no keyring, so your reviews and the trail of what was done are behind your passphrase. "
    "Without it you can work all the same, and nothing is kept this time."
)
BEGIN = (
    "This computer has no keyring, so what is kept is encrypted behind a passphrase. Choose one of "
    f"{LEAST_PASSPHRASE} characters or more. Nobody can open what is kept without it, IT neither: "
    "if it is lost, what was kept is lost with it."
)
SKIP_OPEN, SKIP_BEGIN = "Keep nothing this time", "Keep nothing"
UNLIKE = "The two are not the same."


class PassphraseView(QFrame):
    """`answered` hands over what was entered, None for going on without."""

    answered = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "canvas")
        identify(self, Name.PASSPHRASE, "A passphrase is needed")
        self.title, self.explained = label("", "title", wrap=True), label("", "muted", wrap=True)
        self.said = identify(label("", "caution", wrap=True), Name.PASSPHRASE_SAID, "")
        self.field = _field(Name.PASSPHRASE_FIELD, "Passphrase")
        self.again = _field(Name.PASSPHRASE_AGAIN, "The same once more")
        self.accept = button("Open", Name.PASSPHRASE_ACCEPT, role="primary")
        self.skip = button(SKIP_OPEN, Name.PASSPHRASE_SKIP, role="link")
        self._begins = False
        self._page = self._lines()
        self.setLayout(in_the_middle(self._page))
        self.field.returnPressed.connect(self._next)
        self.again.returnPressed.connect(self._enter)
        self.accept.clicked.connect(self._enter)
        self.skip.clicked.connect(self._skip)

    def begin(self, question: Question) -> None:
        """Ask."""
        self._begins = question.begins
        self._page.setFixedWidth(THEME.px(WIDTH))
        self.title.setText(BEGIN_TITLE if question.begins else OPEN_TITLE)
        self.explained.setText(BEGIN if question.begins else OPEN)
        self.accept.setText("Begin to keep" if question.begins else "Open")
        self.skip.setText(SKIP_BEGIN if question.begins else SKIP_OPEN)
        self.skip.setAccessibleName(self.skip.text())
        self.again.setVisible(question.begins)
        self.skip.setVisible(question.optional)
        self._let(able=True)
        self.say(question.said)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def say(self, words: str) -> None:
        """Say why it was not taken; empty says nothing."""
        self.said.setText(words)
        self.said.setAccessibleName(words)
        self.said.setVisible(bool(words))

    def forget(self) -> None:
        """Leave nothing in the fields."""
        self.field.clear()
        self.again.clear()

    def _lines(self) -> QWidget:
        """Return the page: what is wanted and why, the fields, the ways on."""
        page = QWidget()
        lines = column(gap=10)
        for widget in (self.title, self.explained, self.said, self.field, self.again):
            lines.addWidget(widget)
        controls = row()
        controls.addWidget(self.accept)
        controls.addWidget(self.skip)
        controls.addStretch(1)
        lines.addLayout(controls)
        page.setLayout(lines)
        return page

    def _let(self, *, able: bool) -> None:
        """Let something be entered, or wait: a passphrase is slow to check on purpose."""
        for control in (self.field, self.again, self.accept, self.skip):
            control.setEnabled(able)

    @Slot()
    def _next(self) -> None:
        """Go on to the second field, or enter."""
        if self._begins:
            self.again.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._enter()

    @Slot()
    def _enter(self) -> None:
        """Hand over what was entered; it does not stay in the fields."""
        entered, again = self.field.text(), self.again.text()
        self.forget()
        if self._begins and entered != again:
            self.say(UNLIKE)
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._let(able=False)
        self.answered.emit(entered)

    @Slot()
    def _skip(self) -> None:
        """Go on without."""
        self.forget()
        self._let(able=False)
        self.answered.emit(None)


def _field(name: Name, says: str) -> QLineEdit:
    """Return a field that shows nothing of what is typed."""
    made = identify(QLineEdit(), name, says)
    made.setEchoMode(QLineEdit.EchoMode.Password)
    made.setPlaceholderText(says)
    return made
