"""The page that asks for a passphrase: where there is no keyring, what is kept is behind it."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot

from copilot.store.keeping import LEAST_PASSPHRASE
from copilot.store.opening import Question
from ui.automation import Name, identify
from ui.lock.page import UNLIKE, SecretPage, secret
from ui.parts.button import button

OPEN_TITLE, BEGIN_TITLE = "What is kept here is locked", "Keep reviews on this computer"
OPEN = (
    "Your reviews and the trail of what was done are behind your passphrase. "
    "Without it you can work all the same, and nothing is kept this time."
)
NONE, REFUSED = "This computer has no keyring", "The keyring of this computer takes no key"
BEGIN = (
    "so what is kept is encrypted behind a passphrase. Choose one of "
    f"{LEAST_PASSPHRASE} characters or more. Nobody can open what is kept without it, IT neither: "
    "if it is lost, what was kept is lost with it."
)
SKIP_OPEN, SKIP_BEGIN = "Keep nothing this time", "Keep nothing"


class PassphraseView(SecretPage):
    """`answered` hands over what was entered, None for going on without."""

    answered = Signal(object)

    def __init__(self) -> None:
        self.field = secret(Name.PASSPHRASE_FIELD, "Passphrase")
        self.again = secret(Name.PASSPHRASE_AGAIN, "The same once more")
        accept = button("Open", Name.PASSPHRASE_ACCEPT, role="primary")
        skip = button(SKIP_OPEN, Name.PASSPHRASE_SKIP, role="link")
        super().__init__(Name.PASSPHRASE_SAID, (self.field, self.again), accept, skip)
        identify(self, Name.PASSPHRASE, "A passphrase is needed")
        self._begins = False
        self.field.returnPressed.connect(self._next)
        self.again.returnPressed.connect(self._enter)
        self.accept.clicked.connect(self._enter)
        self.skip.clicked.connect(self._skip)

    def begin(self, question: Question) -> None:
        """Ask."""
        self._begins = question.begins
        if question.begins:
            why = REFUSED if question.refused else NONE
            self._show(BEGIN_TITLE, f"{why}, {BEGIN}", "Begin to keep", SKIP_BEGIN)
        else:
            self._show(OPEN_TITLE, OPEN, "Open", SKIP_OPEN)
        self.again.setVisible(question.begins)
        self.skip.setVisible(question.optional)
        self.say(question.said)
        self._begin_at(self.field)

    @Slot()
    def _next(self) -> None:
        """Go on to the second field, or enter."""
        if self._begins:
            self._begin_at(self.again)
        else:
            self._enter()

    @Slot()
    def _enter(self) -> None:
        """Hand over what was entered; it does not stay in the fields."""
        entered, again = self.field.text(), self.again.text()
        self.forget()
        if self._begins and entered != again:
            self.say(UNLIKE)
            self._begin_at(self.field)
            return
        self._let(able=False)
        self.answered.emit(entered)

    @Slot()
    def _skip(self) -> None:
        """Go on without."""
        self.forget()
        self._let(able=False)
        self.answered.emit(None)
