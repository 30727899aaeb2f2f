"""Nothing about the patient on the screen leaves while the EHR shows another one: no words, no copy."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from ui.ask.asking import Asking
from ui.narrative.writing import Writing
from ui.parts.clipboard import is_ours


class Holding(QObject):
    """`refused` tells that something was copied all the same, and was taken off the clipboard.

    Text can be copied from a dozen places (tables, notes, raw JSON, labels), so the clipboard itself is watched.
    `free` are the views from which copying is right at any time: they show no patient's chart.
    """

    refused = Signal(str)

    def __init__(self, writing: Writing, asking: Asking, free: tuple[QWidget, ...]) -> None:
        super().__init__()
        self._writing, self._asking, self._free = writing, asking, free
        self._why = ""
        QGuiApplication.clipboard().changed.connect(self._changed)

    @property
    def why(self) -> str:
        """Return why nothing may leave now, "" where it may; whatever exports asks here."""
        return self._why

    @Slot(str)
    def hold(self, why: str) -> None:
        """Hold back while `why` says so."""
        self._why = why
        self._writing.hold(why)
        self._asking.hold(why)

    @Slot(QClipboard.Mode)
    def _changed(self, mode: QClipboard.Mode) -> None:
        """Take what was copied here off the clipboard; what other programs copy is theirs."""
        board = QGuiApplication.clipboard()
        if not self._why or not is_ours(board, mode) or not board.text(mode):
            return
        focus = QApplication.focusWidget()
        if focus is not None and any(view is focus or view.isAncestorOf(focus) for view in self._free):
            return
        board.clear(mode)
        if mode is QClipboard.Mode.Clipboard:
            self.refused.emit(self._why)
