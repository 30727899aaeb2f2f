"""The message bar: what happened, where, what to do; it stays until closed and blocks nothing."""

from __future__ import annotations

import logging
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from copilot.errors import KnownError
from ui.automation import Name, identify
from ui.parts.announce import announce
from ui.parts.boxes import Box, column, row
from ui.parts.button import button
from ui.parts.icon import icon
from ui.parts.label import label
from ui.parts.text import one_line
from ui.theme import THEME

log = logging.getLogger("chartside.ui")
MOST = 4
BUG = "This is a bug in Chartside."
BUG_REMEDY = "Nothing of the chart is lost. Please report it with what you were doing."


class Message(Box):
    """One message with at most one action; one that `stays` goes only by its action."""

    dismissed = Signal()

    def __init__(
        self,
        kind: str,
        words: str,
        *,
        role: str = "caution",
        action: str = "",
        run: Callable[[], None] | None = None,
        stays: bool = False,
    ) -> None:
        super().__init__(role, margin=8)
        self.kind = kind
        self.stays = stays
        self.gone = False
        self.text = identify(label(words, role if role != "info" else "", wrap=True), Name.MESSAGE, words, key=kind)
        self._run = run
        line = row(gap=10)
        line.addWidget(self.text, 1)
        if action:
            self.action = button(action, Name.MESSAGE_ACTION, says=f"{action}: {words}", key=kind)
            self.action.clicked.connect(self._act)
            line.addWidget(self.action, 0, Qt.AlignmentFlag.AlignTop)
        self.close_button = button("", Name.MESSAGE_CLOSE, role="link", says=f"Close the message: {words}", key=kind)
        self.close_button.setIcon(icon("close", THEME.colours.muted))
        self.close_button.clicked.connect(self.dismiss)
        line.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        self.close_button.setHidden(stays)
        self.body.addLayout(line)

    @Slot()
    def dismiss(self) -> None:
        """Take the message away."""
        self.gone = True
        self.hide()
        self.deleteLater()
        self.dismissed.emit()

    @Slot()
    def _act(self) -> None:
        """Do what the button says, and go."""
        run = self._run
        self.dismiss()
        if run is not None:
            run()


class MessageBar(QFrame):
    """Holds the messages, the newest on top; one of a kind at a time. `said` tells its kind, and whether it is bad."""

    said = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "pane")
        identify(self, Name.MESSAGES, "Messages")
        self.column: QVBoxLayout = column(gap=6, margins=(12, 6, 12, 6))
        self.setLayout(self.column)
        self.hide()

    @property
    def messages(self) -> list[Message]:
        """Return the messages in sight, newest first."""
        there = [one for one in self.findChildren(Message) if self.column.indexOf(one) >= 0 and not one.gone]
        return sorted(there, key=self.column.indexOf)

    def add(
        self,
        kind: str,
        words: str,
        *,
        role: str = "caution",
        action: str = "",
        run: Callable[[], None] | None = None,
        stays: bool = False,
    ) -> Message:
        """Show a message; an older one of the same kind goes."""
        self.remove(kind)
        made = Message(kind, words, role=role, action=action, run=run, stays=stays)
        made.dismissed.connect(self._tidy)
        self.column.insertWidget(0, made)
        for old in [message for message in self.messages if not message.stays][MOST:]:
            old.dismiss()
        self.show()
        announce(self, words)
        self.said.emit(kind, role == "danger")
        return made

    def remove(self, kind: str) -> None:
        """Take the message of this kind away, if there is one."""
        for message in self.messages:
            if message.kind == kind:
                message.dismiss()
        self._tidy()

    def error(self, kind: str, error: Exception, *, action: str = "", run: Callable[[], None] | None = None) -> None:
        """Show an error: the world's in its own words, ours as a bug, logged without any of the chart's text."""
        self.add(kind, words_of(error), role="danger", action=action, run=run)

    @Slot()
    def _tidy(self) -> None:
        """Take no room without a message."""
        self.setVisible(bool(self.messages))


def words_of(error: Exception) -> str:
    """Return what to say of an error: the world's in its own words; ours is a bug, which is logged."""
    if isinstance(error, KnownError):
        return one_line(str(error))
    log_bug(error)
    return f"{BUG} {BUG_REMEDY} ({type(error).__name__})"


def log_bug(error: BaseException) -> None:
    """Log where a bug showed: type and places in our code, never the message, which may quote a chart."""
    places = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{code.co_filename}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    log.error("bug: %s at %s", type(error).__name__, " < ".join(reversed(places)) or "unknown place")
