"""Write a file so that nobody ever finds half of one."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path


def write_whole(path: Path, pieces: Iterable[bytes]) -> None:
    """Put a file in its place once it is whole, readable for its owner alone; a full disk leaves the one of before.

    It is on the disk before it takes its place, so a power cut leaves the one of before or this one. Raises `OSError`
    where it cannot be written.
    """
    handle, beside = make_beside(path)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        _settle(path.parent)
    finally:
        beside.unlink(missing_ok=True)


def beside(path: Path) -> tuple[Path, ...]:
    """Return what is being written to take the place of a file, or was left so by a kill."""
    return tuple(path.parent.glob(f".{path.name}.*"))


def _settle(folder: Path) -> None:
    """See a folder's new entry on the disk; Windows writes it with the file, and opens no folder."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_beside(path: Path) -> tuple[int, Path]:
    """Return a new file in the same folder, open and readable for its owner alone; raises `OSError`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    return handle, Path(name)
