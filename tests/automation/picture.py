"""What is left for people when a test fails: the picture of the screen, the tree, and what the program wrote."""

from __future__ import annotations

import struct
from pathlib import Path

from PySide6.QtGui import QImage

from tests.automation.element import ACCESSIBLE, states_of
from tests.automation.program import Program

HEADER = struct.Struct(">25I")  # of an X window dump, version 7
COLOUR = 12  # bytes of each entry of the colour map behind the header


def screenshot(dump: Path, file: Path) -> None:
    """Save the display's own X window dump as a PNG."""
    data = dump.read_bytes()
    size, _, _, _, width, height, _, _, _, _, _, _, stride, *rest = HEADER.unpack_from(data)
    pixels = data[size + rest[6] * COLOUR :]
    QImage(pixels, width, height, stride, QImage.Format.Format_RGB32).save(str(file), "PNG")


def tree(program: Program) -> str:
    """Return everything in sight, one line each."""
    lines = []
    for window in program.windows():
        found = [window, *window.within()]
        refs = [element.ref for element in found]
        roles = window.bus.call_all(refs, ACCESSIBLE, "GetRoleName")
        states = window.bus.call_all(refs, ACCESSIBLE, "GetState")
        for element, role, words in zip(found, roles, states, strict=True):
            told = ", ".join(sorted(states_of(words) - {"showing", "enabled", "focusable"})) if words else "gone"
            lines.append(f"{role}\t{element.identifier}\t{element.name}\t{told}")
    return "\n".join(lines)


def keep(program: Program, folder: Path, name: str) -> None:
    """Save all three under this name."""
    folder.mkdir(parents=True, exist_ok=True)
    screenshot(program.desk.screen, folder / f"{name}.png")
    (folder / f"{name}.log").write_text(program.log(), "utf-8")
    (folder / f"{name}.txt").write_text(tree(program), "utf-8")
