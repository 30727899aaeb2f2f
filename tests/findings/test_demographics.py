"""Age, sex and pregnancy in prose."""

from __future__ import annotations

import pytest

from copilot.findings.notes.demographics import demographics
from copilot.findings.recognise import recognise
from tests.findings.factory import chart, note, small_pack


@pytest.mark.parametrize(
    ("text", "age", "sex", "pregnant"),
    [
        ("A 58-year-old man with chest pain.", 58, "male", None),
        ("72 year old Female presenting with cough", 72, "female", None),
        ("8-month-old boy with fever", 8 / 12, "male", None),
        ("a woman aged 34 with a rash", 34, "female", None),
        ("34yo F with headache", 34, "female", None),
        ("65 y/o gentleman", 65, "male", None),
        ("A male newborn, born at term to a 21-year-old woman, vomits.", 0.01, "male", None),
        ("A newborn girl, born at 38 weeks gestation, is blue.", 0.01, "female", None),
        ("A woman has a headache after delivery of a healthy newborn.", None, "female", None),
        ("A 30-year-old woman gave birth to a newborn boy.", 30, "female", None),
        ("58M with cough", 58, "male", None),
        ("This 45-year-old African American woman", 45, "female", None),
        ("67 y.o. male", 67, "male", None),
        ("Patient is 50 years old. She has pain. Her cough is worse.", 50, "female", None),
        ("3-week-old girl", 3 / 52.18, "female", None),
        ("5/12 boy with a cough", 5 / 12, "male", None),
        ("6/52 old baby girl", 6 / 52.18, "female", None),
        ("6/12 warfarin for a DVT", None, "", None),
        ("29 y, primip, BP 150/90", None, "", True),
        ("Age: 41 Sex: M", 41, "male", None),
        ("29-year-old woman, 10 weeks pregnant", 29, "female", True),
        ("29-year-old woman, not pregnant", 29, "female", False),
        ("His 80-year-old mother is well. He is unwell. He coughs.", None, "male", None),
        ("Cough for 3 weeks.", None, "", None),
        ("BP 120/80, temp 38", None, "", None),
        ("Smoked for 40 years", None, "", None),
    ],
)
def test_said(text: str, age: float | None, sex: str, pregnant: bool | None) -> None:
    said = demographics(text)
    assert said.age_years == (None if age is None else pytest.approx(age, abs=0.01))
    assert (said.sex, said.pregnant) == (sex, pregnant)


def test_the_patient_resource_goes_first() -> None:
    given = chart(notes=(note("58-year-old man"),), sex="female", age=30.0)
    patient = recognise(given, small_pack()).patient
    assert (patient.age_years, patient.sex) == (30.0, "female")


def test_what_a_note_says_rests_on_a_fact() -> None:
    findings = recognise(chart(notes=(note("58-year-old man"),)), small_pack())
    assert findings.patient.facts == ("F1.0",)
    assert findings.facts[0].source.span == (0, 15)
