"""What to ask for at the sign-in: the types that are read, nothing that writes, in the syntax the server knows."""

from __future__ import annotations

from copilot.fhir.connections import Connection
from copilot.fhir.smart.discovery import SmartConfiguration
from copilot.fhir.smart.scopes import parse_scope

# What the plan of a pull reads (`copilot/fhir/server/kinds.py`; a test compares), and what its entries refer to.
TYPES = (
    "Patient", "AllergyIntolerance", "Binary", "CarePlan", "ClinicalImpression", "Composition", "Condition", "Device",
    "DiagnosticReport", "DocumentReference", "Encounter", "FamilyMemberHistory", "Flag", "Goal", "ImagingStudy",
    "Immunization", "Location", "Medication", "MedicationAdministration", "MedicationDispense", "MedicationRequest",
    "MedicationStatement", "Observation", "Organization", "Practitioner", "PractitionerRole", "Procedure",
    "QuestionnaireResponse", "RiskAssessment", "ServiceRequest", "Specimen",
)  # fmt: skip
WORKLIST = ("Appointment",)
# FHIRcast's events: the patient's own, what else names the patient, and what a hub says of following itself.
PATIENT_EVENTS = ("Patient-open", "Patient-close")
OTHER_EVENTS = (
    "Encounter-open", "Encounter-close", "ImagingStudy-open", "ImagingStudy-close", "DiagnosticReport-open",
    "DiagnosticReport-close", "Home-open",
)  # fmt: skip
HUB_EVENTS = ("SyncError", "Heartbeat")
_FOLLOWING = (*(f"fhircast/{name}.read" for name in PATIENT_EVENTS), "fhircast/SyncError.write")
# These are asked for only where the server lists them by name.
_FOLLOWING_TOO = frozenset(f"fhircast/{name}.read" for name in (*OTHER_EVENTS, *HUB_EVENTS))


def scopes_to_ask(connection: Connection, smart: SmartConfiguration, *, launched: bool) -> tuple[str, ...]:
    """Return the scopes of an authorization request: the connection's own, else the usual ones.

    An EHR that launches us is asked for the patient that is open there and no other. Someone who opens us by
    hand is asked what they may see themselves where the server knows that (`permission-user`), so that they
    can search their patients here; elsewhere the patient is chosen at the server's page and is the only one.
    """
    if connection.scopes:
        return connection.scopes
    one_patient = launched or not smart.offers("permission-user")
    may_choose = one_patient or smart.offers("context-standalone-patient")
    launch = ("launch",) if launched else ("launch/patient",) if may_choose else ()
    level, types = ("patient", TYPES) if one_patient else ("user", (*TYPES, *WORKLIST))
    return (*launch, *_identity(smart), *_refreshing(smart), *_following(smart), *_reading(level, types, smart))


def backend_scopes(connection: Connection, smart: SmartConfiguration) -> tuple[str, ...]:
    """Return the scopes of a backend service: the connection's own, else every type that is read, system-wide."""
    return connection.scopes or _reading("system", (*TYPES, *WORKLIST), smart)


def _identity(smart: SmartConfiguration) -> tuple[str, ...]:
    known = smart.offers("sso-openid-connect") or "openid" in smart.scopes or not smart.capabilities
    return ("openid", "fhirUser") if known else ()


def _refreshing(smart: SmartConfiguration) -> tuple[str, ...]:
    """Ask for refresh tokens only where they are offered, and for no longer than the person is there if possible."""
    for name in ("online", "offline"):
        if smart.offers(f"permission-{name}"):
            return (f"{name}_access",)
    return next(((name,) for name in ("online_access", "offline_access") if name in smart.scopes), ())


def _following(smart: SmartConfiguration) -> tuple[str, ...]:
    """Ask to follow the EHR (FHIRcast) where the server lists any scope of it."""
    if not any(word.startswith("fhircast/") for word in smart.scopes):
        return ()
    return (*_FOLLOWING, *(word for word in smart.scopes if word in _FOLLOWING_TOO))


def _reading(level: str, types: tuple[str, ...], smart: SmartConfiguration) -> tuple[str, ...]:
    """Return a read scope per type, or the wildcard where the server lists only that for this level."""
    suffix = "rs" if _speaks_v2(smart) else "read"
    listed = [scope for word in smart.scopes if (scope := parse_scope(word)) is not None and scope.level == level]
    if listed and all(scope.type == "*" for scope in listed):
        return (f"{level}/*.{suffix}",)
    return tuple(f"{level}/{name}.{suffix}" for name in types)


def _speaks_v2(smart: SmartConfiguration) -> bool:
    """Return whether v2 syntax is understood: said so, or seen in the scopes that are listed."""
    if smart.offers("permission-v2"):
        return True
    return not smart.offers("permission-v1") and any(
        word.endswith((".rs", ".cruds", ".r", ".s")) for word in smart.scopes
    )
