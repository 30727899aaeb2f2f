"""Priors: age, sex, and what the chart already names."""

from __future__ import annotations

import math

import pytest

from copilot.differential.priors import ALREADY_KNOWN, ATYPICAL_AGE, IMPOSSIBLE_AGE, LEAST_SHARE, log_prior
from copilot.findings.finding import Patient
from copilot.knowledge.pack import Age
from tests.differential.factory import condition


def factor(patient: Patient, **more: object) -> float:
    """Return how many times likelier the condition is than its bare prior."""
    bare = log_prior(condition("a", {}), Patient(), known=False)
    return math.exp(log_prior(condition("a", {}, **more), patient, known=False) - bare)


@pytest.mark.parametrize(
    ("years", "expected"),
    [
        (None, 1.0),
        (49.9, ATYPICAL_AGE),
        (50.0, 1.0),
        (65.9, 1.0),
        (66.0, ATYPICAL_AGE),
        (19.0, IMPOSSIBLE_AGE),
        (91.0, IMPOSSIBLE_AGE),
    ],
)
def test_age(years: float | None, expected: float) -> None:
    age = Age(typical=(50, 65), possible=(20, 90))
    assert factor(Patient(years, "unknown"), age=age) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("sex", "female", "expected"),
    [
        ("female", 0.75, 1.5),
        ("male", 0.75, 0.5),
        ("male", 1.0, LEAST_SHARE / 0.5),
        ("other", 1.0, 1.0),
        ("unknown", 0.0, 1.0),
    ],
)
def test_sex(sex: str, female: float, expected: float) -> None:
    assert factor(Patient(40.0, sex), female=female) == pytest.approx(expected)


def test_a_named_condition_is_likelier() -> None:
    plain = log_prior(condition("a", {}), Patient(), known=False)
    assert log_prior(condition("a", {}), Patient(), known=True) - plain == pytest.approx(math.log(ALREADY_KNOWN))


def test_rarer_bands_have_lower_priors() -> None:
    bands = ("very common", "common", "uncommon", "rare", "very rare")
    priors = [log_prior(condition("a", {}, prior=band), Patient(), known=False) for band in bands]
    assert priors == sorted(priors, reverse=True)
    assert len(set(priors)) == 5
