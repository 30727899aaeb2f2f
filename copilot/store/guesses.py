"""Guesses at a secret: counted before they are looked at and across restarts, few, and slower with each wrong one."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, Field

from copilot.store.cipher import StoreError
from copilot.writing import write_whole

FREE = 5  # wrong guesses before one has to wait
FIRST_WAIT, LONGEST_WAIT = 60, 3600  # seconds; doubled with every guess in between


class Guesses(BaseModel, extra="forbid"):
    """`wrong` counts guesses since the last right one, `last` is when the last was made."""

    wrong: Annotated[int, Field(ge=0)] = 0
    last: float = 0.0

    def waits(self, now: float) -> int:
        """Return how many seconds nothing is tried; a clock before the last guess was set back."""
        if self.wrong < FREE:
            return 0
        wait = min(FIRST_WAIT * 2 ** min(self.wrong - FREE, 10), LONGEST_WAIT)
        passed = max(now - self.last, 0.0)
        return max(round(wait - passed + 0.5), 0) if passed < wait else 0

    def and_one(self, now: float) -> Self:
        """Return these and one more guess."""
        return self.model_copy(update={"wrong": self.wrong + 1, "last": now})

    def forgotten(self) -> Self:
        """Return none: the last one was right."""
        return self.model_copy(update={"wrong": 0, "last": 0.0})


class CountedGuesses:
    """Guesses that a file counts. A file that was changed costs a wait, and no more: what it guards stays whole."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        self._path, self._clock = path, clock

    def begin(self) -> int:
        """Count a guess before it is looked at; return how many seconds nothing is tried, 0 to go on."""
        held = self._read()
        waiting = held.waits(self._clock())
        if not waiting:
            self._write(held.and_one(self._clock()))
        return waiting

    def waiting(self) -> int:
        """Return how many seconds nothing is tried from now on."""
        return self._read().waits(self._clock())

    def right(self) -> None:
        """The last guess was right: count anew."""
        self._write(Guesses())

    def _read(self) -> Guesses:
        """Return what was counted."""
        try:
            return Guesses.model_validate_json(self._path.read_bytes())
        except FileNotFoundError:
            return Guesses()
        except (OSError, ValueError):
            changed = Guesses(wrong=FREE, last=self._clock())
            self._write(changed)
            return changed

    def _write(self, held: Guesses) -> None:
        """Keep the count."""
        try:
            write_whole(self._path, (held.model_dump_json().encode("ascii"),))
        except OSError as error:
            what = "Guesses cannot be counted, so none is taken."
            raise StoreError(what, where=self._path.name, remedy="Make room, or ask IT for access.") from error


def spoken(seconds: int) -> str:
    """Return a wait in words."""
    minutes = -(-seconds // 60)
    return f"{seconds} seconds" if seconds < 60 else f"{minutes} minute{'s' if minutes > 1 else ''}"
