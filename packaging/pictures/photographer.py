"""What both kinds of pictures share: the window, its settings, and saving it as a person sees it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from copilot import __version__
from ui.application import make_application
from ui.picture import quiet, wait
from ui.theme import THEME, Scheme
from ui.window.columns import Place
from ui.window.window import MainWindow

WIDE, SMALL, NARROW = (1440, 900), (1024, 768), (420, 900)
SECONDS = 120.0
TURNS = 4


def begin() -> QApplication:
    """Return the application, with the intended use read and no talk of the offscreen platform."""
    application = make_application()
    qInstallMessageHandler(quiet)
    QSettings().setValue("accepted-use", __version__)
    return application


class Photographer:
    """Arranges a window and saves it; the names say what is on the picture."""

    def __init__(self, window: MainWindow, folder: Path) -> None:
        self.window, self.folder = window, folder

    def dress(self, scheme: Scheme = Scheme.LIGHT, zoom: float = 1.0, size: tuple[int, int] = WIDE) -> None:
        """Choose scheme, zoom and size."""
        THEME.scheme, THEME.zoom = scheme, zoom
        THEME.apply()
        self.window.resize(*size)
        self.settle()

    def settle(self) -> None:
        """Build and lay out whatever is waited for."""
        wait(self.window, SECONDS)
        self.window.finish()
        for _ in range(TURNS):
            QApplication.processEvents()

    def show(self, place: Place) -> None:
        """Bring a column into sight."""
        self.window.columns.show_place(place)
        self.settle()

    def save(self, name: str) -> None:
        """Save the window."""
        self.window.messages.remove("store")  # the machine that takes the pictures need not have a keyring
        for _ in range(TURNS):
            QApplication.processEvents()
        self.window.grab().save(str(self.folder / f"{name}.png"), "PNG")
