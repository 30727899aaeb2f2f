"""The self-test's eyes see a window, and see when there is none."""

from __future__ import annotations

from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from ui.self_test.screen import LEAST_COLOURS, colours, fonts


def test_an_empty_picture_has_one_colour(qtbot: QtBot) -> None:
    picture = QImage(200, 100, QImage.Format.Format_RGB32)
    picture.fill(QColor("white"))
    assert colours(picture) == 1 < LEAST_COLOURS


def test_there_are_fonts_here(qtbot: QtBot) -> None:
    assert "families" in fonts()
