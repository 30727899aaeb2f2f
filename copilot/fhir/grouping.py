"""Whose record is it: give every resource of one input to its patient, and leave out nobody unsaid."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from copilot.breath import in_breaths
from copilot.fhir.bundle import Entry
from copilot.fhir.pull import Json, Problem, ProblemKind, Resource
from copilot.fhir.references import ReferenceIndex, tail

_SUBJECT_KEYS = ("subject", "patient", "beneficiary", "for", "individual")
_ID_IN_URL = re.compile(r"(?:urn:uuid:|urn:oid:|/)([A-Za-z0-9.\-_:]{1,128})$")
_ODD_IN_ID = re.compile(r"[^A-Za-z0-9.\-_:|#]")
_MAX_ID = 128
_IDENTITY = ("birthDate", "gender")


@dataclass(slots=True)
class Group:
    """The resources of one patient; `patient_id` is "" where no resource names a patient."""

    patient_id: str
    resources: list[Resource] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    has_patient: bool = False


def to_resources(entries: Iterable[Entry]) -> tuple[list[Resource], list[Problem]]:
    """Give every entry an id and drop copies; of several versions of one resource the newest stays.

    A resource without an id takes the one in its fullUrl, else one computed from its content, so that the
    same file gives the same ids in whatever order it is read.
    """
    newest: dict[str, Resource] = {}
    older: dict[str, int] = {}
    differ: set[str] = set()
    for entry in in_breaths(entries):
        kind, identity = entry.raw["resourceType"], _identity(entry)
        resource = Resource(kind, identity, entry.raw, entry.full_url, (), entry.bundle_time, entry.origin)
        key = f"{kind}/{identity}"
        rival = newest.get(key)
        if rival is None:
            newest[key] = resource
        elif rival.raw != resource.raw:
            older[key] = older.get(key, 0) + 1
            differ |= {f"{key} {name}" for name in _IDENTITY if _differs(rival, resource, name)}
            newest[key] = max(rival, resource, key=_version_order)
    problems = [
        Problem(ProblemKind.TRUNCATED, f"{count} other version(s) of {key} left out; the newest is shown.", key)
        for key, count in sorted(older.items())
    ]
    problems += [
        Problem(
            ProblemKind.CONFLICTING,
            f"Two versions of the patient differ in {item.split()[1]}; the newer is shown.",
            item.split()[0],
        )
        for item in sorted(differ)
    ]
    return list(newest.values()), problems


def _differs(one: Resource, other: Resource, name: str) -> bool:
    """Return whether two versions of one patient disagree about an element that does not change."""
    first, second = one.raw.get(name), other.raw.get(name)
    return one.type == "Patient" and first is not None and second is not None and first != second


def _identity(entry: Entry) -> str:
    given = entry.raw.get("id")
    text = str(given).strip() if isinstance(given, (str, int)) and not isinstance(given, bool) else ""
    if text:
        return _ODD_IN_ID.sub("_", text)[:_MAX_ID]
    found = _ID_IN_URL.search(entry.full_url)
    if found:
        return found[1]
    return f"noid-{hashlib.sha256(_canonical(entry.raw)).hexdigest()[:12]}"


def _canonical(raw: Json) -> bytes:
    return json.dumps(raw, sort_keys=True, default=str).encode()


def _version_order(resource: Resource) -> tuple[str, int, bytes]:
    meta = resource.raw.get("meta")
    meta = meta if isinstance(meta, dict) else {}
    version = str(meta.get("versionId", ""))
    return (
        str(meta.get("lastUpdated", "")),
        int(version) if version.isdecimal() else -1,
        _canonical(resource.raw),
    )


def by_patient(resources: list[Resource], *, document: bool = False) -> list[Group]:
    """Return one group per patient, in order of id.

    With one Patient resource, everything without a subject is theirs, and what names another patient is
    left out and said. With several, only what a patient's own resources point at is shared; a resource
    that names nobody belongs to nobody. `document` lets the Composition's subject stand for the Patient.
    """
    index = ReferenceIndex(resources)
    patients = {f"Patient/{r.id}": r for r in resources if r.type == "Patient"}
    owned: dict[str, list[Resource]] = {key: [patient] for key, patient in patients.items()}
    loose: list[Resource] = []
    alias = _document_subject(resources, index) if document and len(patients) == 1 else ""
    for resource in in_breaths(resources):
        if resource.type == "Patient":
            continue
        owner = owner_of(resource, index)
        owner = next(iter(patients)) if alias and owner == alias else owner
        if owner:
            owned.setdefault(owner, []).append(resource)
        else:
            loose.append(resource)
    groups = [Group(key.removeprefix("Patient/"), items, [], key in patients) for key, items in owned.items()]
    groups.sort(key=lambda group: group.patient_id)
    if not groups:
        return [Group("", loose)]
    if len(patients) == 1:
        return [_one_patient(groups, loose)]
    if len(groups) == 1:
        groups[0].resources.extend(loose)
        return groups
    _share(groups, loose, index)
    return groups


def _one_patient(groups: list[Group], loose: list[Resource]) -> Group:
    """Return the group of the only Patient resource, saying whose data stays outside."""
    mine = next(group for group in groups if group.has_patient)
    mine.resources.extend(loose)
    for other in groups:
        if other is not mine:
            count = len(other.resources)
            text = f"{count} resource(s) name another patient ({other.patient_id}) and were left out."
            mine.problems.append(Problem(ProblemKind.TRUNCATED, text))
    return mine


def _share(groups: list[Group], loose: list[Resource], index: ReferenceIndex) -> None:
    """Give each patient the subjectless resources that theirs point at (medications, practitioners …)."""
    free = {id(resource) for resource in loose}
    taken: set[int] = set()
    for group in groups:
        queue = list(group.resources)
        mine: set[int] = set()
        while queue:
            holder = queue.pop()
            for text in _references_in(holder.raw):
                found = index.find(text, holder)
                if found is not None and id(found) in free and id(found) not in mine:
                    mine.add(id(found))
                    group.resources.append(found)
                    queue.append(found)
        taken |= mine
    nameless = [r for r in loose if id(r) not in taken and r.type in _NEEDS_PATIENT]
    if nameless:
        text = f"{len(nameless)} resource(s) name no patient and were left out, since the input holds several."
        for group in groups:
            group.problems.append(Problem(ProblemKind.TRUNCATED, text))


_NEEDS_PATIENT = frozenset({
    "AllergyIntolerance", "Composition", "Condition", "DiagnosticReport", "DocumentReference", "Encounter",
    "FamilyMemberHistory", "Immunization", "MedicationAdministration", "MedicationDispense",
    "MedicationRequest", "MedicationStatement", "Observation", "Procedure", "QuestionnaireResponse",
})  # fmt: skip


def _references_in(node: object) -> Iterator[str]:
    """Yield every reference string and attachment URL inside a resource."""
    stack = [node]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            for key, value in item.items():
                if isinstance(value, dict | list):
                    stack.append(value)
                elif isinstance(value, str) and key in ("reference", "url") and not value.startswith("#"):
                    yield value
        elif isinstance(item, list):
            stack.extend(item)


def owner_of(resource: Resource, index: ReferenceIndex) -> str:
    """Return `Patient/id` (or the reference as given) of the patient that a resource names, else ""."""
    for key in _SUBJECT_KEYS:
        value = resource.raw.get(key)
        for reference in value if isinstance(value, list) else [value]:
            if isinstance(reference, dict):
                owner = _patient_named(reference, key, resource, index)
                if owner:
                    return owner
    return ""


def _patient_named(reference: Json, key: str, holder: Resource, index: ReferenceIndex) -> str:
    found = index.find(reference, holder)
    if found is not None:
        return f"Patient/{found.id}" if found.type == "Patient" and "#" not in found.id else ""
    text = reference.get("reference")
    if not isinstance(text, str) or not text or text.startswith("#"):
        return _other_identifier(reference, index)
    end = tail(text)
    if end.startswith("Patient/"):
        return end
    if text.startswith("Patient?") or reference.get("type") == "Patient":
        return f"Patient/{text}"
    # A bare URN that resolves to nothing says "somebody"; only these elements are always a patient.
    return f"Patient/{text}" if text.startswith("urn:") and key in ("patient", "subject") else ""


def _other_identifier(reference: Json, index: ReferenceIndex) -> str:
    """An identifier in a system that the patients here use, but none of theirs, means somebody else."""
    identifier = reference.get("identifier")
    if not isinstance(identifier, dict) or reference.get("type", "Patient") != "Patient":
        return ""
    system, value = identifier.get("system"), identifier.get("value")
    if isinstance(system, str) and isinstance(value, str) and index.uses_identifier_system("Patient", system):
        return f"Patient/{value}"
    return ""


def _document_subject(resources: list[Resource], index: ReferenceIndex) -> str:
    """A document is about one patient: what its Composition calls the subject is the Patient in it."""
    owners = {owner_of(r, index) for r in resources if r.type == "Composition"}
    return owners.pop() if len(owners) == 1 else ""
