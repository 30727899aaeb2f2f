"""Put one patient's resources together as a `Pull`: checked, dated, indexed, with everything missing said."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter

from copilot.breath import in_breaths
from copilot.errors import InputError
from copilot.fhir.grouping import Group
from copilot.fhir.pull import Problem, ProblemKind, Pull, Resource
from copilot.fhir.typed import CHECKED, TypedView
from copilot.fhir.versions import detect

# Definitions and administration: with nothing else in the input there is no record to read.
_NO_RECORD = frozenset({
    "ActivityDefinition", "Binary", "CapabilityStatement", "CodeSystem", "CompartmentDefinition",
    "ConceptMap",    "Endpoint", "EventDefinition", "ExampleScenario", "GraphDefinition", "Group", "HealthcareService",
    "ImplementationGuide", "InsurancePlan", "Library", "Location", "Measure", "MessageDefinition",
    "MessageHeader", "NamingSystem", "OperationDefinition", "Organization", "OrganizationAffiliation",
    "PlanDefinition", "Practitioner", "PractitionerRole", "Questionnaire", "SearchParameter", "Slot",
    "StructureDefinition", "StructureMap", "Subscription", "Substance", "TerminologyCapabilities",
    "TestReport", "TestScript", "ValueSet",
})  # fmt: skip
_RELEASE_NAMES = {"STU3": "FHIR STU3", "R5": "FHIR R5"}


def to_pull(group: Group, source: str, problems: Iterable[tuple[str, Problem]], view: TypedView | None = None) -> Pull:
    """Return the pull of one patient; raises `InputError` where nothing in it is a patient's record.

    `problems` come with the file of the folder that they concern: a pull hears of its own files, and of
    those ("") that may concern anybody.
    """
    types = sorted({resource.type for resource in group.resources})
    if not group.patient_id and all(kind in _NO_RECORD for kind in types):
        raise InputError(f"holds no patient's record (only {', '.join(types[:5])}).", where=source)
    release, telling = detect(group.resources)
    origins = {"", *(resource.origin for resource in group.resources)}
    mine = [problem for origin, problem in problems if origin in origins]
    said = [*mine, *group.problems, *_identity_problems(group), *_release_problems(release, telling)]
    resources = checked(group.resources, release, view)
    return Pull(
        source=source,
        resources=tuple(resources),
        problems=tuple(dict.fromkeys(said)),
        timestamp=max((resource.bundle_time for resource in group.resources), default=""),
        fhir_version=release,
        by_reference={f"{resource.type}/{resource.id}": resource for resource in resources},
    )


def checked(resources: Iterable[Resource], release: str = "R4", view: TypedView | None = None) -> list[Resource]:
    """Return the resources in order of reference, each with what the typed view refuses in it.

    Data of another release is not checked against R4B: most of it would be refused for being itself.
    """
    view = view or TypedView()
    done: list[Resource] = []
    by_id = sorted(resources, key=attrgetter("id"))  # one after the other: no window waits for the sorting of pairs
    for resource in in_breaths(sorted(by_id, key=attrgetter("type"))):
        if release == "R4" and resource.type in CHECKED:
            dropped = view.check(resource.type, resource.raw)
            done.append(resource._replace(dropped=dropped) if dropped else resource)
        else:
            done.append(resource)
    return done


def describe(group: Group) -> str:
    """Return one line for a person to choose by: name, sex, birth date, number of resources."""
    patient = next((resource.raw for resource in group.resources if resource.type == "Patient"), None)
    if patient is None:
        return f"no Patient resource, {len(group.resources)} resources"
    parts = [_name(patient.get("name")), patient.get("gender"), patient.get("birthDate")]
    known = [str(part)[:80] for part in parts if isinstance(part, str) and part]
    return ", ".join([*known, f"{len(group.resources)} resources"])


def _name(names: object) -> str:
    first = names[0] if isinstance(names, list) and names else names
    if not isinstance(first, dict):
        return ""
    if isinstance(first.get("text"), str):
        return str(first["text"])
    given = first.get("given")
    parts = [*(given if isinstance(given, list) else [given]), first.get("family")]
    return " ".join(str(part) for part in parts if isinstance(part, str))


def _identity_problems(group: Group) -> list[Problem]:
    if group.has_patient:
        return []
    if group.patient_id:
        text = f"The input has no Patient resource: only the id {group.patient_id} is known."
    else:
        text = "The input has no Patient resource and names no patient."
    return [Problem(ProblemKind.TRUNCATED, text, f"Patient/{group.patient_id}" if group.patient_id else "")]


def _release_problems(release: str, telling: int) -> list[Problem]:
    if release == "R4":
        return []
    name = _RELEASE_NAMES[release]
    text = f"{telling} resource(s) have the shape of {name}, not R4; they were read as far as possible."
    return [Problem(ProblemKind.UNREADABLE, text)]
