"""Chartside's icon as Windows (`.ico`) and macOS (`.icns`) want it, drawn from the one SVG.

PYTHONPATH=packaging python -m pictures.icons build/chartside.ico
"""

from __future__ import annotations

import struct
import sys
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

DRAWING = Path(__file__).resolve().parents[2] / "resources" / "icons" / "chartside.svg"
# Sides in pixels; macOS names each size by four letters.
ICO = (16, 24, 32, 48, 64, 256)
ICNS = {b"ic11": 32, b"ic12": 64, b"ic07": 128, b"ic08": 256, b"ic09": 512, b"ic10": 1024}


def make(out: Path) -> Path:
    """Draw the icon in the format that the file's name says, and return the file."""
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(_icns() if out.suffix == ".icns" else _ico())
    return out


def _ico() -> bytes:
    """Return a directory of pictures, each a PNG (Windows reads those since Vista)."""
    pictures = [_png(side) for side in ICO]
    place = 6 + 16 * len(pictures)
    head = struct.pack("<HHH", 0, 1, len(pictures))
    for side, picture in zip(ICO, pictures, strict=True):
        # A side of 256 is written as 0.
        head += struct.pack("<BBBBHHII", side % 256, side % 256, 0, 0, 1, 32, len(picture), place)
        place += len(picture)
    return head + b"".join(pictures)


def _icns() -> bytes:
    parts = b"".join(
        kind + struct.pack(">I", 8 + len(picture)) + picture
        for kind, picture in ((kind, _png(side)) for kind, side in ICNS.items())
    )
    return b"icns" + struct.pack(">I", 8 + len(parts)) + parts


def _png(side: int) -> bytes:
    """Return the drawing as a square PNG; needs neither a display nor an application."""
    image = QImage(side, side, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(str(DRAWING)).render(painter, QRectF(0, 0, side, side))
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub knows a device only with a text of bytes
    return bytes(data.data())


if __name__ == "__main__":
    make(Path(sys.argv[1]))
