"""Moments by which something has to have happened, by name."""

from __future__ import annotations

import asyncio


class Deadlines:
    """Seconds from now on the clock of the running event loop."""

    def __init__(self) -> None:
        self._ends: dict[str, float] = {}
        self._spans: dict[str, float] = {}

    def set(self, name: str, seconds: float) -> None:
        """Begin to wait."""
        self._spans[name] = seconds
        self._ends[name] = _now() + seconds

    def again(self, name: str) -> None:
        """Begin anew, where there is such a deadline."""
        if name in self._ends:
            self.set(name, self._spans[name])

    def clear(self, name: str) -> None:
        """Wait no longer."""
        self._ends.pop(name, None)

    def passed(self, name: str) -> bool:
        """Return whether it is too late."""
        return self._ends.get(name, _now() + 1.0) <= _now()

    def next(self) -> float | None:
        """Return the seconds to the first of them, None without any."""
        return max(0.0, min(self._ends.values()) - _now()) if self._ends else None


def _now() -> float:
    return asyncio.get_running_loop().time()
