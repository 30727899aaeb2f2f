"""Numbers and units in words, normalised so that code can compare them."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

_NUMBER = re.compile(
    r"(?<![\w.])(?P<sign>[<>\u2264\u2265]=?\s?|[-\u2212](?=\d))?(?P<digits>\d(?:[\d.,/:\u2013-]*\d)?)(?P<power>\*\d+)?"
)
_UNIT = re.compile(r"\s?(?P<unit>[^\s\d,;:()\[\]][^\s,;:\[\]]*)")
_UNIT_WORDS = """
    % /min bpm cel degc degf c f g/dl g/l mg/l mg/dl mmol/l umol/l nmol/l pmol/l ng/ml ng/l ng/dl pg/ml ug/l ug/ml
    ug/dl u/l iu/l iu/ml iu u mu/l miu/l mm(hg) mmhg kpa kg kg/m2 g mg ug ng mcg ml l dl cm m mm mm/h ml/min fl pg s
    sec ms meq/l mosm/kg hours hour days day weeks week months month years year minutes minute h min d yrs yr y
    pack-years pack bpm l/min 10*3/ul 10*9/l 10*6/ul 10*12/l x10e9/l x10*9/l k/ul /ul cells/ul breaths/min beats/min
    """
_UNITS = frozenset(_UNIT_WORDS.split())
_FOLDED = str.maketrans({"\u00b5": "u", "\u03bc": "u", "\u2212": "-", "\u2013": "-", "\u00b2": "2", "\u00b3": "3"})


class Value(NamedTuple):
    """A number as compared: its comparator, its digits normalised, and the unit, empty where none is meant."""

    sign: str
    digits: str
    unit: str


def values(text: str) -> tuple[Value, ...]:
    """Return all numbers of a text with their units; a number inside a word ("HbA1c") is part of the word."""
    made = []
    for found in _NUMBER.finditer(text):
        following = _UNIT.match(text, found.end())
        unit = _unit(following["unit"] if following else "")
        sign = (found["sign"] or "").strip().translate(_FOLDED).replace("\u2264", "<=").replace("\u2265", ">=")
        made.append(Value(sign, _digits(found["digits"]) + (found["power"] or ""), unit))
    return tuple(made)


def without_values(text: str) -> str:
    """Return the text with its numbers taken out, their units too."""
    kept, at = [], 0
    for found in _NUMBER.finditer(text):
        if found.start() < at:
            continue
        kept.append(text[at : found.start()])
        following = _UNIT.match(text, found.end())
        at = following.end() if following and _unit(following["unit"]) else found.end()
    return " ".join((*kept, text[at:]))


def _digits(text: str) -> str:
    """Return one spelling for equal numbers; what is compound (a date, a pressure, a range) stays as it is."""
    plain = text.translate(_FOLDED)
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", plain):
        plain = plain.replace(",", "")
    elif plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    try:
        return format(Decimal(plain).normalize(), "f")
    except InvalidOperation:
        return plain


def _unit(text: str) -> str:
    """Return the unit in one spelling, or nothing where the word behind the number is an ordinary one."""
    folded = text.translate(_FOLDED).replace("\u00b0", "deg").casefold().rstrip(".")
    folded = {"degc": "cel", "c": "cel", "mm(hg)": "mmhg", "mcg": "ug"}.get(folded, folded)
    if folded.endswith("s") and folded[:-1] in _UNITS:
        folded = folded[:-1]
    return folded if folded in _UNITS or "/" in folded or "%" in folded else ""


def contradiction(said: str, sources: tuple[str, ...]) -> str:
    """Return why a number said is not one of the sources', or nothing."""
    given = [value for source in sources for value in values(source)]
    for value in values(said):
        same = [other for other in given if other.digits == value.digits or _within(value.digits, other.digits)]
        if not same:
            return f"the number {value.digits} is not in what it cites"
        if value.sign not in {other.sign for other in same}:
            return f"{value.sign or 'no'} sign before {value.digits} is not as in what it cites"
        if value.unit not in {other.unit for other in same}:
            return f"the unit of {value.digits} is not the one in what it cites"
    return _repeated(said, sources)


def _repeated(said: str, sources: tuple[str, ...]) -> str:
    """Return why a number is said more often than its source has it ("7 years" for "7" and "17"), or nothing."""
    there = [Counter(value.digits for value in values(source)) for source in sources]
    for digits, times in Counter(value.digits for value in values(said)).items():
        most = max((count[digits] for count in there), default=0)
        if times > most > 0:
            return f"the number {digits} stands fewer times in what it cites"
    return ""


def _within(said: str, given: str) -> bool:
    """Return whether a date was only said with less precision."""
    return bool(re.fullmatch(r"\d{4}(?:-\d\d)?", said)) and re.match(rf"{said}-\d\d", given) is not None
