"""`Events`: the program's own event log, read from outside, so that nothing has to be looked for again and again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.automation.waiting import SECONDS, wait_for


class Events:
    """The lines of one run, in their order."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def all(self) -> list[dict[str, Any]]:
        """Return what was written so far; a line that is just being written comes next time."""
        text = self.path.read_text("ascii") if self.path.exists() else ""
        return [json.loads(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]

    def after(self, event: str) -> list[dict[str, Any]]:
        """Return what was written after the last event of this name."""
        found = self.all()
        last = max((number for number, line in enumerate(found) if line["event"] == event), default=-1)
        return found[last + 1 :]

    @property
    def mark(self) -> int:
        """Return how many there are: what is waited for next shall come after them."""
        return len(self.all())

    def wait_for(self, event: str, what: str = "", *, since: int = 0, seconds: float = SECONDS) -> dict[str, Any]:
        """Wait for an event, with this word if one is given, and return it."""
        fits = {"event": event} | ({"what": what} if what else {})

        def look() -> dict[str, Any] | None:
            return next((line for line in self.all()[since:] if fits.items() <= line.items()), None)

        return wait_for(f"the event {event} {what}", look, seconds)
