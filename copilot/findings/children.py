"""Whose limits hold for pulse, breathing and blood pressure: the vocabulary's are an adult's.

The children's limits below are editorial: the usual textbook ranges, taken wide, with no reference of their own.
"""

from __future__ import annotations

from dataclasses import replace

from copilot.findings.lexicon import Measure

ADULT_YEARS = 12.0
_PULSE, _BREATHING = "8867-4", "9279-1"
ADULT_LOINC = frozenset({_PULSE, _BREATHING, "8480-6", "8462-4"})
# For children younger than so many years: the last normal values of pulse and breathing in a minute.
_LIMITS = (
    (1 / 6, {_PULSE: {"low": 90, "high": 180}, _BREATHING: {"low": 25, "high": 59}}),
    (1.0, {_PULSE: {"low": 90, "high": 170}, _BREATHING: {"low": 22, "high": 49}}),
    (2.0, {_PULSE: {"low": 80, "high": 160}, _BREATHING: {"low": 20, "high": 39}}),
    (5.0, {_PULSE: {"low": 75, "high": 150}, _BREATHING: {"low": 18, "high": 39}}),
    (ADULT_YEARS, {_PULSE: {"low": 60, "high": 130}, _BREATHING: {"low": 14, "high": 29}}),
)


def for_age(measure: Measure, age_years: float | None) -> Measure | None:
    """Return the measure with the limit for this age; None where no limit for children is known (blood pressure)."""
    mine = ADULT_LOINC.intersection(measure.rule.loinc)
    if age_years is None or age_years >= ADULT_YEARS or not mine:
        return measure
    limits = next(limits for under, limits in _LIMITS if age_years < under)
    limit = next((limits[loinc][measure.rule.direction] for loinc in sorted(mine) if loinc in limits), None)
    return None if limit is None else replace(measure, rule=replace(measure.rule, limit={"any": f"{limit} /min"}))
