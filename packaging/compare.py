"""Compare two releases file by file: which are the same bytes, which are not, and why.

    PYTHONPATH=packaging python -m compare dist/release dist/release-again

Ends with 1 where a file differs for a reason that is not known here: then a build is not repeatable any more.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from supply.signatures import sha256

SAME = "the same bytes"
# Why a file may differ between two builds of one commit with the same keys. Everything else has to be the same.
REASONS: dict[str, str] = {
    "*.msi": "it and the programs in it bear Windows signatures, and these the hour of signing",
    "*.msi.minisig": "signs the installer",
    "SHA256SUMS": "lists the hash of the installer",
    "SHA256SUMS.minisig": "signs that list",
}


@dataclass(frozen=True, slots=True)
class Compared:
    """One file of two releases; `reason` is empty where nobody knows why it differs."""

    name: str
    same: bool
    reason: str = ""

    def __str__(self) -> str:
        """Return it in a line."""
        return f"{self.name}: {SAME if self.same else self.reason or 'DIFFERS, and nobody knows why'}"


def compare(first: Path, second: Path) -> tuple[Compared, ...]:
    """Return every file of either release, by name."""
    return tuple(_compared(first, second))


def _compared(first: Path, second: Path) -> Iterator[Compared]:
    """Yield every file; one that only one release holds differs."""
    for name in sorted(_names(first) | _names(second)):
        left, right = first / name, second / name
        same = left.is_file() and right.is_file() and sha256(left) == sha256(right)
        yield Compared(name, same, "" if same else _reason(name))


def _names(folder: Path) -> set[str]:
    """Return the names of all files below a folder."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def _reason(name: str) -> str:
    """Return why a file may differ, "" where it may not."""
    return next((reason for pattern, reason in REASONS.items() if fnmatch(name, pattern)), "")


def main() -> int:
    """Compare the two folders that are named."""
    asked = argparse.ArgumentParser(prog="compare", description="Compare two releases of one commit.")
    asked.add_argument("first", type=Path)
    asked.add_argument("second", type=Path)
    options = asked.parse_args()
    found = compare(options.first, options.second)
    print("\n".join(map(str, found)))
    same = sum(each.same for each in found)
    unexplained = sum(not each.same and not each.reason for each in found)
    print(
        f"{same} of {len(found)} files are the same bytes; {len(found) - same - unexplained} differ for a known reason."
    )
    return 1 if unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
