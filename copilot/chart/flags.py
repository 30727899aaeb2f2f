"""What a laboratory marks in a result: its own flag, or its own range against the value; never a limit of ours."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

from copilot.chart.fact import Fact, Quantity


class Mark(StrEnum):
    """Which way a result is marked; critical ones keep their letters ("HH") in the flag."""

    NONE = "not marked"
    HIGH = "high"
    LOW = "low"
    OTHER = "abnormal"


_NORMAL = frozenset({"", "N", "NEG", "ND", "NR"})
_HIGH = frozenset({"H", "HH", "HU", "H>", "HX", ">", "U", "CRITICALLY HIGH", "HIGH"})
_LOW = frozenset({"L", "LL", "LU", "L<", "LX", "<", "D", "CRITICALLY LOW", "LOW"})


def flag_of(fact: Fact) -> str:
    """Return the laboratory's own flag, or H or L against the laboratory's own range; empty for neither."""
    if fact.flag:
        return fact.flag
    if fact.range is None or not isinstance(fact.value, Quantity):
        return ""
    low, high, value = fact.range.low, fact.range.high, fact.value
    if low is not None and value.value < low and value.comparator in ("", "<", "<="):
        return "L"
    if high is not None and value.value > high and value.comparator in ("", ">", ">="):
        return "H"
    return ""


def is_abnormal(flag: str) -> bool:
    """Return whether a flag marks a result."""
    return flag not in _NORMAL


@lru_cache(maxsize=1024)  # a long chart has thousands of results and a handful of flags
def mark_of(flag: str) -> Mark:
    """Return which way a flag points."""
    plain = flag.strip().upper()
    if plain in _HIGH:
        return Mark.HIGH
    if plain in _LOW:
        return Mark.LOW
    return Mark.OTHER if is_abnormal(flag) else Mark.NONE
