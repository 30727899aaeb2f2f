"""How a command of the packaging ends: with what it made, or with a sentence about the fault that was foreseen."""

from __future__ import annotations

import sys
from collections.abc import Callable


def ended(name: str, work: Callable[[], object], *foreseen: type[Exception]) -> int:
    """Do the work, print what it returns and return 0; one of these faults is said on stderr, and the end is 1."""
    try:
        print(work())
    except foreseen as error:
        print(f"{name}: {error}", file=sys.stderr)
        return 1
    return 0
