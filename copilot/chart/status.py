"""What a status means for the record's standing, for every resource type the chart reads.

Two choices that are not obvious: a completed procedure or immunization is ASSERTED (it happened and stays
true), while a completed medication or a finished encounter is PAST (it no longer applies). A status that
FHIR does not know is UNCERTAIN, never asserted: the models enforce no code bindings.
"""

from __future__ import annotations

from copilot.chart.elements import code_of
from copilot.chart.fact import Standing
from copilot.fhir.pull import Json

_A, _U, _P = Standing.ASSERTED, Standing.UNCERTAIN, Standing.PAST
_R, _N, _E = Standing.REFUTED, Standing.PLANNED, Standing.ERROR

_COMMON: dict[str, Standing] = {"entered-in-error": _E, "unknown": _U, "": _U}
_BY_TYPE: dict[str, dict[str, Standing]] = {
    "Observation": {"final": _A, "amended": _A, "corrected": _A, "appended": _A, "preliminary": _U,
                    "registered": _U, "specimen-in-process": _N, "cancelled": _N},
    "DiagnosticReport": {"final": _A, "amended": _A, "corrected": _A, "appended": _A, "partial": _U,
                         "preliminary": _U, "modified": _A, "registered": _N, "cancelled": _N},
    "DocumentReference": {"current": _A, "superseded": _P, "": _A},
    "Composition": {"final": _A, "amended": _A, "corrected": _A, "appended": _A, "preliminary": _U,
                    "registered": _N, "partial": _U, "cancelled": _N, "deprecated": _P},
    "MedicationRequest": {"active": _A, "on-hold": _N, "cancelled": _N, "completed": _P, "stopped": _P,
                          "ended": _P, "draft": _N},
    "MedicationStatement": {"active": _A, "recorded": _A, "completed": _P, "stopped": _P, "intended": _N,
                            "on-hold": _N, "not-taken": _R, "draft": _N},
    "MedicationAdministration": {"in-progress": _A, "completed": _P, "stopped": _P, "not-done": _N,
                                 "on-hold": _N},
    "MedicationDispense": {"completed": _P, "in-progress": _A, "preparation": _N, "cancelled": _N,
                           "on-hold": _N, "stopped": _P, "declined": _N},
    "Procedure": {"completed": _A, "in-progress": _A, "stopped": _U, "preparation": _N, "not-done": _N,
                  "on-hold": _N, "aborted": _U, "suspended": _N},
    "Immunization": {"completed": _A, "not-done": _N},
    "Encounter": {"planned": _N, "arrived": _A, "triaged": _A, "in-progress": _A, "onleave": _A,
                  "finished": _P, "cancelled": _N, "completed": _P, "discharged": _P, "discontinued": _P,
                  "on-hold": _A, "": _A},
    "FamilyMemberHistory": {"completed": _A, "partial": _A, "health-unknown": _U, "": _A},
}  # fmt: skip
# For everything shown generically: asserted unless the word says otherwise.
_GENERIC: dict[str, Standing] = {
    "draft": _N, "planned": _N, "proposed": _N, "requested": _N, "on-hold": _N, "cancelled": _N,
    "rejected": _N, "not-done": _N, "revoked": _N, "booked": _N, "pending": _N, "waitlist": _N,
    "completed": _P, "finished": _P, "inactive": _P, "ended": _P, "stopped": _P, "": _A,
}  # fmt: skip
_PAST_CLINICAL = frozenset({"resolved", "inactive", "remission"})
_DOUBT = frozenset({"unconfirmed", "provisional", "differential"})


def standing_of(kind: str, status: str) -> Standing:
    """Return the standing for a resource type and its status code; an unknown status is UNCERTAIN."""
    if status in ("entered-in-error", "unknown"):
        return _COMMON[status]
    table = _BY_TYPE.get(kind)
    if table is None:
        return _GENERIC.get(status, _A)
    return table.get(status, _U)


def clinical_standing(raw: Json, *, ended: bool = False) -> tuple[str, Standing]:
    """Return (status as given, standing) for a Condition or an AllergyIntolerance.

    Verification goes first: refuted and entered-in-error outrank an "active". `ended` says that an
    abatement is given, which makes a condition without a clinical status past.
    """
    clinical = code_of(raw.get("clinicalStatus"))
    verification = code_of(raw.get("verificationStatus"))
    status = ", ".join(part for part in (clinical, verification) if part)
    if verification == "entered-in-error" or clinical == "entered-in-error":
        return status, Standing.ERROR
    if verification == "refuted":
        return status, Standing.REFUTED
    if verification in _DOUBT:
        return status, Standing.UNCERTAIN
    if clinical in _PAST_CLINICAL or (ended and clinical not in ("active", "recurrence", "relapse")):
        return status, Standing.PAST
    return status, Standing.ASSERTED
