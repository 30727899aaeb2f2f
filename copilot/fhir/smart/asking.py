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


def scopes_to_ask(connection: Connection, smart: SmartConfiguration, *, launched: bool) -> tuple[str, ...]:
    """Return the scopes of an authorization request: the connection's own, else the usual ones.

    A server that lets a person choose a patient during the sign-in (or that launched us with one) is asked for
    that patient only; one that cannot is asked for what the user may see, and then the patient is searched here.
    """
    if connection.scopes:
        return connection.scopes
    one_patient = launched or not smart.capabilities or smart.offers("context-standalone-patient")
    one_patient = one_patient or not smart.offers("permission-user")
    level = "patient" if one_patient else "user"
    launch = ("launch",) if launched else ("launch/patient",) if one_patient else ()
    types = TYPES if one_patient else (*TYPES, *WORKLIST)
    return (*launch, *_identity(smart), *_refreshing(smart), *_reading(level, types, smart))


def backend_scopes(connection: Connection, smart: SmartConfiguration) -> tuple[str, ...]:
    """Return the scopes of a backend service: the connection's own, else every type that is read, system-wide."""
    return connection.scopes or _reading("system", (*TYPES, *WORKLIST), smart)


def _identity(smart: SmartConfiguration) -> tuple[str, ...]:
    known = smart.offers("sso-openid-connect") or "openid" in smart.scopes or not smart.capabilities
    return ("openid", "fhirUser") if known else ()


def _refreshing(smart: SmartConfiguration) -> tuple[str, ...]:
    """Ask for refresh tokens only where they are offered, and for no longer than the person is there if possible."""
    for name in ("online", "offline"):
        if smart.offers(f"permission-{name}") or f"{name}_access" in smart.scopes:
            return (f"{name}_access",)
    return ()


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
