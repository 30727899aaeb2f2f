"""A folder that looks as the build's for another system does: a program with an archive in it, libraries, resources."""

from __future__ import annotations

import struct
from pathlib import Path

from PyInstaller.archive.writers import CArchiveWriter, ZlibArchiveWriter

from supply.built import ARCHIVE

ROOT = Path(__file__).resolve().parents[2]
VERSION = (14, 38, 33135, 0)
# As Microsoft's compiler writes it into a library: the mark of the resource, its own version, the file's version.
RESOURCE = bytes.fromhex("bd04effe") + struct.pack("<IHHHH", 1 << 16, VERSION[1], VERSION[0], VERSION[3], VERSION[2])
WINDOWS = {
    "chartside.exe": b"MZ",
    "_internal/python311.dll": b"MZ",
    "_internal/_ssl.pyd": b"MZ",
    "_internal/libcrypto-3.dll": b"MZ",
    "_internal/libffi-8.dll": b"MZ",
    "_internal/vcruntime140.dll": b"MZ" + RESOURCE,
    "_internal/PySide6/msvcp140.dll": b"MZ" + RESOURCE,
    "_internal/PySide6/Qt6Core.dll": b"MZ\x0010.49 2026-01-01\x00",
    "_internal/PySide6/Qt6Gui.dll": b"MZ\x00libpng warning: %s\x00\x001.6.59\x00",
}
MACH = b"\xcf\xfa\xed\xfe"
MACOS = {
    "chartside": MACH,
    "_internal/Python.framework/Versions/3.11/Python": MACH,
    "_internal/python3.11/lib-dynload/_ssl.cpython-311-darwin.so": MACH,
    "_internal/libssl.3.dylib": MACH,
    "_internal/numpy/.dylibs/libgfortran.5.dylib": MACH,
    "_internal/PySide6/Qt/lib/QtCore.framework/Versions/A/QtCore": MACH + b"10.49 2026-01-01\x00",
    "_internal/PySide6/Qt/lib/QtGui.framework/Versions/A/QtGui": MACH + b"libpng version 1.6.59\x00\x0014.6.0\x00",
}


def make(files: dict[str, bytes], folder: Path) -> Path:
    """Write it; the first of the files is the program."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    _with_archive(folder / next(iter(files)), folder)
    resources = folder / "_internal" / "resources"
    resources.mkdir()
    (resources / "models").symlink_to(ROOT / "resources" / "models")
    for pack in ("knowledge.json", "rare.npz"):
        (resources / pack).symlink_to(ROOT / "build" / pack)
    return folder


def _with_archive(program: Path, folder: Path) -> None:
    """Put an archive of one module behind a program, as PyInstaller does."""
    modules, whole = folder / ARCHIVE, folder / "whole"
    ZlibArchiveWriter(str(modules), [("orjson", "-", "PYMODULE")], {"orjson": compile("", "orjson", "exec")})
    CArchiveWriter(str(whole), [(ARCHIVE, str(modules), False, "z")], "python311.dll")
    program.write_bytes(program.read_bytes() + whole.read_bytes())
    modules.unlink()
    whole.unlink()
