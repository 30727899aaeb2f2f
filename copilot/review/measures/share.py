"""A share of counted cases, with its 95 % Wilson interval."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

_Z = 1.96  # 95 %


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `n` cases."""

    hits: int
    n: int

    @property
    def value(self) -> float | None:
        """Return the share, 0..1; None for no cases."""
        return self.hits / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float]:
        """Return the 95 % Wilson interval, both 0..1; (0, 1) for no cases."""
        return wilson(self.hits, self.n)


def wilson(hits: int, n: int) -> tuple[float, float]:
    """Return the 95 % Wilson interval of hits/n, both 0..1; (0, 1) for no cases."""
    if n == 0:
        return 0.0, 1.0
    share, spread = hits / n, _Z * _Z / n
    middle = (share + spread / 2) / (1 + spread)
    half = _Z * math.sqrt(share * (1 - share) / n + spread / (4 * n)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def share_of(said: Iterable[bool]) -> Share:
    """Return how many of these are true."""
    counted = list(said)
    return Share(sum(counted), len(counted))
