"""What of us is on the clipboard: marked as sensitive, and taken off again after a while, at a lock, and at the end."""

from __future__ import annotations

import hashlib

from PySide6.QtCore import QMimeData, QObject, QTimer, Slot
from PySide6.QtGui import QClipboard, QGuiApplication

Mode = QClipboard.Mode
_WINDOWS = 'application/x-qt-windows-mime;value="{}"'
# Asks whoever collects what was on the clipboard (KDE, macOS, Windows and its cloud) not to keep this.
HINT = "x-kde-passwordManagerHint"
_ALONE = ("offscreen", "minimal")  # no other program sees their clipboard, and they do not say whose it is
MARKS = {
    HINT: b"secret",
    "application/x-nspasteboard-concealed-type": b"1",
    _WINDOWS.format("ExcludeClipboardContentFromMonitorProcessing"): b"1",
    _WINDOWS.format("CanIncludeInClipboardHistory"): bytes(4),
    _WINDOWS.format("CanUploadToCloudClipboard"): bytes(4),
}


def copy(text: str) -> None:
    """Put a text on the clipboard, marked as sensitive."""
    words = QMimeData()
    words.setText(text)
    QGuiApplication.clipboard().setMimeData(marked(words))


def marked(words: QMimeData) -> QMimeData:
    """Return the same, in all its formats, marked as sensitive."""
    made = QMimeData()
    for name in words.formats():
        made.setData(name, words.data(name))
    for name, value in MARKS.items():
        made.setData(name, value)
    return made


def _is_marked(words: QMimeData | None) -> bool:
    """Return whether something carries our mark."""
    return words is not None and words.hasFormat(HINT)


def is_ours(board: QClipboard, mode: Mode) -> bool:
    """Return whether this program put there what is on a clipboard."""
    owns = {Mode.Clipboard: board.ownsClipboard, Mode.Selection: board.ownsSelection}
    return mode in owns and owns[mode]()


class Clipboard(QObject):
    """Watches the clipboard, and on X11 the selection: what any view copies is marked, and gone after `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._boards = tuple(_Board(self, mode, seconds) for mode in (Mode.Clipboard, Mode.Selection))

    def clear(self) -> None:
        """Take off at once what is ours; what a clipboard manager took over from us goes as soon as it answers."""
        for board in self._boards:
            board.clear_own()
            if board.is_waited_for:
                board.timer.start(0)

    def end(self) -> None:
        """Take everything of ours off, and watch no more."""
        for board in self._boards:
            board.clear()
            board.end()
        # Qt would delete what is left there after Python is gone, and crash.
        if QGuiApplication.platformName() in _ALONE and _is_marked(QGuiApplication.clipboard().mimeData()):
            QGuiApplication.clipboard().clear()


class _Board(QObject):
    """One of the two clipboards."""

    def __init__(self, parent: QObject, mode: Mode, seconds: float) -> None:
        super().__init__(parent)
        self._mode, self._milliseconds = mode, int(seconds * 1000)
        self._print = b""  # of what we put there, to know it again; never the words themselves
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(self.clear)
        QGuiApplication.clipboard().changed.connect(self._changed)

    @property
    def is_waited_for(self) -> bool:
        """Return whether something of ours may still be there."""
        return bool(self._print)

    @Slot(QClipboard.Mode)
    def _changed(self, mode: Mode) -> None:
        """Mark what was put there by a view that does not (a text field, a label), and begin to count."""
        board = QGuiApplication.clipboard()
        if mode is not self._mode or not is_ours(board, mode):  # another program is not asked what it copied
            return
        words: QMimeData | None = board.mimeData(mode)
        if words is None or not words.formats():
            return
        if words.hasFormat(HINT):
            self._print = _print(words.text())
            self.timer.start(self._milliseconds)
        else:
            board.setMimeData(marked(words), mode)  # comes here again, marked

    @Slot()
    def clear(self) -> None:
        """Take off what is ours, or is still the same in the hands of a clipboard manager."""
        self.clear_own()
        board = QGuiApplication.clipboard()
        if self._print and _print(board.text(self._mode)) == self._print:
            board.clear(self._mode)
        self._forget()

    def clear_own(self) -> None:
        """Take off what is ours; asks no other program."""
        board = QGuiApplication.clipboard()
        if is_ours(board, self._mode):
            board.clear(self._mode)
            self._forget()

    def end(self) -> None:
        """Watch no more."""
        QGuiApplication.clipboard().changed.disconnect(self._changed)

    def _forget(self) -> None:
        """There is nothing of ours any more."""
        self._print = b""
        self.timer.stop()


def _print(words: str) -> bytes:
    """Return by what words are known again."""
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).digest()
