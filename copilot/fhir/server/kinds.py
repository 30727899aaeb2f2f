"""The resource types that make up a chart, and how servers like to be asked for each."""

from __future__ import annotations

from dataclasses import dataclass

from copilot.fhir.server.capability import Capability


@dataclass(frozen=True, slots=True)
class Kind:
    """One resource type.

    `split` says that it is asked by category from the start, because some servers answer nothing else.
    `dates` are its date parameters in the order to try (releases differ). `long` types start first.
    `instead_of` names a type that tells the same: only one of the two needs to be offered.
    """

    name: str
    dates: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    split: bool = False
    long: int = 0
    instead_of: str = ""
    releases: tuple[str, ...] = ()

    def date(self, capability: Capability) -> str:
        """Return the date parameter that the server advertises for this type, else ""."""
        return next((name for name in self.dates if capability.advertises(self.name, name)), "")


_OBSERVATION = (
    "laboratory", "vital-signs", "social-history", "survey", "exam", "imaging", "procedure", "sdoh",
    "functional-status", "disability-status", "cognitive-status", "therapy", "activity",
)  # fmt: skip
_CONDITION = ("problem-list-item", "encounter-diagnosis", "health-concern")
_CARE_PLAN = ("assess-plan", "38717003", "734163000", "736271009")
_REPORT = ("LAB", "RAD", "CUS", "MB", "PAT", "LP29684-5", "LP29708-2", "LP7839-6")
_ORDER = ("active", "completed", "on-hold", "stopped", "cancelled", "revoked", "draft", "unknown")
_EVENT = ("in-progress", "completed", "on-hold", "stopped", "not-done", "preparation", "unknown")
_RESULT = ("final", "amended", "corrected", "preliminary", "registered", "cancelled", "unknown")
_TAKEN = ("active", "completed", "intended", "on-hold", "stopped", "unknown")
_VISIT = ("in-progress", "finished", "planned", "arrived", "triaged", "onleave", "cancelled")
_GOAL = ("active", "accepted", "planned", "completed", "on-hold", "cancelled")
_PLAN = ("active", "completed", "on-hold", "revoked", "draft")
_NOTE_DATES = ("date", "period", "created", "indexed")
_ONSETS = ("recorded-date", "onset-date", "asserted-date")

KINDS: tuple[Kind, ...] = (
    Kind("Observation", ("date",), _OBSERVATION, _RESULT, split=True, long=3),
    Kind("DocumentReference", _NOTE_DATES, ("clinical-note",), ("current", "superseded"), long=2),
    Kind("DiagnosticReport", ("date", "issued"), _REPORT, _RESULT, long=2),
    Kind("Condition", _ONSETS, _CONDITION, split=True, long=1),
    Kind("AllergyIntolerance", ("date",)),
    Kind("MedicationRequest", ("authoredon",), (), _ORDER, long=1),
    Kind("MedicationStatement", ("effective",), (), _TAKEN, instead_of="MedicationRequest"),
    Kind("MedicationOrder", ("datewritten",), instead_of="MedicationRequest", releases=("DSTU2",)),
    Kind("Encounter", ("date",), (), _VISIT, long=1),
    Kind("Procedure", ("date",), (), _EVENT, long=1),
    Kind("Immunization", ("date",), (), ("completed", "not-done")),
    Kind("FamilyMemberHistory", ("date",), (), ("completed", "partial", "health-unknown")),
    Kind("MedicationAdministration", ("effective-time", "date"), (), _EVENT),
    Kind("MedicationDispense", ("whenhandedover", "recorded"), (), _EVENT),
    Kind("CarePlan", ("date",), _CARE_PLAN, _PLAN),
    Kind("Goal", ("start-date",), (), _GOAL),
    Kind("ServiceRequest", ("authored", "occurrence"), (), _ORDER),
    Kind("QuestionnaireResponse", ("authored",), (), ("completed", "amended", "in-progress")),
    Kind("ClinicalImpression", ("date",), (), ("completed", "in-progress")),
    Kind("ImagingStudy", ("started",), (), ("available", "registered", "unknown")),
    Kind("RiskAssessment", ("date",)),
    Kind("Flag", ("date",)),
    Kind("Device", releases=("", "STU3", "R4", "R4B")),  # R5 ties a device to a patient elsewhere
    Kind("Composition", ("date",), (), ("final", "amended", "preliminary")),
)
BY_NAME = {kind.name: kind for kind in KINDS}


def kinds(release: str) -> tuple[Kind, ...]:
    """Return the types to ask a server of this release for."""
    return tuple(kind for kind in KINDS if not kind.releases or release in kind.releases)
