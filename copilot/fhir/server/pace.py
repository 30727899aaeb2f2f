"""How long to wait before asking again, and when to stop asking."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

FIRST_WAIT = 2.0  # seconds after the first "too busy" that names no time; doubles from there
LONGEST_WAIT = 60.0
BUSY_TRIES = 5  # 2 + 4 + 8 + 16 + 32 seconds outlast a limit that is counted by the minute
DOWN_TRIES = 3
LONGEST_ASKED = 120.0  # a server that asks for more is asked again by a person's Resume
DROP_WAITS = (0.5, 1.5)  # a GET may be repeated: a dropped connection twice


@dataclass(slots=True)
class Pace:
    """The tries of one request."""

    busy: int = 0
    dropped: int = 0

    def after_busy(self, status: int, retry_after: str) -> float | None:
        """Return the seconds to wait after a 429 or 503, None when it has been asked often enough."""
        self.busy += 1
        if self.busy > (BUSY_TRIES if status == 429 else DOWN_TRIES):
            return None
        asked = seconds_of(retry_after)
        if asked is not None:
            # A little later than asked: servers that count whole seconds refuse what comes on the dot.
            return None if asked > LONGEST_ASKED else asked + jitter(0.2)
        wait: float = FIRST_WAIT * 2 ** (self.busy - 1)
        return min(LONGEST_WAIT, wait + jitter(wait / 2))

    def after_drop(self, *, slow: bool = False) -> float | None:
        """Return the seconds to wait after a dropped connection (`slow`: a time-out), None when it is enough."""
        self.dropped += 1
        if self.dropped > (1 if slow else len(DROP_WAITS)):
            return None
        return DROP_WAITS[self.dropped - 1] + jitter(DROP_WAITS[0] / 2)


def jitter(most: float) -> float:
    """Return a random delay, so that four requests do not come back in step."""
    return random.uniform(0, most)  # noqa: S311  # spreads load, guards nothing


def seconds_of(retry_after: str) -> float | None:
    """Return the seconds of a Retry-After header (a number or an HTTP date), None without a usable one."""
    text = retry_after.strip()
    if not text:
        return None
    try:
        return max(0.0, float(text))
    except ValueError:
        pass
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    zoned = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (zoned - datetime.now(UTC)).total_seconds())
