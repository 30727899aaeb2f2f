"""Write a file so that nobody ever finds half of one."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path


def write_whole(path: Path, pieces: Iterable[bytes]) -> None:
    """Put a file in its place once it is whole, readable for its owner alone; a full disk leaves the one of before.

    Raises `OSError` where it cannot be written.
    """
    handle, beside = make_beside(path)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(pieces)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def make_beside(path: Path) -> tuple[int, Path]:
    """Return a new file in the same folder, open and readable for its owner alone; raises `OSError`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    return handle, Path(name)
