"""The checks that need Qt: there are fonts with a clinician's signs, and a window comes out as more than one colour."""

from __future__ import annotations

from PySide6.QtCore import Qt, qInstallMessageHandler
from PySide6.QtGui import QFontDatabase, QFontInfo, QFontMetrics, QGuiApplication, QImage

from copilot.self_test.finding import BrokenError, Check, NoteError
from ui.application import make_application, make_window
from ui.picture import quiet, wait

SIGNS = "A" + "\N{MICRO SIGN}\N{DEGREE SIGN}\N{GREATER-THAN OR EQUAL TO}\N{EN DASH}\N{MIDDLE DOT}"
FONT_REMEDY = "Install a font such as DejaVu (Debian: fonts-dejavu-core)."
SIZE = (1200, 800)
EVERY = 7  # pixels: a look at one in 49 is enough to see letters and lines
LEAST_COLOURS = 8
SECONDS = 8.0


def fonts() -> str:
    """See that there are fonts, and that the window's own has what a chart is written with."""
    qInstallMessageHandler(quiet)
    application = make_application()
    font = application.font()
    name = QFontInfo(font).family()
    missing = [sign for sign in SIGNS if not QFontMetrics(font).inFontUcs4(ord(sign))]
    if SIGNS[0] in missing:  # Qt draws boxes, and names a font all the same
        raise BrokenError("No font is installed.", remedy=FONT_REMEDY)
    if missing:
        raise NoteError(f"{name} has no {' '.join(missing)}; other fonts stand in for it.", remedy=FONT_REMEDY)
    return f"{name}, of {len(QFontDatabase.families())} families"


def screen() -> str:
    """Draw the whole window, where nobody sees it, and look whether there is something in the picture."""
    qInstallMessageHandler(quiet)
    make_application()
    window = make_window(with_model=False, keeps=False)
    try:
        window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        window.resize(*SIZE)
        window.start()
        window.show()
        wait(window, SECONDS)
        picture = window.grab().toImage()
    finally:
        window.close()
    found = colours(picture)
    if found < LEAST_COLOURS:
        raise BrokenError(f"The window comes out empty ({found} colours).", remedy="Ask IT; report it.")
    place = QGuiApplication.primaryScreen()
    if place is None:
        raise BrokenError("There is no screen.", remedy="Ask IT.")
    size = place.size()
    how = f"{QGuiApplication.platformName()}, {size.width()} x {size.height()} at {place.devicePixelRatio():g}"
    return f"drawn on {how}"


def colours(picture: QImage) -> int:
    """Return how many colours a picture has, looking here and there."""
    across, down = range(0, picture.width(), EVERY), range(0, picture.height(), EVERY)
    return len({picture.pixel(x, y) for x in across for y in down})


SCREEN_CHECKS: dict[str, Check] = {"fonts": fonts, "screen": screen}
