"""Who can have a finding: what is said of a man, a newborn or an older person is no finding of another patient."""

from __future__ import annotations

from copilot.findings.finding import Patient
from copilot.knowledge.pack import Bearer, Term

_INFANT_YEARS, _MENARCHE_YEARS, _ADULT_YEARS, _OLDER_YEARS = 2.0, 9.0, 18.0, 45.0
_YOUNGER_THAN = {Bearer.INFANT: _INFANT_YEARS, Bearer.CHILD: _ADULT_YEARS, Bearer.GIRL: _ADULT_YEARS}
_AT_LEAST = {Bearer.WOMAN: _MENARCHE_YEARS, Bearer.OLDER: _OLDER_YEARS}
_NEVER = {Bearer.MAN: "female", Bearer.WOMAN: "male", Bearer.GIRL: "male"}


def can_have(patient: Patient, term: Term) -> bool:
    """Return whether a finding can be this patient's; what is not known of the patient excludes nothing."""
    if term.only is None:
        return True
    if patient.sex == _NEVER.get(term.only):
        return False
    age = patient.age_years
    if age is None:
        return True
    return _AT_LEAST.get(term.only, 0.0) <= age < _YOUNGER_THAN.get(term.only, float("inf"))
