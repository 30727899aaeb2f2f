"""Conflicts inside one record: two answers to one question at one time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from copilot.chart.chart import Unknown, UnknownKind
from copilot.chart.elements import LOINC
from copilot.chart.fact import Fact, Kind, Quantity, Standing
from copilot.chart.units import convert, unit_of

_MEASURED = (Kind.LABORATORY, Kind.VITAL_SIGN, Kind.OBSERVATION)
_COUNTS = (Standing.ASSERTED, Standing.UNCERTAIN)
# Two units rounded separately differ a little without contradicting each other.
_TOLERANCE = Decimal("0.02")
_MAX_LISTED = 20


def conflicts(facts: Iterable[Fact]) -> list[Unknown]:
    """Return unknowns for one analyte (by LOINC) with two values at one moment, at most twenty.

    Only times with a clock count: two results of one day are a trend.
    """
    by_moment: dict[tuple[str, str], list[Fact]] = {}
    for fact in facts:
        if fact.kind in _MEASURED and fact.standing in _COUNTS and isinstance(fact.value, Quantity):
            loinc = next((coding.code for coding in fact.codes if coding.system == LOINC), "")
            if loinc and fact.when and fact.when.text.count(":"):
                by_moment.setdefault((loinc, fact.when.text), []).append(fact)
    found = [_line(same[0].label, same) for same in by_moment.values() if _differ(same)]
    return found[:_MAX_LISTED]


def _differ(same: Sequence[Fact]) -> bool:
    if len(same) < 2:
        return False
    first = same[0]
    return any(_values_differ(first, other) for other in same[1:])


def _values_differ(one: Fact, other: Fact) -> bool:
    """Compare in one unit; values whose units are not known to be the same are not called a conflict."""
    if not isinstance(one.value, Quantity) or not isinstance(other.value, Quantity):
        return False
    left, right = one.value, other.value
    if left.comparator != right.comparator:
        return False
    if left.unit == right.unit and left.code == right.code:
        return left.value != right.value
    loinc = next((coding.code for coding in one.codes if coding.system == LOINC), None)
    converted = convert(right, unit_of(left), loinc)
    if converted is None:
        return False
    return abs(converted - left.value) > _TOLERANCE * max(abs(left.value), abs(converted))


def _line(label: str, same: Sequence[Fact]) -> Unknown:
    values = list(dict.fromkeys(str(fact.value) for fact in same))
    moment = f" at {same[0].when.text}" if same[0].when else ""
    said = f"{label}{moment}: the record gives {' and '.join(values[:4])}."
    return Unknown(UnknownKind.CONFLICTING, said, same[0].source.resource)
