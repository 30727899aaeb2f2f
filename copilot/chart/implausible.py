"""Values that no living patient has, and dates that cannot be: shown, listed, and left for a person to judge."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from copilot.chart.chart import Unknown, UnknownKind
from copilot.chart.elements import LOINC
from copilot.chart.fact import Fact, Kind, Quantity, Standing
from copilot.chart.times import PLACEHOLDER_YEAR, when
from copilot.chart.units import convert

_MAX_DATES = 10
_MAX_AGE = 130
# LOINC codes → unit, lowest and highest value that a living person can have (editorial, wide on purpose:
# beyond them a slip of unit or digit is likelier than the value).
_BOUNDS: tuple[tuple[tuple[str, ...], str, str, str], ...] = (
    (("8310-5", "8331-1", "8333-7", "8328-7", "8332-9"), "Cel", "20", "46"),
    (("8867-4", "8889-8"), "/min", "10", "350"),
    (("9279-1",), "/min", "2", "120"),
    (("8480-6", "8459-0", "8460-8", "8461-6"), "mm[Hg]", "20", "320"),
    (("8462-4", "8453-3", "8454-1", "8455-8"), "mm[Hg]", "5", "220"),
    (("2708-6", "59408-5"), "%", "20", "100"),
    (("29463-7", "3141-9"), "kg", "0.2", "650"),
    (("8302-2", "8306-3"), "cm", "15", "275"),
    (("39156-5",), "kg/m2", "5", "150"),
    (("2345-7", "2339-0", "1558-6", "14749-6", "15074-8"), "mg/dL", "5", "3000"),
    (("2951-2", "2947-0"), "mmol/L", "80", "220"),
    (("2823-3", "6298-4"), "mmol/L", "1", "12"),
    (("2160-0", "38483-4", "14682-9"), "mg/dL", "0.05", "60"),
    (("718-7", "59260-0"), "g/dL", "1", "28"),
    (("6690-2", "26464-8"), "10*9/L", "0", "1500"),
    (("777-3", "26515-7"), "10*9/L", "0", "6000"),
    (("17861-6", "2000-8"), "mg/dL", "2", "30"),
    (("2744-1", "2746-6"), "1", "6.3", "8.2"),
    (("4548-4", "17856-6", "59261-8"), "%", "2", "25"),
)
_BY_CODE = {code: (unit, Decimal(low), Decimal(high)) for codes, unit, low, high in _BOUNDS for code in codes}


def implausible(facts: Iterable[Fact], limit: date) -> list[Unknown]:
    """Return unknowns for values outside what is possible in life and for dates after `limit` or before birth."""
    listed = [fact for fact in facts if fact.standing is not Standing.ERROR]
    born = next((when(fact.value) for fact in listed if fact.label == "Birth date" and fact.kind is Kind.PATIENT), None)
    found: list[Unknown] = []
    dates: list[Unknown] = []
    for fact in listed:
        said = _value(fact)
        if said:
            found.append(Unknown(UnknownKind.IMPLAUSIBLE, said, fact.source.resource))
        if fact.kind is Kind.PATIENT or fact.when is None:
            continue
        if _is_future(fact, limit):
            text = f"{fact.label}: its date {fact.when.text} lies in the future."
            dates.append(Unknown(UnknownKind.IMPLAUSIBLE, text, fact.source.resource))
        elif (
            born is not None and fact.kind is not Kind.FAMILY and fact.when.latest < born.earliest - timedelta(days=300)
        ):
            text = f"{fact.label}: its date {fact.when.text} lies before the birth."
            dates.append(Unknown(UnknownKind.IMPLAUSIBLE, text, fact.source.resource))
    return found + _bounded(dates) + _birth(listed, limit)


def _bounded(dates: list[Unknown]) -> list[Unknown]:
    if len(dates) <= _MAX_DATES:
        return dates
    rest = f"{len(dates) - _MAX_DATES} more facts have dates in the future or before the birth."
    return [*dates[:_MAX_DATES], Unknown(UnknownKind.IMPLAUSIBLE, rest)]


def _is_future(fact: Fact, limit: date) -> bool:
    """A day's grace for time zones; a plan may lie ahead, a placeholder year is no date at all."""
    if fact.when is None or fact.standing is Standing.PLANNED or fact.kind is Kind.OTHER:
        return False
    first = fact.when.earliest.date()
    return first.year >= PLACEHOLDER_YEAR or first > limit + timedelta(days=1)


def _value(fact: Fact) -> str:
    if not isinstance(fact.value, Quantity):
        return ""
    for coding in fact.codes:
        if coding.system == LOINC and coding.code in _BY_CODE:
            unit, low, high = _BY_CODE[coding.code]
            value = convert(fact.value, unit, coding.code)
            if value is not None and not low <= value <= high and not fact.value.comparator:
                return f"{fact.text}: outside what is possible; a wrong unit or digit is likely."
    return ""


def _birth(facts: list[Fact], limit: date) -> list[Unknown]:
    for fact in facts:
        if fact.kind is not Kind.PATIENT or fact.label != "Birth date" or not isinstance(fact.value, str):
            continue
        moment = when(fact.value)
        if moment is None:
            said = "The birth date is no date; the age is not known."
        elif moment.earliest.date() > limit + timedelta(days=1):
            said = "The birth date lies in the future; the age is not known."
        elif moment.earliest.year < limit.year - _MAX_AGE:
            said = f"The birth date makes the patient older than {_MAX_AGE} years."
        else:
            continue
        return [Unknown(UnknownKind.IMPLAUSIBLE, said, fact.source.resource)]
    return []
