from __future__ import annotations

import pytest

from copilot.narrative.narrative import Support
from copilot.narrative.values import Value, number_faults, values, without_values


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Haemoglobin 9.80 g/dL", [("", "9.8", "g/dL")]),
        ("WBC 12,400 /uL", [("", "12400", "/uL")]),
        ("lactate 4,1 mmol/L", [("", "4.1", "mmol/L")]),
        ("BP 84/50 mm(Hg)", [("", "84/50", "mm[Hg]")]),
        ("BP 84/50 mm Hg", [("", "84/50", "mm[Hg]")]),
        ("troponin <0.04 ng/mL", [("<", "0.04", "ug/L")]),
        ("pO2 ≥ 8 kPa", [(">=", "8", "kPa")]),
        ("SpO2 88%", [("", "88", "%")]),
        ("SpO2 88 %", [("", "88", "%")]),
        ("Temperature 39 °C", [("", "39", "Cel")]),
        ("platelets 90 10*3/uL", [("", "90", "10*9/L")]),
        ("hCG 2150 (IU)/L", [("", "2150", "U/L")]),
        ("CRP 12 µg/L", [("", "12", "ug/L")]),
        ("CRP 12 μg/L", [("", "12", "ug/L")]),
        ("HbA1c and vitamin B12", []),
        ("for 3 days", [("", "3", "d")]),
        ("for three days", [("", "3", "d")]),
        ("a 46-year-old woman", [("", "46", "a")]),
        ("base excess -4 mmol/L", [("-", "4", "mmol/L")]),
        ("2 episodes", [("", "2", "")]),
        ("2 in the morning", [("", "2", "")]),
        ("a rate of 90 beats per minute", [("", "90", "/min")]),
        ("20 pack-years", [("", "20", "pack-year")]),
        ("from 11.9 to 9.6 g/dL", [("", "11.9", "g/dL"), ("", "9.6", "g/dL")]),
        ("CRP 18 mg/L (range 0–5)", [("", "18", "mg/L"), ("", "0", "mg/L"), ("", "5", "mg/L")]),
        ("rate 26 /min (upper limit 20 /min)", [("", "26", "/min"), ("", "20", "/min")]),
    ],
)
def test_numbers_are_normalised(text: str, made: list[tuple[str, str, str]]) -> None:
    assert [(value.sign, value.digits, value.unit) for value in values(text)] == made


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("CRP 18 mg/L (range 0–5)", ["", "limit", "limit"]),
        ("rate 26 /min (upper limit 20 /min)", ["", "limit"]),
        ("Lipase 1840 U/L, up from 38 U/L", ["", "earlier"]),
        ("rose from 38 U/L to 1840 U/L", ["earlier", ""]),
    ],
)
def test_what_a_number_is(text: str, roles: list[str]) -> None:
    assert [value.role for value in values(text)] == roles


@pytest.mark.parametrize(
    ("said", "source", "wrong"),
    [
        ("Haemoglobin 9.8 g/dL", "Haemoglobin 9.8 g/dL", None),
        ("Haemoglobin 9.80 g/dL", "Haemoglobin 9.8 g/dL", None),
        ("Haemoglobin 98 g/L", "Haemoglobin 9.8 g/dL", None),
        ("Haemoglobin 8.9 g/dL", "Haemoglobin 9.8 g/dL", Support.CONTRADICTED),
        ("Haemoglobin 98 g/dL", "Haemoglobin 9.8 g/dL", Support.CONTRADICTED),
        ("Haemoglobin 9.8 g/L", "Haemoglobin 9.8 g/dL", Support.CONTRADICTED),
        ("Haemoglobin 9.8", "Haemoglobin 9.8 g/dL", None),
        ("troponin 0.04 ng/mL", "troponin <0.04 ng/mL", Support.CONTRADICTED),
        ("troponin <0.04 ng/mL", "troponin <0.04 ng/mL", None),
        ("troponin <40 ng/L", "troponin <0.04 ng/mL", None),
        ("excess 4 mmol/L", "excess -4 mmol/L", Support.CONTRADICTED),
        ("BP 84/50 mmHg", "BP 84/50 mm(Hg)", None),
        ("BP 50/84 mmHg", "BP 84/50 mm(Hg)", Support.CONTRADICTED),
        ("BP 11/7 kPa", "BP 84/50 mm(Hg)", Support.CONTRADICTED),
        ("Temperature 102.2 °F", "Temperature 39 °C", None),
        ("Temperature 101 °F", "Temperature 39 °C", Support.CONTRADICTED),
        ("for 3 weeks", "for 3 days", Support.CONTRADICTED),
        ("for 14 days", "for two weeks", None),
        ("3 episodes", "no numbers", Support.NOT_FOUND),
        ("rate 20 /min (upper limit 26 /min)", "rate 26 /min (upper limit 20 /min)", Support.CONTRADICTED),
        ("down from 1840 U/L", "Lipase 1840 U/L", None),
        ("1840 U/L, down from 1840 U/L", "Lipase 1840 U/L", Support.NOT_FOUND),
        ("Lipase 38 U/L", "Lipase 1840 U/L, up from 38 U/L", Support.CONTRADICTED),
        ("7 cups and 7 glasses", "7 cups and 17 glasses", Support.NOT_FOUND),
    ],
)
def test_a_number_must_be_one_of_the_sources(said: str, source: str, wrong: Support | None) -> None:
    found = list(number_faults(said, (source,)))
    assert next((fault.support for fault in found), None) is wrong, found
    assert bool(found) is (wrong is not None)


def test_mass_becomes_amount_only_for_a_known_analyte() -> None:
    assert not list(number_faults("glucose 5.6 mmol/L", ("glucose 100 mg/dL",), ("2345-7",)))
    assert list(number_faults("glucose 5.9 mmol/L", ("glucose 100 mg/dL",), ("2345-7",)))
    assert list(number_faults("glucose 5.6 mmol/L", ("glucose 100 mg/dL",)))


def test_numbers_can_be_taken_out() -> None:
    assert without_values("Hb 9.8 g/dL and 2 episodes").split() == ["Hb", "and", "episodes"]


def test_a_value_is_what_it_is() -> None:
    assert Value("", "1", "") == values("1")[0]
