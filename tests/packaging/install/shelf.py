"""`Shelf`: the repository that the clean machine installs from, and what somebody could do to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from linux import repository
from linux.machine import Machine


@dataclass(frozen=True, slots=True)
class Shelf:
    """`folder` holds the package `name` of version `newer`, and one of version `older`."""

    folder: Path
    name: str
    older: str
    newer: str

    @property
    def package(self) -> Path:
        """Return the newer package."""
        return self.folder / repository.POOL / self.name

    @property
    def listed(self) -> Path:
        """Return the list of packages."""
        return self.folder / "dists" / repository.SUITE / "main" / "binary-amd64" / "Packages"

    def hand_over(self, name: str, clean: Machine) -> None:
        """Put a file of the repository where IT puts it; the sources name Debian's packages too."""
        if name == repository.KEYRING:
            (clean.root / "usr/share/keyrings" / name).write_bytes((self.folder / name).read_bytes())
            return
        text = (self.folder / name).read_text()
        both = "URIs: file:/srv/chartside file:/srv/debian"
        text = re.sub("^URIs: .*$", both, text, flags=re.MULTILINE)
        (clean.root / "etc/apt/sources.list.d" / name).write_text(text)


@contextmanager
def touched(path: Path) -> Iterator[None]:
    """Flip one byte in the middle of a file for a while."""
    place = path.stat().st_size // 2
    _flip(path, place)
    try:
        yield
    finally:
        _flip(path, place)


def _flip(path: Path, place: int) -> None:
    with path.open("r+b") as file:
        file.seek(place)
        byte = file.read(1)[0]
        file.seek(place)
        file.write(bytes([byte ^ 1]))
