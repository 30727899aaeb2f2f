"""Numbers and units in words, normalised so that code can compare and convert them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from copilot.chart.fact import Quantity
from copilot.chart.unit_table import UNITS
from copilot.chart.units import canonical, convert
from copilot.narrative.narrative import Fault, Support

_NUMBER = re.compile(r"(?<![\w.])(?P<sign>[<>\u2264\u2265]=?\s?|[-\u2212](?=\d))?(?P<digits>\d(?:[\d.,/:\u2013-]*\d)?)")
_UNIT = re.compile(
    r"(?:\s?(?P<power>x?\s?10[*^E]\d+/[^\s,;:()\[\]]+)|\s?(?P<bracketed>\(\w+\)/\w+)|-(?P<age>year|month|week|"
    r"day)s?(?:-old)?\b"
    r"|\s?(?P<unit>[^\s\d,;:()\[\]-][^\s,;:\[\]]*(?: (?:per minute|a minute|Hg|C|F)\b)?))"
)
_RANGE = re.compile(r"(?P<low>\d[\d.,]*)[\u2013-](?P<high>\d[\d.,]*)")
_FOLDED = str.maketrans({"\u00b5": "u", "\u03bc": "u", "\u2212": "-", "\u2013": "-", "\u00b2": "2", "\u00b3": "3"})
_ORDINARY = frozenset(
    [
        "in",
        "a",
        "at",
        "as",
        "d",
        "am",
        "and",
        "is",
        "on",
        "to",
        "of",
        "or",
        "for",
        "after",
        "before",
        "with",
        "m",
        "score",
        "ratio",
        "index",
    ]
)
_COUNTED = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_SPANS = r"(?:second|minute|hour|day|week|month|year)s?"
_SPELT = re.compile(rf"\b(?P<number>{'|'.join(_COUNTED)})(?=[\s-]{_SPANS}\b)", re.IGNORECASE)
# What stands before a number says what it is.
_LIMIT = re.compile(
    r"(?:\b|(?=[(,;]))(?:range|limits?|reference|ref\.?|interval|above|below|over|under|exceed\w*|threshold|"
    r"cut-?off|[(,;]\s*normal|\(up to|normal(?= up to| range| limit))"
    r"(?:\s+(?:the|of|an?|is|being|for|upper|lower|normal|reference|range|limits?|laboratory|lab|values?|up to|from|"
    r"between|interval|adults?|wom[ae]n|m[ae]n))*\s*[(:]*\s*$"
)
_EARLIER = re.compile(
    r"\bfrom(?: (?:an? )?(?:about|around|approximately|roughly|nearly|almost|mere|only|initial|baseline))?\s*$|"
    r"\b(?:compared|relative) (?:with|to)\b[^.,;]*$|"
    r"\b(?:versus|vs\.?|against)\s*$|"
    r"\bafter (?:an? |the )?(?:first|initial|previous|earlier)(?: \w+)?(?: of)?\s*$|"
    r"\b(?:previous|previously|earlier|formerly|baseline|prior)\b[^.,;]*$"
)
_WAS = re.compile(r"(?:\b(?:having|had) been(?: only| just| merely)?|[(,;] ?(?:it )?was|from being)\s*$", re.IGNORECASE)
_IS_NOW = re.compile(
    r"[^.;\[]{0,40}?\b(?:is|are|stands? at|has since reached) now\b|[^.;\[]{0,40}?\bnow (?:is|stands)\b"
)
_TIME = UNITS["d"][0]
_YEAR = canonical("years")  # an age stands alone as well: "a stroke at 81"
_JOINS = re.compile(r"\s*(?:to|and|or|then|up to|down to)\s*")


class Value(NamedTuple):
    """A number as compared: comparator, digits normalised, canonical unit (empty: none), and what it is.

    `role` is "limit" for one of a range, "earlier" for what was measured before, else empty; `before` are the
    words in front of it.
    """

    sign: str
    digits: str
    unit: str
    role: str = ""
    before: str = ""


def spelt(text: str) -> str:
    """Return the text with the numbers before a span of time in digits: "three weeks" is "3 weeks"."""
    return _SPELT.sub(lambda found: str(_COUNTED.index(found["number"].casefold())), text)


def values(text: str) -> tuple[Value, ...]:
    """Return all numbers of a text with their units; a number inside a word ("HbA1c") is part of the word."""
    text = spelt(text)
    made: list[Value] = []
    for _start, end, before, found, unit in _found(text):
        sign = (found["sign"] or "").strip().translate(_FOLDED).replace("\u2264", "<=").replace("\u2265", ">=")
        role = _role(before.casefold(), unit) or ("earlier" if _IS_NOW.match(text[end:]) else "")
        if made and made[-1].role == "limit" and _JOINS.fullmatch(before):  # "between 0 and 5"
            role = "limit"
        span = _RANGE.fullmatch(found["digits"])
        if made and not made[-1].unit and unit and _JOINS.fullmatch(before):  # "from 11.9 to 9.6 g/dL"
            made[-1] = made[-1]._replace(unit=unit)
        if span is None:
            unit = unit or (made[-1].unit if made and role == "limit" else "")
            made.append(Value(sign, _digits(found["digits"]), unit, role, before))
            continue
        unit = unit or (made[-1].unit if made and role else "")
        made += [Value("", _digits(span[side]), unit, role, before) for side in ("low", "high")]
    return tuple(made)


def is_span(value: Value) -> bool:
    """Return whether a number counts time."""
    return _dimension(value.unit) == _TIME


def _role(before: str, unit: str) -> str:
    """Return what a number is by the words before it; a span of time ("over 3 weeks") is no limit."""
    if _LIMIT.search(before) and _dimension(unit) != _TIME:
        return "limit"
    return "earlier" if _EARLIER.search(before) else ""


def without_values(text: str) -> str:
    """Return the text with its numbers taken out, their units too."""
    text = spelt(text)
    kept, at = [], 0
    for start, end, _, _, _ in _found(text):
        kept.append(text[at:start])
        at = end
    return " ".join((*kept, text[at:]))


def _found(text: str) -> Iterator[tuple[int, int, str, re.Match[str], str]]:
    """Yield where each number begins and ends with its unit, the words before it, and the unit."""
    at = 0
    for found in _NUMBER.finditer(text):
        if found.start() < at:
            continue
        following = _UNIT.match(text, found.end())
        unit, end = _unit(following) if following else ("", found.end())
        yield found.start(), end if unit else found.end(), text[at : found.start()], found, unit
        at = end if unit else found.end()


def _digits(text: str) -> str:
    """Return one spelling for equal numbers; what is compound (a pressure) stays as it is."""
    plain = text.translate(_FOLDED)
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", plain):
        plain = plain.replace(",", "")
    elif plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    try:
        return format(Decimal(plain).normalize(), "f")
    except InvalidOperation:
        return plain


def _unit(found: re.Match[str]) -> tuple[str, int]:
    """Return the unit in one spelling and where it ends, or nothing where the word behind the number is ordinary."""
    if found["age"]:
        return canonical(found["age"]), found.end()
    text = found["power"] or found["bracketed"] or found["unit"]
    kept = text.rstrip(".")
    while kept.endswith(")") and kept.count("(") < kept.count(")"):
        kept = kept[:-1].rstrip(".")
    end = found.end() - (len(text) - len(kept))
    if kept.casefold() in _ORDINARY:
        return "", end
    plain = kept.replace(" ", "") if kept.startswith("x") else kept
    for spelling in (plain, plain.replace("(", "[").replace(")", "]"), plain.split(" ")[0]):
        known = canonical(spelling)
        if known:
            return known, end - (len(plain) - len(spelling) if " " in plain and " " not in spelling else 0)
    folded = kept.split(" ")[0].translate(_FOLDED).casefold()
    if "/" in folded or "%" in folded or folded in ("pack-years", "pack-year"):
        return folded.removesuffix("s"), end - (len(kept) - len(kept.split(" ")[0]))
    return "", end


def number_faults(said: str, sources: Sequence[str], loinc: Sequence[str] = (), facts: int = 1) -> Iterator[Fault]:
    """Yield what is wrong with the numbers said: each must be one of the sources', as given or converted.

    The sources are those of so many `facts`.
    """
    given = [value for source in sources for value in values(source)]
    for value in values(said):
        yield from value_faults(value, given, loinc)
    yield from _repeated(said, sources, facts)


def value_faults(value: Value, given: Sequence[Value], loinc: Sequence[str]) -> Iterator[Fault]:
    """Yield why a number is not one of those given, if it is not."""
    shown = f"{value.digits} {value.unit}".strip()
    same = [other for other in given if other.digits == value.digits]
    exact = [other for other in same if other.unit == value.unit] or [
        other for other in given if _converted(value, other, loinc)
    ]
    if not exact and not same:
        rival = any(_alike(value, other, loinc) for other in given)
        yield Fault(Support.CONTRADICTED if rival else Support.NOT_FOUND, f"the number {shown} is not in what it cites")
    elif not exact and value.unit and not (value.unit == _YEAR and {other.unit for other in same} == {""}):
        yield Fault(Support.CONTRADICTED, f"the unit of {value.digits} is not the one in what it cites")
    elif (
        value.role != "limit"
        and not _bounds(value, exact or same)
        and value.sign not in {other.sign for other in exact or same}
    ):
        sign = value.sign or "no"
        yield Fault(Support.CONTRADICTED, f"{sign} sign before {value.digits} is not as in what it cites")
    elif (
        not _bounds(value, exact or same)
        and value.role not in (roles := {other.role for other in exact or same})
        and not _may_be(value.role, roles, given)
        and not ("earlier" in roles and _WAS.search(value.before))
    ):
        kind = {"limit": "a limit", "earlier": "an earlier value", "": "the value itself"}
        is_one = kind[next(iter(sorted(roles)))]
        yield Fault(Support.CONTRADICTED, f"{shown} is {is_one} in what it cites, not {kind[value.role]}")


def _bounds(value: Value, same: Sequence[Value]) -> bool:
    """Return whether a number said with a sign is a limit: "normal < 5"."""
    return value.sign != "" and value.sign != "-" and any(other.role == "limit" for other in same)


def _may_be(role: str, roles: set[str], given: Sequence[Value]) -> bool:
    """Return whether a value may be called earlier, though no source does: none says which was."""
    return role == "earlier" and "" in roles and not any(other.role == "earlier" for other in given)


def _alike(value: Value, other: Value, loinc: Sequence[str]) -> bool:
    """Return whether a number given is of the same kind as one said, so that one of them is wrong."""
    if not value.unit or value.unit == other.unit or _dimension(value.unit) == _dimension(other.unit) != "":
        return True
    return any(convert(Quantity(Decimal(1), other.unit, other.unit), value.unit, code) is not None for code in loinc)


def _dimension(unit: str) -> str:
    """Return what a unit measures, "" where the chart room does not know it."""
    return UNITS[unit][0] if unit in UNITS else ""


def _converted(value: Value, other: Value, loinc: Sequence[str]) -> bool:
    """Return whether a number said is one given, in another unit and rounded as it was said."""
    if not value.unit or not other.unit or value.unit == other.unit:
        return False
    try:
        said, given = Decimal(value.digits), Decimal(other.digits)
    except InvalidOperation:
        return False
    exponent = said.as_tuple().exponent
    half = Decimal(5).scaleb(min(int(exponent), 0) - 1)
    for code in loinc or ("",):
        made = convert(Quantity(given, other.unit, other.unit), value.unit, code)
        if made is not None and abs(made - said) <= min(half, abs(made) / 20):
            return True
    return False


def _repeated(said: str, sources: Sequence[str], facts: int) -> Iterator[Fault]:
    """Yield a number that is said more often than its source has it ("7 years" for "7" and "17")."""
    there = [[value.digits for value in values(source)] for source in sources]
    spoken = [value.digits for value in values(said)]
    for digits in dict.fromkeys(spoken):
        most = max((one.count(digits) for one in there), default=0)
        if spoken.count(digits) > most * facts > 0:
            yield Fault(Support.NOT_FOUND, f"the number {digits} stands fewer times in what it cites")
