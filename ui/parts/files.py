"""Asking for a file in a way that leaves no trace of it: a folder or a file may bear a patient's name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QFileDialog, QWidget

# Dialogs of Windows, GNOME and KDE put what was chosen into lists that other programs show.
_OURS = QFileDialog.Option.DontUseNativeDialog
# Qt's own writes these two when it goes, for every program that is made with Qt.
_REMEMBERED = ("FileDialog/history", "FileDialog/lastVisited")


def file_to_open(parent: QWidget, title: str, kinds: str) -> str:
    """Return the file that the person chose, empty for none."""
    with _unremembered():
        return QFileDialog.getOpenFileName(parent, title, "", kinds, options=_OURS)[0]


def file_to_save(parent: QWidget, title: str, suggested: str, kinds: str) -> tuple[str, str]:
    """Return the place that the person chose, and which of the kinds; both empty for none."""
    with _unremembered():
        return QFileDialog.getSaveFileName(parent, title, suggested, kinds, options=_OURS)


@contextmanager
def _unremembered() -> Iterator[None]:
    """Put back what stood in the settings of all of Qt's dialogs."""
    settings = QSettings(QSettings.Scope.UserScope, "QtProject")
    before = {key: settings.value(key) for key in _REMEMBERED}
    yield
    settings.sync()
    for key, value in before.items():
        if value is None:
            settings.remove(key)
        else:
            settings.setValue(key, value)
    settings.sync()
