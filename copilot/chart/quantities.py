"""Quantities, ranges and other values as the record gives them, without converting anything."""

from __future__ import annotations

import re
from decimal import Decimal

from copilot.chart.elements import clean, concept, number, obj, objects
from copilot.chart.fact import Coding, Quantity, Range
from copilot.chart.units import canonical
from copilot.fhir.pull import Json

COMPARATORS = ("<", "<=", ">=", ">")
_UCUM = "http://unitsofmeasure.org"
_SIGNS = {"≤": "<=", "≥": ">=", "=<": "<=", "=>": ">="}
_NUMBER = r"[+-]?\d{1,12}(?:\.\d{1,10})?"
_VALUE_TEXT = re.compile(rf"(<=|>=|=<|=>|<|>|≤|≥)?\s*({_NUMBER})\s*([^\d\s].{{0,29}})?\Z")
_RANGE_TEXT = re.compile(rf"\(?\s*({_NUMBER})\s*(?:-|–|to)\s*({_NUMBER})\s*\)?(?:\s+\D.{{0,29}})?\Z")
_LIMIT_TEXT = re.compile(rf"(<=|<|≤|>=|>|≥|up to)\s*({_NUMBER})(?:\s*\D.{{0,29}})?\Z", re.IGNORECASE)
Value = Quantity | str | None


def quantity(raw: object) -> Quantity | None:
    """Return a Quantity with value, unit, UCUM code (only where the system says UCUM) and comparator.

    A value written as text ("4.4", "<5") is read; None where there is no number, or where a comparator
    that is not known (R5's "ad") makes the number mean something else.
    """
    if not isinstance(raw, dict):
        return None
    given = raw.get("value")
    comparator = _comparator(raw)
    if comparator and comparator not in COMPARATORS:
        return None
    value = number(given)
    if value is None and isinstance(given, str):
        inside = from_text(given)
        if inside is None:
            return None
        value, comparator = inside.value, inside.comparator
    if value is None:
        return None
    code = clean(raw.get("code"), 60)
    unit = clean(raw.get("unit"), 60)
    is_ucum = raw.get("system") == _UCUM
    return Quantity(value, unit or code, code if is_ucum else "", comparator)


def _comparator(raw: Json) -> str:
    """Return the comparator in FHIR's spelling, or as given."""
    given = clean(raw.get("comparator"), 20)
    return _SIGNS.get(given, given)


def from_text(text: str) -> Quantity | None:
    """Return the number that a whole text is ("<5", "4.4 mmol/L"), None for prose, titres and dates.

    A unit is taken only where the table of units knows it.
    """
    found = _VALUE_TEXT.match(text.strip()) if len(text) < 60 else None
    if not found:
        return None
    unit = (found[3] or "").strip()
    if unit and not canonical(unit):
        return None
    return Quantity(Decimal(found[2]), unit, "", _SIGNS.get(found[1] or "", found[1] or ""))


def reference_range(raw: object, value: Quantity | None) -> Range | None:
    """Return the first normal range in the unit of the value; its words where the numbers do not fit."""
    chosen = next((item for item in objects(raw) if _is_normal(item)), None)
    if chosen is None:
        return None
    text = clean(chosen.get("text"))
    low, high = quantity(chosen.get("low")), quantity(chosen.get("high"))
    if low is None and high is None:
        return _range_in(text)
    if any(end is not None and not _same_unit(end, value) for end in (low, high)):
        return Range(text=text or f"{low or ''}–{high or ''}")
    return Range(low.value if low else None, high.value if high else None, text)


def _range_in(text: str) -> Range | None:
    """Return the numbers of a range that is given in words ("3.5 - 5.1", "<0.04"), with the words."""
    if not text:
        return None
    both = _RANGE_TEXT.match(text)
    if both and Decimal(both[1]) <= Decimal(both[2]):
        return Range(Decimal(both[1]), Decimal(both[2]), text)
    one = _LIMIT_TEXT.match(text)
    if one:
        limit = Decimal(one[2])
        return Range(low=limit, text=text) if one[1][0] in ">≥" else Range(high=limit, text=text)
    return Range(text=text)


def _is_normal(raw: Json) -> bool:
    kind = concept(raw.get("type"))
    return not kind or any(coding.code in ("normal", "N") for coding in kind.codes) or kind.label == "normal"


def _same_unit(end: Quantity, value: Quantity | None) -> bool:
    if value is None or not end.unit or end.unit == value.unit:
        return True
    own = canonical(value.code or value.unit)
    return bool(own) and own == canonical(end.code or end.unit)


def value_of(raw: Json) -> tuple[Value, tuple[Coding, ...], str]:
    """Return (value, codings of a coded answer, element name) of value[x]; (None, (), "") where none.

    Ratios ("1:160"), ranges, times and booleans come as text; a text that is a number as a Quantity.
    """
    for name, given in raw.items():
        if not name.startswith("value") or len(name) < 6 or not name[5].isupper() or given is None:
            continue
        coded = concept(given) if name in ("valueCodeableConcept", "valueCoding") else None
        if coded:
            return coded.label, coded.codes, name
        value = _plain_value(name, given)
        if value is not None:
            return value, (), name
    return None, (), ""


def _plain_value(name: str, given: object) -> Value:
    if name in ("valueQuantity", "valueAge", "valueDuration", "valueMoney", "valueCount", "valueDistance"):
        return quantity(given) or _unit_only(given)
    if isinstance(given, bool):
        return "true" if given else "false"
    if isinstance(given, dict):
        return _composite(name, given)
    if name in ("valueInteger", "valueDecimal"):
        read = number(given)
        return Quantity(read) if read is not None else clean(given, 2000) or None
    text = clean(given, 2000)
    return from_text(text) or text or None


def _unit_only(given: object) -> str | None:
    """A Quantity whose value is words ("hemolyzed"), or whose comparator is not known, still says something."""
    raw = obj(given)
    plain = number(raw.get("value"))
    value = clean(raw.get("value")) if plain is None else str(plain)
    parts = (_comparator(raw), value, clean(raw.get("unit") or raw.get("code"), 60))
    return " ".join(part for part in parts if part) if value else None


def _composite(name: str, given: Json) -> str | None:
    if name == "valueRatio":
        top, bottom = quantity(given.get("numerator")), quantity(given.get("denominator"))
        return f"{top or '?'}:{bottom or '?'}" if top or bottom else None
    if name == "valueRange":
        low, high = quantity(given.get("low")), quantity(given.get("high"))
        if low and high:
            return f"{low.value}–{high}"
        return f"≥{low}" if low else f"≤{high}" if high else None
    if name == "valuePeriod":
        return f"{clean(given.get('start'))} to {clean(given.get('end'))}".strip()
    if name == "valueSampledData":
        return "waveform"
    return clean(given.get("display") or given.get("title") or given.get("text") or given.get("reference")) or None
