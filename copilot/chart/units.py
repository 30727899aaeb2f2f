"""Convert quantities between units, by a closed table only; what the table does not know stays as given."""

from __future__ import annotations

from decimal import Context, Decimal
from functools import lru_cache

from copilot.chart.analytes import CHARGE, HBA1C, MOLAR_MASS
from copilot.chart.fact import Quantity
from copilot.chart.unit_table import AMBIGUOUS, LOWER_CASE, SPELLINGS, UNITS

# Nine digits keep every exact shift of the decimal point and hide the tail of a division.
_DIGITS = Context(prec=9)
_MASS, _SUBSTANCE, _EQUIVALENT = "mass-concentration", "substance-concentration", "equivalent-concentration"


@lru_cache(maxsize=4096)
def canonical(unit: str) -> str:
    """Return the canonical UCUM code of a unit or one of its known spellings, "" where it is not in the table."""
    text = " ".join(unit.split())
    if text in AMBIGUOUS:
        return ""
    return SPELLINGS.get(text) or SPELLINGS.get(text.replace(" ", "")) or LOWER_CASE.get(text.lower(), "")


def unit_of(quantity: Quantity) -> str:
    """Return the canonical unit of a quantity: its UCUM code where that is known, else its unit text."""
    return canonical(quantity.code) or canonical(quantity.unit)


def convert(quantity: Quantity, to: str, loinc: str | None = None) -> Decimal | None:
    """Return the value of a quantity in unit `to`, or None where that is not certain.

    `loinc` names the analyte and allows mass ↔ substance ("mg/dL" to "mmol/L") and meq ↔ mmol. The result
    has at most nine significant digits; the comparator of the quantity still applies to it.
    """
    source, target = unit_of(quantity), canonical(to)
    if not source or not target:
        return None
    if source == target:
        return quantity.value
    if {source, target} == {"Cel", "[degF]"}:
        return _temperature(quantity.value, target)
    if {source, target} == {"%", "mmol/mol"}:
        return _hba1c(quantity.value, target) if loinc in HBA1C else None
    own, other = UNITS[source], UNITS[target]
    if own[0] == other[0]:
        return _DIGITS.create_decimal(quantity.value * own[1] / other[1])
    amount = _millimoles(quantity.value * own[1], own[0], loinc or "")
    if amount is None:
        return None
    result = _from_millimoles(amount, other[0], loinc or "")
    return None if result is None else _DIGITS.create_decimal(result / other[1])


def _temperature(value: Decimal, target: str) -> Decimal:
    celsius = (value - 32) * 5 / 9
    return _DIGITS.create_decimal(celsius if target == "Cel" else value * 9 / 5 + 32)


def _hba1c(value: Decimal, target: str) -> Decimal:
    """Apply the IFCC–NGSP master equation: NGSP % = 0.09148 × IFCC mmol/mol + 2.152."""
    slope, offset = Decimal("0.09148"), Decimal("2.152")
    return _DIGITS.create_decimal(value * slope + offset if target == "%" else (value - offset) / slope)


def _millimoles(base: Decimal, dimension: str, loinc: str) -> Decimal | None:
    """Return mmol/L from the base unit of a concentration (g/L, mmol/L, meq/L)."""
    if dimension == _SUBSTANCE:
        return base
    if dimension == _MASS and loinc in MOLAR_MASS:
        return base * 1000 / MOLAR_MASS[loinc]
    if dimension == _EQUIVALENT and loinc in CHARGE:
        return base / CHARGE[loinc]
    return None


def _from_millimoles(amount: Decimal, dimension: str, loinc: str) -> Decimal | None:
    if dimension == _SUBSTANCE:
        return amount
    if dimension == _MASS and loinc in MOLAR_MASS:
        return amount * MOLAR_MASS[loinc] / 1000
    if dimension == _EQUIVALENT and loinc in CHARGE:
        return amount * CHARGE[loinc]
    return None
