"""Is a measured value high, low or normal: by the laboratory's flag, its range, or the rule's limit."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from enum import Enum

from copilot.chart.fact import Fact, Quantity
from copilot.chart.units import canonical, convert, unit_of
from copilot.knowledge.pack import ValueRule

PREGNANT = "pregnant"  # as a key of `ValueRule.limit`
_HIGH_FLAGS = frozenset({"h", "hh", "hu", "high", "critical high", "critically high", ">", "above normal"})
_LOW_FLAGS = frozenset({"l", "ll", "lu", "low", "critical low", "critically low", "<", "below normal"})
_NORMAL_FLAGS = frozenset({"n", "normal"})
_POSITIVE = frozenset({
    "positive", "pos", "detected", "present", "reactive", "abnormal", "a", "aa", "true", "yes", "+", "++", "+++",
    "++++", "1+", "2+", "3+", "4+", "trace+", "small", "moderate", "large", "many", "few",
})  # fmt: skip
_NEGATIVE = frozenset(
    {
        "negative", "neg", "not detected", "none detected", "absent", "non-reactive", "nonreactive", "normal", "false",
        "no", "none", "nil", "-", "not present", "none seen", "no growth", "no growth to date", "clear", "n",
    }
)  # fmt: skip


class Level(Enum):
    """Where a value lies."""

    HIGH = "high"
    LOW = "low"
    NORMAL = "normal"


def level(fact: Fact, rule: ValueRule, sex: str, loinc: str | None) -> Level | None:
    """Return where the value of a fact lies by this rule, or None where that is not certain."""
    value = fact.value
    if isinstance(value, str):
        return level_of_words(value) or _by_flag(fact.flag)
    if value is None:
        return None
    if rule.fixed or (sex == PREGNANT and PREGNANT in rule.limit):
        return by_limit(value, rule, sex, loinc)
    return _by_flag(fact.flag) or _by_range(value, fact, rule.direction) or by_limit(value, rule, sex, loinc)


def level_of_words(words: str) -> Level | None:
    """Return what a result in words says: "positive" is high, "not detected" is normal."""
    plain = words.casefold().strip(" .*")
    first = plain.split(" ", 1)[0].strip(",;:(") if plain else ""
    if plain in _NEGATIVE or plain.startswith(("no growth", "not detected", "negative")):
        return Level.NORMAL
    if plain in _HIGH_FLAGS or plain in _POSITIVE or first in _POSITIVE:
        return Level.HIGH
    return Level.LOW if plain in _LOW_FLAGS else None


def by_limit(value: Quantity, rule: ValueRule, sex: str, loinc: str | None) -> Level | None:
    """Compare with the rule's own limit, the last normal value, after converting to its unit."""
    limit = limit_of(rule, sex)
    if limit is None:
        return None
    threshold, unit = limit
    number = _dimensionless(value, unit) if canonical(unit) == "1" else convert(value, unit, loinc)
    if number is None:
        return None
    return _compare(number, value.comparator, threshold, rule.direction)


def limit_of(rule: ValueRule, sex: str) -> tuple[Decimal, str] | None:
    """Return the limit for this sex (else for any) as number and unit; `PREGNANT` stands for a pregnant woman."""
    text = rule.limit.get(sex) or (sex == PREGNANT and rule.limit.get("female")) or rule.limit.get("any") or ""
    number, _, unit = text.partition(" ")
    try:
        return (Decimal(number), unit.strip()) if number else None
    except InvalidOperation:
        return None


def said_limit(fact: Fact, rule: ValueRule, sex: str) -> str:
    """Return the range or limit by which a value was judged, in words for a person."""
    own = rule.fixed or (sex == PREGNANT and PREGNANT in rule.limit)
    if not own and fact.range is not None and str(fact.range):
        return f"range {fact.range}"
    if not own and fact.flag:
        return f"flagged {fact.flag}"
    limit = limit_of(rule, sex)
    if limit is None:
        return ""
    return f"{'upper' if rule.direction == 'high' else 'lower'} limit {limit[0]} {limit[1]}"


def _dimensionless(value: Quantity, unit: str) -> Decimal | None:
    """pH, INR and scores: the unit is none, or a word that the table of units does not know as another."""
    own = unit_of(value)
    return value.value if own in ("", "1", canonical(unit)) else None


def _by_flag(flag: str) -> Level | None:
    plain = flag.casefold().strip()
    if plain in _HIGH_FLAGS or plain in ("pos", "det"):
        return Level.HIGH
    if plain in _LOW_FLAGS:
        return Level.LOW
    return Level.NORMAL if plain in _NORMAL_FLAGS or plain in ("neg", "nd") else None


def _by_range(value: Quantity, fact: Fact, direction: str) -> Level | None:
    """Compare with the laboratory's range, which the chart gives only in the unit of the value.

    A range with one end says nothing about the other direction.
    """
    given = fact.range
    if given is None:
        return None
    low = given.low if given.low is not None and given.low > 0 else None
    sides = (("high", given.high), ("low", low))
    for side, end in sides:
        if end is not None and _compare(value.value, value.comparator, end, side) is Level(side):
            return Level(side)
    end = dict(sides)[direction]
    return None if end is None else _compare(value.value, value.comparator, end, direction)


def _compare(number: Decimal, comparator: str, threshold: Decimal, direction: str) -> Level | None:
    """The limit itself is normal; "<5" against a limit of 10 is normal, against 2 it is not known."""
    sign = comparator[:1]
    high = direction == "high"
    beyond = number > threshold if high else number < threshold
    at_edge = number == threshold and sign == (">" if high else "<") and "=" not in comparator
    if beyond or at_edge:
        return None if sign == ("<" if high else ">") else (Level.HIGH if high else Level.LOW)
    return None if sign == (">" if high else "<") else Level.NORMAL
