from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from copilot.chart.fact import Quantity
from copilot.chart.quantities import from_text, quantity, reference_range, value_of

UCUM = "http://unitsofmeasure.org"


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ({"value": Decimal("1.00"), "unit": "mg/dL"}, "1.00 mg/dL"),
        ({"value": 5, "comparator": "<", "unit": "ng/mL"}, "<5 ng/mL"),
        ({"value": 5, "comparator": "≥"}, ">=5"),
        ({"value": "4.4", "unit": "mmol/L"}, "4.4 mmol/L"),
        ({"value": "<5", "unit": "mmol/L"}, "<5 mmol/L"),
        ({"value": 0.1, "code": "mmol/L", "system": UCUM}, "0.1 mmol/L"),
        ({"value": Decimal("1E+2")}, "100"),
    ],
)
def test_quantities_keep_what_was_given(raw: dict[str, Any], shown: str) -> None:
    assert str(quantity(raw)) == shown


def test_a_code_counts_only_where_the_system_is_ucum() -> None:
    found = quantity({"value": 1, "unit": "K", "code": "10*3/uL", "system": "urn:local"})
    assert found is not None
    assert (found.unit, found.code) == ("K", "")


@pytest.mark.parametrize(
    "junk",
    [
        None,
        5,
        {},
        {"value": True},
        {"value": "high"},
        {"value": Decimal("1E+400")},
        {"value": []},
        {"value": 5, "comparator": "~~"},
    ],
)
def test_no_number_is_no_quantity(junk: object) -> None:
    assert quantity(junk) is None


@pytest.mark.parametrize(
    ("text", "shown"),
    [("<5", "<5"), ("≤ 5.2 mmol/L", "<=5.2 mmol/L"), ("4.4 mmol/L", "4.4 mmol/L"), ("-3", "-3"), (">=60", ">=60")],
)
def test_a_text_that_is_a_number(text: str, shown: str) -> None:
    assert str(from_text(text)) == shown


@pytest.mark.parametrize(
    "text", ["1:160", "hemolyzed", "5-10", "2026-03-01", "5 bananas", "", "120/80", "5 " + "x" * 80]
)
def test_a_text_that_is_no_number_stays_text(text: str) -> None:
    assert from_text(text) is None


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ([{"low": {"value": Decimal("3.5")}, "high": {"value": Decimal("5.1")}}], "3.5–5.1"),
        ([{"high": {"value": 5}}], "≤5"),
        ([{"text": "3.5 - 5.1"}], "3.5–5.1"),
        ([{"text": "<0.04"}], "≤0.04"),
        ([{"text": "> 60"}], "≥60"),
        ([{"text": "negative"}], "negative"),
        ([{"low": {"value": 1, "unit": "mg/dL"}, "high": {"value": 2, "unit": "mg/dL"}}], "1 mg/dL–2 mg/dL"),
        ([{"low": {"value": 1, "unit": "MMOL/L"}}], "≥1"),
        ([{"type": {"coding": [{"code": "critical"}]}, "low": {"value": 9}}, {"low": {"value": 1}}], "≥1"),
    ],
)
def test_reference_ranges(raw: object, shown: str) -> None:
    assert str(reference_range(raw, Quantity(Decimal(4), "mmol/L"))) == shown


def test_no_range_is_none() -> None:
    assert reference_range(None, None) is None
    assert reference_range([{}], None) is None


@pytest.mark.parametrize(
    ("raw", "value", "element"),
    [
        ({"valueString": "hemolyzed"}, "hemolyzed", "valueString"),
        ({"valueBoolean": False}, "false", "valueBoolean"),
        ({"valueRatio": {"numerator": {"value": 1}, "denominator": {"value": 160}}}, "1:160", "valueRatio"),
        ({"valueRange": {"low": {"value": 5}, "high": {"value": 10, "unit": "/[HPF]"}}}, "5–10 /[HPF]", "valueRange"),
        ({"valueQuantity": {"value": "hemolyzed"}}, "hemolyzed", "valueQuantity"),
        ({"valueQuantity": {"value": 5, "comparator": "ad", "unit": "mg"}}, "ad 5 mg", "valueQuantity"),
        ({"valuePeriod": {"start": "2020", "end": "2021"}}, "2020 to 2021", "valuePeriod"),
        ({"valueSampledData": {"data": "E"}}, "waveform", "valueSampledData"),
        ({"valueDateTime": "2020-01-01"}, "2020-01-01", "valueDateTime"),
        ({"value": 5, "valueset": 5, "valueQuantity": None}, None, ""),
    ],
)
def test_value_of_every_shape(raw: dict[str, Any], value: object, element: str) -> None:
    found, _, name = value_of(raw)
    assert (found, name) == (value, element)


def test_numbers_and_codes() -> None:
    assert value_of({"valueInteger": 5})[0] == Quantity(Decimal(5))
    assert value_of({"valueString": "<5"})[0] == Quantity(Decimal(5), comparator="<")
    value, codes, _ = value_of({"valueCodeableConcept": {"coding": [{"system": "s", "code": "c"}], "text": "Detected"}})
    assert (value, codes[0].code) == ("Detected", "c")
