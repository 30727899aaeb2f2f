"""What the source did not give and what the typed view refused, as unknowns in a few lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from copilot.chart.chart import Person, Unknown, UnknownKind
from copilot.chart.elements import clean
from copilot.fhir.pull import Dropped, ProblemKind, Pull

# Beyond this many resources with the same fault, one line says it for all.
GROUP_FROM = 3
_MAX_PATHS = 6
_INDEX = re.compile(r"\[\d+\]")
_KINDS = {
    ProblemKind.MISSING: UnknownKind.MISSING,
    ProblemKind.UNREADABLE: UnknownKind.UNREADABLE,
    ProblemKind.REFUSED: UnknownKind.REFUSED,
    ProblemKind.TRUNCATED: UnknownKind.TRUNCATED,
    ProblemKind.CONFLICTING: UnknownKind.CONFLICTING,
}
_ORDER = {kind: index for index, kind in enumerate(UnknownKind)}


def from_pull(pull: Pull) -> list[Unknown]:
    """Return one unknown per problem of the pull, and those for what the typed view dropped."""
    problems = [Unknown(_KINDS[problem.kind], clean(problem.text, 500), problem.resource) for problem in pull.problems]
    return problems + _dropped(pull)


def _dropped(pull: Pull) -> list[Unknown]:
    """Return one line per resource, or one for all resources of a type with the same faults."""
    groups: dict[tuple[str, str, bool], list[str]] = {}
    for resource in pull.resources:
        if not resource.dropped:
            continue
        whole = any(not item.path for item in resource.dropped)
        said = _faults(resource.dropped)
        groups.setdefault((resource.type, said, whole), []).append(resource.reference)
    found: list[Unknown] = []
    for (kind, said, whole), references in sorted(groups.items()):
        if len(references) >= GROUP_FROM:
            text = f"{len(references)} {kind} resources: {_words(said, whole)}"
            found.append(Unknown(UnknownKind.UNREADABLE, text, references[0]))
        else:
            found += [Unknown(UnknownKind.UNREADABLE, f"{kind}: {_words(said, whole)}", one) for one in references]
    return found


def _faults(dropped: Iterable[Dropped]) -> str:
    """Return "missing: status; not valid FHIR R4: effectiveDateTime, note" without list indices."""
    missing = sorted({item.path for item in dropped if item.path and item.value is None})
    refused = sorted({_INDEX.sub("", item.path) for item in dropped if item.path and item.value is not None})
    parts = [("missing", missing), ("not valid FHIR R4", refused)]
    return clean("; ".join(f"{word}: {_some(paths)}" for word, paths in parts if paths))


def _some(paths: list[str]) -> str:
    return ", ".join(paths[:_MAX_PATHS]) + (", …" if len(paths) > _MAX_PATHS else "")


def _words(faults: str, whole: bool) -> str:
    said = "not valid FHIR R4 as a whole" if whole else faults
    return f"{said}. Read from the raw record where possible."


def hidden(found: Mapping[str, frozenset[str]]) -> list[Unknown]:
    """Return what was hidden in the record and is not any more, in a few lines."""
    by_kind: dict[tuple[str, str], list[str]] = {}
    for reference, seen in found.items():
        by_kind.setdefault((reference.split("/")[0], " and ".join(sorted(seen))), []).append(reference)
    made: list[Unknown] = []
    for (kind, what), references in sorted(by_kind.items()):
        said = f"{what}; what is shown is what is read."
        if len(references) >= GROUP_FROM:
            made.append(Unknown(UnknownKind.IMPLAUSIBLE, f"{len(references)} {kind} resources: {said}", references[0]))
        else:
            made += [Unknown(UnknownKind.IMPLAUSIBLE, f"{kind}: {said}", one) for one in references]
    return made


def missing_identity(person: Person) -> list[Unknown]:
    """Return unknowns for an age or a sex that the record does not give: most reasoning starts from them."""
    reference = f"Patient/{person.id}" if person.id else ""
    found = []
    if person.age_years is None:
        found.append(Unknown(UnknownKind.MISSING, "The patient's age is not known.", reference))
    if person.sex == "unknown":
        found.append(Unknown(UnknownKind.MISSING, "The patient's sex is not given.", reference))
    return found


def ordered(unknowns: Iterable[Unknown]) -> tuple[Unknown, ...]:
    """Return the unknowns once each, by kind, resource and text."""
    return tuple(sorted(dict.fromkeys(unknowns), key=lambda one: (_ORDER[one.kind], one.resource, one.text)))
