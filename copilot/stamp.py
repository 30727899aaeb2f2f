"""Which build runs here: version, commit and day as stamped into an installed program, or that it runs from source."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from copilot import __version__
from copilot.errors import KnownError
from copilot.places import resources

FILE = "stamp.json"
_KEYS = {"version": str, "commit": str, "day": str, "changed": bool, "shipped": dict}


@dataclass(frozen=True, slots=True)
class Stamp:
    """One build. `changed`: the checkout held more than its commit; `commit` is empty from source.

    `shipped` are the SHA-256 of packs, model and texts as they were built, by their path below `resources/`.
    """

    version: str
    commit: str = ""
    day: str = ""
    changed: bool = False
    shipped: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return it in a line, as IT writes it down: "0.1.0 (commit 02f945fd, 2026-11-27)"."""
        if not self.commit:
            return f"{self.version} (from source)"
        changed = ", with changes" if self.changed else ""
        return f"{self.version} (commit {self.commit[:8]}{changed}, {self.day})"

    def as_json(self) -> dict[str, Any]:
        """Return it as it is written into the program's folder."""
        return asdict(self)


def stamp() -> Stamp:
    """Return the stamp of this program; raises `KnownError` for one that is not whole or of another version."""
    path = resources() / FILE
    try:
        found = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return Stamp(__version__)
    except (OSError, ValueError):
        raise KnownError("The stamp of this build cannot be read.", where=FILE, remedy="Install it again.") from None
    whole = isinstance(found, dict) and {name: type(value) for name, value in found.items()} == _KEYS
    if not whole or found["version"] != __version__:
        raise KnownError("The stamp is not that of this build.", where=FILE, remedy="Install it again.")
    return Stamp(**found)


def line() -> str:
    """Return the stamp in a line; a build without a whole one says so."""
    try:
        return str(stamp())
    except KnownError:
        return f"{__version__} (its stamp is damaged)"
