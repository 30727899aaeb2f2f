from __future__ import annotations

import pytest

from copilot.narrative.values import Value, contradiction, values, without_values


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Haemoglobin 9.80 g/dL", (Value("", "9.8", "g/dl"),)),
        ("WBC 12,400 /uL", (Value("", "12400", "/ul"),)),
        ("lactate 4,1 mmol/L", (Value("", "4.1", "mmol/l"),)),
        ("BP 84/50 mm(Hg)", (Value("", "84/50", "mmhg"),)),
        ("troponin <0.04 ng/mL", (Value("<", "0.04", "ng/ml"),)),
        ("pO2 ≥ 8 kPa", (Value(">=", "8", "kpa"),)),
        ("SpO2 88%", (Value("", "88", "%"),)),
        ("SpO2 88 %", (Value("", "88", "%"),)),
        ("on 2026-03-04", (Value("", "2026-03-04", ""),)),
        ("Temperature 39 °C", (Value("", "39", "cel"),)),
        ("platelets 90 10*3/uL", (Value("", "90", ""), Value("", "10*3", "/ul"))),
        ("CRP 12 µg/L", (Value("", "12", "ug/l"),)),
        ("CRP 12 μg/L", (Value("", "12", "ug/l"),)),
        ("HbA1c and vitamin B12", ()),
        ("for 3 days", (Value("", "3", "day"),)),
        ("base excess -4 mmol/L", (Value("-", "4", "mmol/l"),)),
        ("2 episodes", (Value("", "2", ""),)),
    ],
)
def test_numbers_are_normalised(text: str, made: tuple[Value, ...]) -> None:
    assert values(text) == made


@pytest.mark.parametrize(
    ("said", "source", "wrong"),
    [
        ("Haemoglobin 9.8 g/dL", "Haemoglobin 9.8 g/dL", False),
        ("Haemoglobin 9.80 g/dL", "Haemoglobin 9.8 g/dL", False),
        ("Haemoglobin 8.9 g/dL", "Haemoglobin 9.8 g/dL", True),
        ("Haemoglobin 98 g/dL", "Haemoglobin 9.8 g/dL", True),
        ("Haemoglobin 9.8 g/L", "Haemoglobin 9.8 g/dL", True),
        ("Haemoglobin 9.8", "Haemoglobin 9.8 g/dL", True),
        ("troponin 0.04 ng/mL", "troponin <0.04 ng/mL", True),
        ("troponin <0.04 ng/mL", "troponin <0.04 ng/mL", False),
        ("excess 4 mmol/L", "excess -4 mmol/L", True),
        ("BP 84/50 mmHg", "BP 84/50 mm(Hg)", False),
        ("BP 50/84 mmHg", "BP 84/50 mm(Hg)", True),
        ("in 2026", "on 2026-03-04", False),
        ("in 2026-03", "on 2026-03-04", False),
        ("on 2026-03-05", "on 2026-03-04", True),
        ("for 3 weeks", "for 3 days", True),
    ],
)
def test_a_number_must_be_one_of_the_sources(said: str, source: str, wrong: bool) -> None:
    assert bool(contradiction(said, (source,))) is wrong


def test_numbers_can_be_taken_out() -> None:
    assert without_values("Hb 9.8 g/dL and 2 episodes").split() == ["Hb", "and", "episodes"]
