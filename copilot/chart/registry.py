"""The one place that says which module reads which resource type."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from copilot.chart import (
    allergies,
    compositions,
    conditions,
    documents,
    encounters,
    family,
    generic,
    medications,
    observations,
    patient,
    procedures,
    questionnaires,
    reports,
)
from copilot.chart.sheet import Sheet
from copilot.fhir.pull import Resource

Reader = Callable[[Resource, Sheet], None]

READERS: Mapping[str, Reader] = {
    "AllergyIntolerance": allergies.read,
    "Composition": compositions.read,
    "Condition": conditions.read,
    "DiagnosticReport": reports.read,
    "DocumentReference": documents.read,
    "Encounter": encounters.read,
    "FamilyMemberHistory": family.read,
    "Immunization": procedures.read_immunization,
    "MedicationAdministration": medications.read,
    "MedicationDispense": medications.read,
    "MedicationOrder": medications.read,
    "MedicationRequest": medications.read,
    "MedicationStatement": medications.read,
    "Observation": observations.read,
    "Patient": patient.read,
    "Procedure": procedures.read_procedure,
    "QuestionnaireResponse": questionnaires.read,
}

# Shown raw and counted, but no facts about the patient's health: administration, money, definitions, and
# what is read through those that point at it (Medication, Binary).
NOT_FACTS = frozenset({
    "Account", "ActivityDefinition", "AuditEvent", "Basic", "Binary", "Bundle", "CapabilityStatement", "Claim",
    "ClaimResponse", "CodeSystem", "ConceptMap", "Consent", "Contract", "Coverage", "CoverageEligibilityRequest",
    "CoverageEligibilityResponse", "Endpoint", "ExplanationOfBenefit", "Group", "HealthcareService",
    "ImplementationGuide", "InsurancePlan", "Invoice", "Library", "List", "Location", "Measure", "MeasureReport",
    "Medication", "MessageHeader", "NamingSystem", "OperationDefinition", "OperationOutcome", "Organization",
    "OrganizationAffiliation", "Parameters", "PaymentNotice", "PaymentReconciliation", "Person",
    "PlanDefinition", "Practitioner", "PractitionerRole", "Provenance", "Questionnaire", "RelatedPerson",
    "Schedule", "SearchParameter", "Slot", "StructureDefinition", "Subscription", "Substance", "Task", "ValueSet",
})  # fmt: skip


def reader_of(kind: str) -> Reader | None:
    """Return the reader of a resource type; every type about the patient that has none is read generically."""
    if kind in READERS:
        return READERS[kind]
    return None if kind in NOT_FACTS else generic.read
