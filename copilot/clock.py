"""What time it is: the computer's clock, or one that stands still for a test run on the demo patients.

A clock that stands is never near a patient: whoever reads a record, opens the store or asks a server says so here
first, and is refused while it stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from copilot.errors import KnownError

DEMO_NOW = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)  # just after the newest of the demo patients' records
REMEDY = "Start Chartside without --deterministic."


@dataclass
class _Clock:
    """The clock of this process."""

    stands_at: datetime | None = None
    must_run: bool = False


_CLOCK = _Clock()


def now() -> datetime:
    """Return the moment, with its zone."""
    return _CLOCK.stands_at or datetime.now().astimezone()


def today() -> date:
    """Return the day."""
    return now().date()


def stands() -> bool:
    """Return whether the clock stands still."""
    return _CLOCK.stands_at is not None


def stop(at: datetime) -> None:
    """Let the clock stand still from now on; refused once anything of a patient was touched."""
    if _CLOCK.must_run:
        raise KnownError("The clock cannot stand still where patients' data is in use.", remedy=REMEDY)
    _CLOCK.stands_at = at


def run_on() -> None:
    """Let the clock run again, at the end of a test run."""
    _CLOCK.stands_at = None


def must_run(for_what: str) -> None:
    """Refuse something that is done with patients' data while the clock stands; from then on it runs."""
    if stands():
        raise KnownError(f"{for_what} while the clock stands still for a test run.", remedy=REMEDY)
    _CLOCK.must_run = True
