"""The third-party notices: what is in the program, by whom, under which licence, and the licences' words.

    PYTHONPATH=packaging python -m supply.notices dist/chartside

They are written into the tree's resources as plain text, where About shows them. The same words stand there once, with
the names of all parts that they are about.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from command import ended
from supply import inventory
from supply.built import Tree
from supply.data_parts import PROJECT
from supply.errors import UnknownPartError
from supply.part import UNNAMED_LICENCE, Part

ROOT = Path(__file__).resolve().parents[2]
FILE = "notices.txt"
RULE = "-" * 78
HEAD = """Chartside: notices about the work of others

Chartside itself is under the Apache License 2.0 (at the end of this text). It is made with the work listed here; each
part stays under its own licence. The same list, for machines, is the bill of materials that comes with a release.
"""
QT = """Qt and PySide6: your rights under the LGPL

This program uses Qt and PySide6 under the GNU Lesser General Public License, version 3. They lie in the installed
folder as files of their own, not changed by this project, and are loaded when the program starts. You may replace them
with versions of your own that fit:

  Linux     _internal/PySide6/Qt/lib/libQt6*.so.6 and _internal/PySide6/Qt/plugins/ for Qt;
            _internal/PySide6/*.so, _internal/PySide6/libpyside6*.so* and _internal/shiboken6/ for PySide6
  Windows   _internal\\PySide6\\*.dll and *.pyd, _internal\\shiboken6\\
  macOS     Chartside.app/Contents/Frameworks/PySide6 and shiboken6 (sign the program again afterwards)

Build the same version or a later one of the same series with its own build system, put its files in the place of ours
and start the program. No key or check of ours prevents it; the package manager will say that files differ. You may
take the program apart to find faults in such changes. Sources of Qt {qt} and of PySide6 of the same version:
https://download.qt.io/archive/qt/ and https://download.qt.io/official_releases/QtForPython/. Sources of the libraries
with a Debian version: Debian's source packages of just these versions. Who gave you this program gives you these
sources too if you ask.
"""


def make(tree: Tree, parts: tuple[Part, ...]) -> Path:
    """Write the notices into a tree and return them."""
    path = tree.inside / "resources" / FILE
    path.write_text(text(parts), "utf-8")
    return path


def text(parts: tuple[Part, ...]) -> str:
    """Return the whole text."""
    others = sorted((part for part in parts if part.maker != PROJECT), key=lambda part: part.name.casefold())
    versions = {part.name: part.version for part in others}
    own = f"Chartside\n\n{(ROOT / 'LICENSE').read_text('utf-8')}"
    blocks = [HEAD, QT.format(qt=versions.get("qt", "")), _listed(others), *_words(others), own]
    return f"\n{RULE}\n\n".join(block.strip() + "\n" for block in blocks)


def _listed(parts: list[Part]) -> str:
    """Return one line for each part, and below it what is compiled into it."""
    lines = ["What is in it", ""]
    for part in parts:
        lines.append(_line(part))
        lines += [f"    with {_line(each)}" for each in part.within]
    return "\n".join(lines)


def _line(part: Part) -> str:
    """Return a part in a line."""
    return f"{part.name} {part.version}, {part.licence.removeprefix(UNNAMED_LICENCE)}, {part.maker}"


def _words(parts: list[Part]) -> list[str]:
    """Return each licence's words once, under the names of the parts that bring them."""
    names: dict[str, list[str]] = {}
    for part in parts:
        for words in part.texts + tuple(words for each in part.within for words in each.texts):
            names.setdefault(_plain(words), []).append(part.name)
    return [f"{', '.join(dict.fromkeys(about))}\n\n{words}" for words, about in names.items()]


def _plain(words: str) -> str:
    """Return words without what a text view stumbles over: form feeds, carriage returns, spaces at the ends."""
    lines = words.replace("\f", "\n").replace("\r\n", "\n").replace("\r", "\n").expandtabs(4).splitlines()
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def main() -> int:
    """Write the notices into a tree."""
    asked = argparse.ArgumentParser(prog="notices", description="Write the third-party notices into a built tree.")
    asked.add_argument("tree", type=Path)
    tree = Tree(asked.parse_args().tree)
    return ended("notices", lambda: make(tree, inventory.parts(tree)), UnknownPartError)


if __name__ == "__main__":
    sys.exit(main())
