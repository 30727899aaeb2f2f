"""A small folder that looks to the installer as the program's does: two real Windows programs and a few resources."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

PROGRAMS = ("chartside.exe", "_internal/helper.dll")
RESOURCES = {
    "_internal/resources/models/card.md": "A card.\n",
    "_internal/resources/two words.txt": "Ünder a name with a blank.\n",
    "_internal/resources/empty.txt": "",
}


def make(folder: Path) -> Path:
    """Make it. Its programs are the launchers that pip brings along for its own use on Windows."""
    launchers = _launchers()
    for name, launcher in zip(PROGRAMS, ("t64.exe", "w64.exe"), strict=True):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(launchers / launcher, target)
    for name, text in RESOURCES.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return folder


def _launchers() -> Path:
    found = importlib.util.find_spec("pip")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "_vendor" / "distlib"
