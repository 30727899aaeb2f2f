"""Icons: our own SVG files, drawn in the colour of the theme."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from copilot.places import resources

SIZE = 64


@cache
def icon(name: str, colour: str = "") -> QIcon:
    """Return an icon by file name, `currentColor` in it replaced by `colour`."""
    path = resources() / "icons" / f"{name}.svg"
    try:
        source = path.read_text("utf-8")
    except OSError:
        return QIcon()
    if colour:
        source = source.replace("currentColor", colour)
    picture = QPixmap(QSize(SIZE, SIZE))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(source.encode())).render(painter)
    painter.end()
    return QIcon(picture)
