"""What a person chooses in a dialog for files is remembered nowhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ui.parts.files import file_to_open, file_to_save

NAMED = "Quetzalina Zwiebel"


def opened(widget: QWidget) -> str:
    return file_to_open(widget, "Open", "All (*)")


def saved(widget: QWidget) -> str:
    return file_to_save(widget, "Save", "a.pdf", "PDF (*.pdf)")[0]


@pytest.fixture
def asked_from(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def answer(path: Path) -> None:
    """Choose a file in the dialog, once that is there."""

    def choose() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QFileDialog):
            QTimer.singleShot(20, choose)
            return
        # As a person types it: `selectFile` leaves a field alone that has the focus.
        dialog.findChild(QLineEdit, "fileNameEdit").setText(str(path))
        dialog.accept()
        if dialog.isVisible():
            QTimer.singleShot(20, choose)

    QTimer.singleShot(20, choose)


def remembered() -> str:
    """Return everything in the settings of all programs made with Qt."""
    return Path(QSettings(QSettings.Scope.UserScope, "QtProject").fileName()).read_text("utf-8")


@pytest.mark.parametrize("ask", [opened, saved], ids=["open", "save"])
def test_no_settings_keep_where_a_file_lay(asked_from: QWidget, tmp_path: Path, ask: Callable[[QWidget], str]) -> None:
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(tmp_path))
    of_others = QSettings(QSettings.Scope.UserScope, "QtProject")
    of_others.setValue("FileDialog/lastVisited", "file:///somewhere/else")
    of_others.sync()
    folder = tmp_path / "patients" / NAMED
    folder.mkdir(parents=True)
    chosen = folder / "record.pdf"
    if ask is opened:
        chosen.write_text("{}")
    answer(chosen)
    assert ask(asked_from) == str(chosen)
    assert NAMED.split()[0] not in remembered()
    assert "somewhere/else" in remembered()
