"""The small button at the end of a line of evidence, and the menu behind it: pause, correct, answer, put back."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from copilot.findings.corrections import Says
from ui.automation import Name, identify
from ui.parts.icon import icon
from ui.parts.text import one_line, tip, without_mnemonic
from ui.theme import THEME

SIZE = 20
ANSWER = "Answer: present +, absent \N{MINUS SIGN}"


class Standing(Enum):
    """How a line stands with the clinician: what the button at its end does, its icon, and a word beside the line."""

    COUNTS = ("Pause", "pause", "")
    OPEN = ("Answer", "answer", "")
    PAUSED = ("Put back", "put-back", "paused")
    STATED = ("Put back", "put-back", "your word")

    @property
    def verb(self) -> str:
        """Return what the button does."""
        return self.value[0]

    @property
    def picture(self) -> str:
        """Return the name of its icon."""
        return self.value[1]

    @property
    def word(self) -> str:
        """Return what the line says of it."""
        return self.value[2]


CHOICES = {
    Says.PRESENT: "It is present  +",
    Says.ABSENT: "It is absent  \N{MINUS SIGN}",
    Says.UNCERTAIN: "Uncertain  ?",
}
KEYS = {
    Qt.Key.Key_Plus: Says.PRESENT,
    Qt.Key.Key_Minus: Says.ABSENT,
    Qt.Key.Key_Question: Says.UNCERTAIN,
}


class Correct(QPushButton):
    """`wanted` tells what the clinician says of the finding; None puts back what the chart says."""

    wanted = Signal(object)

    def __init__(self, line: QWidget, key: str) -> None:
        super().__init__(line)
        self._key = key
        self.standing = Standing.COUNTS
        self.setProperty("role", "quiet")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the line has the keyboard: P, +, -, ?
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self.act)
        THEME.changed.connect(self._dress)

    def show_standing(self, standing: Standing, finding: str) -> None:
        """Offer what can be done with a finding that stands so."""
        self.standing = standing
        identify(self, Name.EVIDENCE_PAUSE, f"{standing.verb}: {one_line(finding)}", key=self._key)
        tip(
            self, f"{standing.verb}  P" if standing is not Standing.OPEN else "Answer: present +, absent \N{MINUS SIGN}"
        )
        self._dress()

    @Slot()
    def act(self) -> None:
        """Pause what counts, put back what was corrected, ask what else."""
        if self.standing is Standing.COUNTS:
            self.wanted.emit(Says.PAUSED)
        elif self.standing is Standing.OPEN:
            self.ask(self.mapToGlobal(QPoint(0, self.height())))
        else:
            self.wanted.emit(None)

    def ask(self, where: QPoint) -> None:
        """Offer everything that can be said of the finding."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self.standing is not Standing.OPEN:
            menu.addAction(f"{self.standing.verb}  P").triggered.connect(self.act)
        for says, words in CHOICES.items():
            menu.addAction(without_mnemonic(words)).setData(says)
        menu.triggered.connect(self._chosen)
        menu.popup(where)

    def take(self, event: QKeyEvent) -> bool:
        """Do what a key on the line asks for; return whether it is one of ours."""
        if event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier):
            return False
        key = Qt.Key(event.key())
        if key is Qt.Key.Key_P:
            self.act()
        elif key in KEYS:
            self.wanted.emit(KEYS[key])
        else:
            return False
        return True

    def _chosen(self, action: object) -> None:
        """Say what was chosen in the menu."""
        says = action.data()  # type: ignore[attr-defined]
        if says is not None:
            self.wanted.emit(Says(says))

    @Slot()
    def _dress(self) -> None:
        """Draw the icon in the colours of the theme."""
        self.setFixedSize(THEME.px(SIZE), THEME.px(SIZE - 2))
        self.setIcon(icon(self.standing.picture, THEME.colours.muted))
