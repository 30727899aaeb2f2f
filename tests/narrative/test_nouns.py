from __future__ import annotations

import pytest

from copilot.narrative.nouns import denied, noun, small, valued, within


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Scalp tenderness", "scalp tenderness"),
        ("Tender temporal artery", "a tender temporal artery"),
        ("Abnormal stress test", "an abnormal stress test"),
        ("Umbilical hernia", "an umbilical hernia"),
        ("Urethral stone", "a urethral stone"),
        ("ST segment elevation", "ST segment elevation"),
        ("SARS-CoV-2 test", "a SARS-CoV-2 test"),
        ("MRI scan", "an MRI scan"),
        ("Halo sign of the temporal artery on ultrasound", "a halo sign of the temporal artery on ultrasound"),
        ("Temporal artery biopsy shows arteritis", "arteritis on temporal artery biopsy"),
        ("Ill for two weeks at most", "an illness of two weeks at most"),
        ("Thick tubes or tubo-ovarian abscess on imaging", "thick tubes or tubo-ovarian abscess on imaging"),
        ("Hoffmann sign", "a Hoffmann sign"),
        ("No headache", "no headache"),
        ("Several thunderclap headaches", "several thunderclap headaches"),
        ("T wave inversion", "T wave inversion"),
        ("D-dimer raised", "D-dimer raised"),
    ],
)
def test_a_name_becomes_a_thing_in_a_sentence(name: str, said: str) -> None:
    assert noun(name) == said


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        (
            "Raised erythrocyte sedimentation rate",
            "Erythrocyte sedimentation rate 92 mm/h (range 0\u201330)",
            "raised erythrocyte sedimentation rate (92 mm/h, range 0\u201330)",
        ),
        (
            "Anaemia",
            "Haemoglobin 11.0 g/dL (range 12.0\u201315.5), down from 13.1 g/dL on 2026-05-20",
            "anaemia (haemoglobin 11.0 g/dL, range 12.0\u201315.5, down from 13.1 g/dL on 2026-05-20)",
        ),
        ("No smoking", "Tobacco smoking status: Never smoker", "no smoking (tobacco smoking status: never smoker)"),
        (
            "High blood pressure",
            "Systolic blood pressure 146 mmHg (upper limit 139 mm(Hg))",
            "high blood pressure (systolic blood pressure 146 mmHg, upper limit 139 mmHg)",
        ),
        ("Anaemia", "Haemoglobin 11.0 g/dL (range", "anaemia (haemoglobin 11.0 g/dL)"),
    ],
)
def test_a_value_stands_behind_its_finding(name: str, text: str, said: str) -> None:
    assert valued(name, text) == said


def test_a_denial_is_said_once() -> None:
    assert denied("No fever") == "no fever"
    assert denied("Leg swelling") == "no leg swelling"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Acute pericarditis", "acute pericarditis"),
        ("Crohn disease", "Crohn disease"),
        ("COVID-19", "COVID-19"),
        ("Community-acquired pneumonia", "community-acquired pneumonia"),
        ("Dressler syndrome", "Dressler syndrome"),
    ],
)
def test_an_illness_named_after_somebody_keeps_its_capital(name: str, said: str) -> None:
    assert within(name) == said


def test_abbreviations_and_single_letters_keep_their_capitals() -> None:
    assert [small(name) for name in ("ECG", "HbA1c", "C-reactive protein", "Fever")] == [
        "ECG",
        "HbA1c",
        "C-reactive protein",
        "fever",
    ]
