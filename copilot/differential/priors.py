"""How likely a condition is before any finding: its prior band, the patient's age and sex."""

from __future__ import annotations

import math

from copilot.findings.finding import Patient
from copilot.knowledge.bands import PRIOR
from copilot.knowledge.pack import Condition

# Editorial: outside the typical years a condition is a third as likely, outside the possible ones a fiftieth.
ATYPICAL_AGE = 0.33
IMPOSSIBLE_AGE = 0.02
# A condition that decides by sex (ovarian torsion) stays in the list at this share, because charts err on sex.
LEAST_SHARE = 0.002
# Who is reviewed is not who walks in: what is common is often settled without a second look, and notes name fewer
# findings of a rare disease than its rows list. The bands of the prior count by this share (measured on the
# calibration cases: the first of the list is right more often with it, the first ten as often).
PRIOR_SHARE = 0.4
_COMMONNESS = {band: PRIOR_SHARE * math.log(share) for band, share in PRIOR.items()}
# A condition that the chart already names is likelier to be back, or still there.
ALREADY_KNOWN = 4.0


def log_prior(condition: Condition, patient: Patient, *, known: bool) -> float:
    """Return the natural log of the prior, not normalised over the list."""
    named = math.log(ALREADY_KNOWN) if known else 0.0
    return log_commonness(condition) + named + log_person(condition, patient)


def log_commonness(condition: Condition) -> float:
    """Return what the band of the prior counts, as a natural log."""
    return _COMMONNESS[condition.prior]


def log_rarity(condition: Condition) -> float:
    """Return how much rarer a condition is than `log_prior` counts, as a natural log, zero or below."""
    return (1.0 - PRIOR_SHARE) * math.log(PRIOR[condition.prior])


def log_person(condition: Condition, patient: Patient) -> float:
    """Return what age and sex alone say, as a natural log; 0 for a typical patient of either sex."""
    return math.log(_age_factor(condition, patient.age_years) * _sex_factor(condition, patient.sex))


def _age_factor(condition: Condition, years: float | None) -> float:
    if years is None:
        return 1.0
    if not _within(years, condition.age.possible):
        return IMPOSSIBLE_AGE
    return 1.0 if _within(years, condition.age.typical) else ATYPICAL_AGE


def _within(years: float, interval: tuple[float, float]) -> bool:
    """Return whether the age lies in the interval; its last year counts whole (65 includes 65.9)."""
    return interval[0] <= years < interval[1] + 1


def _sex_factor(condition: Condition, sex: str) -> float:
    if sex not in ("female", "male"):
        return 1.0
    share = condition.female if sex == "female" else 1.0 - condition.female
    return max(share, LEAST_SHARE) / 0.5
