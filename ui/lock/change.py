"""The page on which the passphrase that guards what is kept becomes another one."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot

from copilot.store.keeping import LEAST_PASSPHRASE
from ui.automation import Name, identify
from ui.lock.page import UNLIKE, SecretPage, secret
from ui.parts.button import button

TITLE = "Change the passphrase"
WHY = (
    f"The new one has {LEAST_PASSPHRASE} characters or more. From then on it opens what is kept here, and the old one "
    "opens it no more. Nobody can open it without: if it is lost, what was kept is lost with it."
)
CHANGE = "Change it"
LEAVE = "Leave it as it is"


class ChangeView(SecretPage):
    """`entered` hands over the current passphrase and the new one, `left` says that it stays as it is."""

    entered = Signal(str, str)
    left = Signal()

    def __init__(self) -> None:
        self.old = secret(Name.CHANGE_OLD, "Current passphrase")
        self.new = secret(Name.CHANGE_NEW, "New passphrase")
        self.again = secret(Name.CHANGE_AGAIN, "New passphrase again")
        accept = button(CHANGE, Name.CHANGE_ACCEPT, role="primary")
        skip = button(LEAVE, Name.CHANGE_LEAVE, role="link")
        super().__init__(Name.CHANGE_SAID, (self.old, self.new, self.again), accept, skip)
        identify(self, Name.CHANGE, TITLE)
        for field, after in ((self.old, self.new), (self.new, self.again)):
            field.returnPressed.connect(after.setFocus)
        self.again.returnPressed.connect(self._enter)
        self.accept.clicked.connect(self._enter)
        self.skip.clicked.connect(self._leave)

    def begin(self, said: str = "") -> None:
        """Ask; `said` is why the last try was not taken."""
        self._show(TITLE, WHY, CHANGE, LEAVE)
        self.say(said)
        self._begin_at(self.old)

    @Slot()
    def _enter(self) -> None:
        """Hand over what was entered; it does not stay in the fields."""
        old, new, again = (field.text() for field in self.fields)
        self.forget()
        if new != again:
            self.begin(UNLIKE)
            return
        self._let(able=False)
        self.entered.emit(old, new)

    @Slot()
    def _leave(self) -> None:
        """Go back to work."""
        self.forget()
        self.left.emit()
