"""The line under the banner that says when the EHR does not show whom the screen shows, or cannot be followed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame

from ui.automation import Name, identify
from ui.parts.boxes import column, row, rule
from ui.parts.button import button
from ui.parts.label import Elided, label, set_role

OTHER = "EHR shows another patient"
UNSURE = "EHR: patient not known"
LOST = "EHR not followed"


class FollowingBar(QFrame):
    """`open_wanted` asks for the EHR's patient, `stop_wanted` to follow no longer."""

    open_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "pane")
        identify(self, Name.FOLLOWING, "What the EHR shows")
        self.pill = identify(label("", "pill-danger"), Name.FOLLOWING_PILL, "")
        self.words = identify(Elided("", "muted"), Name.FOLLOWING_WORDS, "")
        self.open = button("Open that patient", Name.FOLLOWING_OPEN, says="Open the patient whom the EHR shows")
        self.stop = button("Stop following", Name.FOLLOWING_STOP, says="Stop following the EHR")
        line = row(gap=8, margins=(16, 4, 12, 4))
        line.addWidget(self.pill, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self.words, 1)
        line.addWidget(self.open, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self.stop, 0, Qt.AlignmentFlag.AlignVCenter)
        layout = column(gap=0)
        layout.addLayout(line)
        layout.addWidget(rule())
        self.setLayout(layout)
        self.open.clicked.connect(self.open_wanted)
        self.stop.clicked.connect(self.stop_wanted)
        self.hide()

    def say(self, pill: str, words: str, *, may_open: bool = False, ended: bool = False) -> None:
        """Show a state; a screen reader hears it once. `ended`: there is nothing to stop any more, only to close."""
        new = self.isHidden() or pill != self.pill.text()
        self.pill.setText(pill)
        self.pill.setAccessibleName(pill)
        set_role(self.pill, "pill-danger" if pill == OTHER else "pill-muted")
        self.words.set_text(words)
        self.words.setAccessibleName(words)
        self.open.setVisible(may_open)
        self.stop.setText("Close" if ended else "Stop following")
        self.stop.setAccessibleName("Close this line" if ended else "Stop following the EHR")
        self.show()
        if new:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, f"{pill}. {words}"))

    def go_away(self) -> None:
        """Take no room."""
        self.pill.setText("")
        self.words.set_text("")
        self.hide()
