"""Which models there are: those shipped with the program, and files that somebody points to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from copilot.errors import ModelError
from copilot.model.gguf_file import GgufInfo, read_header
from copilot.places import resources


@dataclass(frozen=True, slots=True)
class Entry:
    """One model file. `problem` says why it cannot be used, or is empty and `info` is there."""

    path: Path
    bundled: bool
    info: GgufInfo | None
    problem: str = ""


def models(paths: Sequence[Path] = ()) -> tuple[Entry, ...]:
    """Return the bundled models, then the files and folders given, in a fixed order, each once."""
    found: dict[Path, bool] = {path.resolve(): True for path in _files(resources() / "models")}
    for given in paths:
        for path in _files(given) if given.is_dir() else [given]:
            found.setdefault(path.resolve(), False)
    return tuple(_entry(path, bundled) for path, bundled in found.items())


def starter() -> Path | None:
    """Return the bundled starter model, or None where this installation has none."""
    usable = (entry for entry in models() if entry.info is not None and entry.info.prompt)
    return next((entry.path for entry in usable), None)


def _files(folder: Path) -> list[Path]:
    """Return the GGUF files of a folder."""
    return sorted(folder.glob("*.gguf")) if folder.is_dir() else []


def _entry(path: Path, bundled: bool) -> Entry:
    """Look at one file; a broken one is listed with its problem rather than left out."""
    try:
        return Entry(path, bundled, read_header(path))
    except ModelError as error:
        return Entry(path, bundled, None, str(error))
