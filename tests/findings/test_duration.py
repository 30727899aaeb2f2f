"""How long a note says the patient has been ill."""

from __future__ import annotations

import pytest

from copilot.findings.notes.duration import duration
from copilot.findings.notes.text import sentences


def days(text: str) -> float | None:
    found = duration(text, sentences(text))
    return None if found is None else round(found.days, 2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A 3-day history of cough.", 3.0),
        ("She has not been ill in the last 5 years. Cough for 3 days.", 3.0),
        ("He took ibuprofen for 2 weeks. Black stools since yesterday.", 1.0),
        ("Hypertension for 10 years. Chest pain for 2 hours.", 0.08),
        ("No bowel movement for 5 days.", 5.0),
        ("He presents with two weeks of fever.", 14.0),
        ("Headache for the past 2 months.", 60.8),
        ("Her knee has hurt for about half an hour.", 0.02),
        ("Pain that began 6 hours ago.", 0.25),
        ("Cough x 10 days", 10.0),
        ("Tired for the last year.", 365.0),
        ("A couple of weeks ago a rash came up.", 14.0),
        ("Chest pain since this morning.", 1.0),
        ("Blisters since birth.", 3650.0),
        ("It has gone on for several weeks.", 28.0),
        ("Fever. Smoked for 20 years. Cough for 3 days.", 3.0),
        ("He quit smoking 5 years ago and has coughed for 2 weeks.", None),  # one clause: better nothing than wrong
        ("He quit smoking 5 years ago, and has coughed for 2 weeks.", 14.0),
        ("A 40-year-old woman at 32 weeks gestation.", None),
        ("PMH: asthma for 10 years.", None),
        ("Her mother died 2 months ago.", None),
        ("No complaints.", None),
    ],
)
def test_duration(text: str, expected: float | None) -> None:
    assert days(text) == expected


def test_the_span_is_that_of_the_words() -> None:
    text = "Seen today. A 3-day history of cough."
    found = duration(text, sentences(text))
    assert found is not None
    assert text[found.start : found.end] == "3-day history"
