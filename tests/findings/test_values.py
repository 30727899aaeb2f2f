"""Measured values: range, flag, limit, unit, sex, newest first."""

from __future__ import annotations

from decimal import Decimal

import pytest

from copilot.chart.fact import Fact, Kind, Range, Standing
from copilot.findings.finding import Finding, Presence
from copilot.findings.recognise import recognise
from copilot.knowledge.pack import Pack, ValueRule
from tests.findings.factory import LOINC, chart, fact, note, quantity, small_pack, term

PACK = small_pack()
LAB = Kind.LABORATORY


def hb(value: str, unit: str = "g/dL", identifier: str = "F1", comparator: str = "", **more: object) -> Fact:
    return fact(
        identifier, LAB, "Haemoglobin", code="718-7", system=LOINC, value=quantity(value, unit, comparator), **more
    )


def anaemia(*facts: Fact, sex: str = "female") -> Finding | None:
    return recognise(chart(*facts, sex=sex), PACK).by_term.get("HP:0001903")


@pytest.mark.parametrize(
    ("fact_", "sex", "presence"),
    [
        (hb("9.8"), "female", Presence.PRESENT),
        (hb("12.5"), "female", Presence.ABSENT),
        (hb("12.5"), "male", Presence.PRESENT),
        (hb("98", "g/L"), "female", Presence.PRESENT),
        (hb("6.1", "mmol/L"), "female", Presence.PRESENT),
        (hb("12.5", range=Range(Decimal("13.0"), Decimal("16.0"))), "female", Presence.PRESENT),
        (hb("11.0", range=Range(Decimal("10.0"), Decimal("16.0"))), "female", Presence.ABSENT),
        (hb("12.5", flag="L"), "female", Presence.PRESENT),
        (hb("9.8", flag="N"), "female", Presence.ABSENT),
        (hb("9", comparator="<"), "female", Presence.PRESENT),
        (hb("13", comparator="<"), "female", None),
        (hb("9.8", "furlongs"), "female", None),
        (hb("9.8", standing=Standing.ERROR), "female", None),
        (hb("9.8", standing=Standing.UNCERTAIN), "female", Presence.UNCERTAIN),
    ],
)
def test_level(fact_: Fact, sex: str, presence: Presence | None) -> None:
    finding = anaemia(fact_, sex=sex)
    assert (finding.presence if finding else None) is presence


def test_the_newest_value_decides_and_the_text_tells_the_trend() -> None:
    old, new = hb("9.1", identifier="F1", day="2025-11-01"), hb("12.9", identifier="F2", day="2025-12-01")
    finding = anaemia(new, old)
    assert finding is not None
    assert finding.presence is Presence.ABSENT
    assert finding.facts == ("F2",)
    assert "up from 9.1 g/dL on 2025-11-01" in finding.text


def test_text_names_value_unit_and_range() -> None:
    finding = anaemia(hb("9.8", range=Range(Decimal("12.0"), Decimal("15.5"))))
    assert finding is not None
    assert finding.text == "Haemoglobin 9.8 g/dL (range 12.0–15.5)"


def test_a_fixed_limit_overrides_the_range() -> None:
    temperature = fact(
        "F1", Kind.VITAL_SIGN, "Temp", code="8310-5", system=LOINC, value=quantity("101.3", "[degF]"),
        range=Range(Decimal(90), Decimal(110)),
    )  # fmt: skip
    assert recognise(chart(temperature), PACK).by_term["HP:0001945"].presence is Presence.PRESENT


def test_a_label_without_loinc_is_enough_but_urine_is_not_blood() -> None:
    plain = fact("F1", LAB, "Hb", value=quantity("8", "g/dL"))
    urine = fact("F1", LAB, "Hemoglobin [Mass/volume] in Urine", value=quantity("8", "g/dL"))
    assert anaemia(plain) is not None
    assert anaemia(urine) is None


def test_an_old_abnormal_value_is_an_unknown() -> None:
    old = hb("9.1", day="2020-01-01")
    recent = fact("F2", Kind.ENCOUNTER, "Visit", day="2025-12-01")
    findings = recognise(chart(old, recent, sex="female"), PACK)
    assert "HP:0001903" not in findings.by_term
    assert [unknown.kind.value for unknown in findings.unknowns] == ["stale"]


def test_a_pregnant_womans_limit_is_her_own() -> None:
    said = "29-year-old woman, 20 weeks pregnant, Hb {}"
    found = [recognise(chart(notes=(note(said.format(hb)),)), PACK).by_term["HP:0001903"] for hb in ("11.5", "10.5")]
    assert [each.presence for each in found] == [Presence.ABSENT, Presence.PRESENT]
    flagged = hb("11.5", flag="L", range=Range(Decimal("12.0"), Decimal("15.5")))
    noted = note("A 29-year-old woman, 20 weeks pregnant", "F7")
    measured = recognise(chart(flagged, notes=(noted,), sex="female"), PACK).by_term["HP:0001903"]
    assert measured.presence is Presence.ABSENT


def test_adult_limits_are_not_a_childs() -> None:
    pressure = fact("F1", Kind.VITAL_SIGN, "SBP", code="8480-6", system=LOINC, value=quantity("85", "mm[Hg]"))
    assert "HP:0002615" in recognise(chart(pressure, age=40.0), PACK).by_term
    assert "HP:0002615" not in recognise(chart(pressure, age=2.0), PACK).by_term


def test_a_childs_pulse_is_judged_by_age() -> None:
    pulse = term("CS:fast", "Tachycardia", values=(ValueRule("high", ("8867-4",), ("hr",), {"any": "100 /min"}),))
    pack = Pack("pulse", {pulse.id: pulse}, {}, {}, {})
    said = {"5-month-old boy, HR 148": Presence.ABSENT, "5-month-old boy, HR 185": Presence.PRESENT,
            "9-year-old girl, HR 142": Presence.PRESENT, "A 50-year-old man, HR 110": Presence.PRESENT}  # fmt: skip
    found = {text: recognise(chart(notes=(note(text),)), pack).by_term["CS:fast"].presence for text in said}
    assert found == said
    measured = fact("F1", Kind.VITAL_SIGN, "HR", code="8867-4", system=LOINC, value=quantity("148", "/min"))
    assert recognise(chart(measured, age=0.4), pack).by_term["CS:fast"].presence is Presence.ABSENT


@pytest.mark.parametrize(
    ("text", "term", "presence"),
    [
        ("T 38.9 °C", "HP:0001945", Presence.PRESENT),
        ("Temp 102 F", "HP:0001945", Presence.PRESENT),
        ("temperature was 36.8", "HP:0001945", Presence.ABSENT),
        ("Temp: 38.0C", "HP:0001945", Presence.PRESENT),
        ("Return if temp > 38", "HP:0001945", None),
        ("T 5 days ago", "HP:0001945", None),
        ("BP 85/50", "HP:0002615", Presence.PRESENT),
        ("BP 120/80", "HP:0002615", Presence.ABSENT),
        ("blood pressure of 78/40 mmHg", "HP:0002615", Presence.PRESENT),
        ("Hb 7.2", "HP:0001903", Presence.PRESENT),
        ("Hb of 138 g/L", "HP:0001903", Presence.ABSENT),
        ("hb dropped to 6.9", "HP:0001903", Presence.PRESENT),
        ("haemoglobin has fallen from 12.9 g/dL to 8.1 g/dL", "HP:0001903", Presence.PRESENT),
        ("Hb 12.9 from 8.1", "HP:0001903", Presence.ABSENT),
        ("hb fell by 2", "HP:0001903", None),
        ("haemoglobin is under 8 g/dL", "HP:0001903", Presence.PRESENT),
        ("haemoglobin is above 8 g/dL", "HP:0001903", None),
        ("troponin\n0.9 ng/mL", "CS:troponin", Presence.PRESENT),
        ("crp 4 hb6.9,t38.9", "HP:0001903", Presence.PRESENT),
        ("crp 4 hb6.9,t38.9", "HP:0001945", Presence.PRESENT),
        ("pain at T12", "HP:0001945", None),
        ("bp85/50", "HP:0002615", Presence.PRESENT),
        ("troponin 0.9 ng/mL", "CS:troponin", Presence.PRESENT),
        ("troponin was elevated", "CS:troponin", Presence.PRESENT),
        ("troponin not elevated", "CS:troponin", Presence.ABSENT),
        ("normal troponin", "CS:troponin", Presence.ABSENT),
        ("negative serial troponin", "CS:troponin", Presence.ABSENT),
        ("no elevated troponin", "CS:troponin", Presence.ABSENT),
        ("troponin pending", "CS:troponin", None),
        ("pleural fluid: hb 3", "HP:0001903", None),
        ("pleural fluid pale, blood hb 7", "HP:0001903", Presence.PRESENT),
        ("urine hb 3", "HP:0001903", None),
    ],
)
def test_prose(text: str, term: str, presence: Presence | None) -> None:
    found = recognise(chart(notes=(note(text),), sex="female"), PACK).by_term.get(term)
    assert (found.presence if found else None) is presence
