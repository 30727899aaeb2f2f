"""What the source did not give and what the typed view refused, as unknowns in a few lines."""

from __future__ import annotations

import re
from collections.abc import Iterable

from copilot.chart.chart import Unknown, UnknownKind
from copilot.chart.elements import clean
from copilot.fhir.pull import ProblemKind, Pull

# Beyond this many resources with the same fault, one line says it for all.
GROUP_FROM = 3
_MAX_PATHS = 6
_INDEX = re.compile(r"\[\d+\]")
_KINDS = {
    ProblemKind.UNREADABLE: UnknownKind.UNREADABLE,
    ProblemKind.REFUSED: UnknownKind.REFUSED,
    ProblemKind.TRUNCATED: UnknownKind.TRUNCATED,
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
        paths = sorted({_INDEX.sub("", item.path) for item in resource.dropped if item.path})
        said = ", ".join(paths[:_MAX_PATHS]) + (", …" if len(paths) > _MAX_PATHS else "")
        groups.setdefault((resource.type, said, whole), []).append(resource.reference)
    found: list[Unknown] = []
    for (kind, said, whole), references in sorted(groups.items()):
        if len(references) >= GROUP_FROM:
            text = f"{len(references)} {kind} resources: {_words(said, whole)}"
            found.append(Unknown(UnknownKind.UNREADABLE, text, references[0]))
        else:
            found += [Unknown(UnknownKind.UNREADABLE, f"{kind}: {_words(said, whole)}", one) for one in references]
    return found


def _words(paths: str, whole: bool) -> str:
    if whole:
        return "not valid FHIR R4 as a whole; read from the raw record where possible."
    return f"{clean(paths)} missing or not valid FHIR R4; read from the raw record where possible."


def ordered(unknowns: Iterable[Unknown]) -> tuple[Unknown, ...]:
    """Return the unknowns once each, by kind, resource and text."""
    return tuple(sorted(dict.fromkeys(unknowns), key=lambda one: (_ORDER[one.kind], one.resource, one.text)))
