"""What a built tree holds: its libraries, and the Python modules inside the program's archive."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from PyInstaller.archive.readers import CArchiveReader

from supply.errors import UnknownPartError

INSIDE = "_internal"
ARCHIVE = "PYZ.pyz"
LIBRARY_ENDINGS = (".dll", ".dylib", ".exe", ".pyd")
ELF, MACHINE = b"\x7fELF", (b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")
LINUX, WINDOWS, MACOS = "linux", "windows", "macos"


@dataclass(frozen=True)
class Tree:
    """The folder that `packaging/tree.py` makes."""

    folder: Path

    @property
    def inside(self) -> Path:
        """Return the folder of everything but the executable."""
        return self.folder / INSIDE

    @property
    def executable(self) -> Path:
        """Return the program; raises `UnknownPartError` where the folder holds none."""
        for path in (self.folder / "chartside", self.folder / "chartside.exe"):
            if path.is_file():
                return path
        raise UnknownPartError(f"{self.folder} is no program's folder: `make tree` makes one.")

    @property
    def system(self) -> str:
        """Return the system that the program was built for, by its first bytes."""
        if self.executable.suffix == ".exe":
            return WINDOWS
        return MACOS if _start(self.executable) in MACHINE else LINUX

    @cached_property
    def libraries(self) -> tuple[str, ...]:
        """Return every file that a processor runs, by its name from the folder."""
        found = (path for path in self.folder.rglob("*") if path.is_file() and not path.is_symlink() and _runs(path))
        return tuple(sorted(path.relative_to(self.folder).as_posix() for path in found))

    @cached_property
    def modules(self) -> frozenset[str]:
        """Return the Python modules that are shipped: those of the archive, and those that lie as files beside it."""
        archive = CArchiveReader(str(self.executable)).open_embedded_archive(ARCHIVE)
        lying = (
            path.relative_to(self.inside) for path in self.inside.rglob("*") if path.suffix in (".so", ".py", ".pyd")
        )
        beside = {".".join((*path.parts[:-1], path.name.partition(".")[0])) for path in lying}
        return frozenset(archive.toc) | beside


def _runs(path: Path) -> bool:
    """Return whether a file is a library or a program, by its first bytes or its ending."""
    if path.suffix in LIBRARY_ENDINGS:
        return True
    return _start(path) in (ELF, *MACHINE)


def _start(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(4)
