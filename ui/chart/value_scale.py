"""A scale of values from bottom to top, with round numbers along it; plain arithmetic, no Qt."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

MARGIN = 0.12


@dataclass(frozen=True, slots=True)
class ValueScale:
    """Lays values over a height; `bottom` is the larger number, as on a screen."""

    low: float
    high: float
    top: float
    bottom: float

    def y(self, value: float) -> float:
        """Return the height of a value."""
        return self.bottom - (value - self.low) / (self.high - self.low) * (self.bottom - self.top)


def scale(values: Iterable[float], limits: tuple[float | None, float | None], top: float, bottom: float) -> ValueScale:
    """Return a scale that holds all values and what of the range lies near them."""
    known = list(values)
    low, high = min(known), max(known)
    lower, upper = limits
    low = min(low, lower) if lower is not None else low
    high = max(high, upper) if upper is not None else high
    margin = (high - low) * MARGIN or abs(high) * MARGIN or 1.0
    floor = 0.0 if low >= 0 else -math.inf
    return ValueScale(max(low - margin, floor), high + margin, top, bottom)


def round_values(low: float, high: float, most: int) -> list[float]:
    """Return at most so many round numbers within two ends, evenly apart."""
    spread = high - low
    if spread <= 0 or most < 1:
        return []
    exponent = math.floor(math.log10(spread / most))
    for factor in (1, 2, 5, 10, 20, 50, 100):
        step = factor * 10.0**exponent
        first = math.ceil(low / step)
        count = math.floor(high / step) - first + 1
        if count <= most:
            return [round((first + number) * step, 10) for number in range(max(count, 0))]
    return []
