"""How long to wait for what, in seconds."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timing:
    """FHIRcast wants an answer within 10 seconds, and a SyncError within 10 where a 202 comes to nothing.

    `lease` is what we ask for, the hub decides; `renew_early` before its end (or a quarter of it) we ask again.
    The token is renewed two minutes before it ends, so that by then there is one that allows another lease.
    """

    lease: float = 7200.0
    renew_early: float = 60.0
    confirm: float = 15.0
    answer: float = 1.0
    decide: float = 8.0
    heartbeats: float = 2.0  # so many periods of silence: one late heartbeat is no loss
    first_pause: float = 1.0
    longest_pause: float = 60.0
    goodbye: float = 2.0

    def until_renewal(self, lease: float) -> float:
        """Return after how long to renew a subscription that was granted for `lease`."""
        return lease - min(self.renew_early, lease / 4)

    def pauses(self) -> Iterator[float]:
        """Yield the waits before the hub is tried again: twice as long each time, and none quite as another's."""
        pause = self.first_pause
        while True:
            yield pause * random.uniform(0.5, 1.0)  # noqa: S311 no secret: applications shall not return all at once
            pause = min(2 * pause, self.longest_pause)
