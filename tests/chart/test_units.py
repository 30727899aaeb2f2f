from __future__ import annotations

from decimal import Decimal

import pytest

from copilot.chart.fact import Quantity
from copilot.chart.unit_table import SPELLINGS, UNITS
from copilot.chart.units import canonical, convert

GLUCOSE, CREATININE, HAEMOGLOBIN, CALCIUM, SODIUM, A1C = "2345-7", "2160-0", "718-7", "17861-6", "2951-2", "4548-4"


def quantity(value: str, unit: str = "", code: str = "") -> Quantity:
    return Quantity(Decimal(value), unit, code)


@pytest.mark.parametrize(
    ("unit", "code"),
    [
        ("mmHg", "mm[Hg]"),
        ("K/uL", "10*9/L"),
        ("K/UL", "10*9/L"),
        ("x10E3/uL", "10*9/L"),
        ("10*3/uL", "10*9/L"),
        ("M/uL", "10*12/L"),
        ("mcg", "ug"),
        ("MG/DL", "mg/dL"),
        ("mg / dL", "mg/dL"),
        ("mEq/L", "meq/L"),
        ("degF", "[degF]"),
        ("mL/min/1.73.m2", "mL/min/{1.73_m2}"),
        ("mIU/L", "mU/L"),
        ("G/L", ""),
        ("T", ""),
        ("K", ""),
        ("banana", ""),
        ("", ""),
    ],
)
def test_spellings(unit: str, code: str) -> None:
    assert canonical(unit) == code


def test_every_spelling_leads_to_a_unit_and_none_to_two() -> None:
    assert len(UNITS) >= 60
    assert set(SPELLINGS.values()) == set(UNITS)
    assert all(factor > 0 for _, factor in UNITS.values())


@pytest.mark.parametrize(
    ("given", "to", "loinc", "result"),
    [
        (quantity("7.2", "K/uL", "K/uL"), "10*9/L", None, "7.2"),
        (quantity("7200", "/uL"), "K/uL", None, "7.2"),
        (quantity("4.5", "M/uL"), "10*12/L", None, "4.5"),
        (quantity("13.25", "g/dL"), "g/L", None, "132.5"),
        (quantity("98.6", "degF", "[degF]"), "Cel", None, "37"),
        (quantity("37", "Cel"), "[degF]", None, "98.6"),
        (quantity("180", "lbs"), "kg", None, "81.6466266"),
        (quantity("140", "mg/dL"), "mmol/L", GLUCOSE, "7.77104287"),
        (quantity("7.8", "mmol/L"), "mg/dL", GLUCOSE, "140.52168"),
        (quantity("1", "mg/dL"), "umol/L", CREATININE, "88.4016973"),
        (quantity("8.7", "mmol/L"), "g/dL", HAEMOGLOBIN, "14.01918"),
        (quantity("5", "meq/L"), "mmol/L", CALCIUM, "2.5"),
        (quantity("140", "mEq/L"), "mmol/L", SODIUM, "140"),
        (quantity("48", "mmol/mol"), "%", A1C, "6.54304"),
        (quantity("5", "ng/mL"), "ug/L", None, "5"),
    ],
)
def test_conversions(given: Quantity, to: str, loinc: str | None, result: str) -> None:
    converted = convert(given, to, loinc)
    assert converted is not None
    assert converted == Decimal(result)


@pytest.mark.parametrize(
    ("given", "to", "loinc"),
    [
        (quantity("140", "mg/dL"), "mmol/L", None),
        (quantity("140", "mg/dL"), "mmol/L", "99999-9"),
        (quantity("48", "mmol/mol"), "%", None),
        (quantity("1", "mg/dL"), "kg", None),
        (quantity("1", "mmol/L"), "mm[Hg]", GLUCOSE),
        (quantity("1", "meq/L"), "mg/dL", GLUCOSE),
        (quantity("1", "banana"), "kg", None),
        (quantity("1", "kg"), "banana", None),
        (quantity("1"), "kg", None),
    ],
)
def test_what_is_not_certain_is_not_converted(given: Quantity, to: str, loinc: str | None) -> None:
    assert convert(given, to, loinc) is None


def test_there_and_back_is_the_same_value() -> None:
    for code, (dimension, _) in UNITS.items():
        base = next(other for other, (same, _) in UNITS.items() if same == dimension)
        there = convert(quantity("12.5", code), base, A1C)
        assert there is not None
        back = convert(quantity(str(there), base), code, A1C)
        assert back is not None
        assert abs(back - Decimal("12.5")) < Decimal("0.0001")


def test_an_electrolyte_converts_to_equivalents_by_its_charge() -> None:
    assert convert(Quantity(Decimal(140), "mmol/L", "mmol/L"), "meq/L", "2951-2") == Decimal(140)
