"""The list of what to ask for one patient: what a chart needs, as far as it is granted and offered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum
from urllib.parse import quote, urlencode

from copilot.fhir.pull import Problem, ProblemKind
from copilot.fhir.server.capability import Capability
from copilot.fhir.server.kinds import BY_NAME, Kind, kinds
from copilot.fhir.smart.scopes import Scopes

COUNT = 200  # asked large: every server caps it at what it likes
AS_FAR = "As far as this account may see."


class Phase(IntEnum):
    """When a question is asked: each when everything before it has come to an end."""

    WHOLE = 0  # an operation that may answer everything at once
    TYPES = 1  # one search per type and category
    REST = 2  # what those may have left out
    REFERENCES = 3
    CONTENTS = 4


@dataclass(frozen=True, slots=True)
class Search:
    """One question to the server, or (with `path`) one read or operation.

    `since` and `before` are the days of a search that was narrowed, "" where open. `root` tells which
    search it is a part of.
    `expects` is what the server counted where a search was cut in parts and is to be checked.
    """

    type: str
    params: tuple[tuple[str, str], ...] = ()
    path: str = ""
    label: str = ""
    category: str = ""
    since: str = ""
    before: str = ""
    root: str = ""
    count: bool = True
    phase: Phase = Phase.TYPES
    expects: int = 0

    @property
    def name(self) -> str:
        """Return what it asks for, for a person: `Observation (laboratory)`."""
        return self.label or self.type

    @property
    def url(self) -> str:
        """Return the address of its first page, relative to the FHIR base."""
        params = [*self.params, ("_count", str(COUNT))] if self.count else [*self.params]
        query = f"?{urlencode(params, safe=':,/$|')}" if params else ""
        return f"{self.path or self.type}{query}"

    def with_(self, name: str, value: str) -> Search:
        """Return the same question with one more parameter."""
        return replace(self, params=(*self.params, (name, value)), root=self.root or self.name)


REFERENCES = Search("", label="what entries refer to", phase=Phase.REFERENCES)
CONTENTS = Search("Binary", label="the contents of documents", phase=Phase.CONTENTS)


def patient_search(patient: str) -> Search:
    """Return the read of the patient: `Patient?patient=` is refused by servers, and a search finds merged ones."""
    return Search("Patient", path=f"Patient/{quote(patient, safe='')}", label="Patient", count=False)


def operation(patient: str, name: str) -> Search:
    """Return `$everything` or `$summary` of the patient."""
    path = f"Patient/{quote(patient, safe='')}/${name}"
    return Search("Bundle", path=path, label=f"Patient/${name}", count=name == "everything", phase=Phase.WHOLE)


def rest(patient: str, scopes: Scopes, capability: Capability, searches: list[Search]) -> list[Search]:
    """Return a search for what the usual categories leave out, for each type that was asked by category."""
    return [
        Search(
            kind.name,
            (_patient_param(kind.name, patient, capability),),
            label=f"{kind.name} (other categories)",
            phase=Phase.REST,
        )
        for kind in kinds(capability.release)
        if kind.split and not scopes.categories(kind.name)
        and any(search.type == kind.name and search.category for search in searches)
    ]  # fmt: skip


def in_other_form(search: Search) -> Search | None:
    """Return a search with the patient named the other way: some servers take only `Patient/id`."""
    name, value = search.params[0] if search.params else ("", "")
    if name not in ("patient", "subject") or search.phase != Phase.TYPES:
        return None
    other = value.removeprefix("Patient/") if value.startswith("Patient/") else f"Patient/{value}"
    return replace(search, params=((name, other), *search.params[1:]))


def plan(patient: str, scopes: Scopes, capability: Capability) -> tuple[list[Search], list[Problem]]:
    """Return the searches for one patient, the long ones first, and what is not granted or not offered."""
    searches: list[Search] = []
    refused: list[str] = []
    absent: list[str] = []
    offered = [kind for kind in kinds(capability.release) if capability.searches(kind.name)]
    granted = {kind.name for kind in offered if scopes.may_search(kind.name)}
    for kind in kinds(capability.release):
        if kind.name in granted:
            searches += _of_kind(kind, patient, scopes, capability)
        elif kind in offered:
            refused.append(kind.name)
        elif not (kind.instead_of in granted or _alternative(kind) in granted):
            absent.append(kind.name)
    searches.sort(key=lambda search: -_length(search))
    partly = [name for name in sorted(granted) if scopes.narrowed(name)]
    return searches, _said(refused, absent, partly)


def kind_of(search: Search) -> Kind:
    """Return what is known about the type of a search."""
    return BY_NAME.get(search.type) or Kind(search.type)


def _of_kind(kind: Kind, patient: str, scopes: Scopes, capability: Capability) -> list[Search]:
    whole = Search(kind.name, (_patient_param(kind.name, patient, capability),), root=kind.name)
    granular = scopes.categories(kind.name)
    if not granular and not kind.split:
        return [whole]
    if not granular and capability.denies(kind.name, "category"):
        return [whole]
    return by_category(whole, granular or kind.categories)


def by_category(search: Search, categories: tuple[str, ...]) -> list[Search]:
    """Return a search once per category."""
    return [
        replace(
            search.with_("category", code),
            label=f"{search.type} ({code.rpartition('|')[2]})",
            category=code,
            root=f"{search.type} ({code.rpartition('|')[2]})",
        )
        for code in categories
    ]


def _patient_param(kind: str, patient: str, capability: Capability) -> tuple[str, str]:
    if capability.denies(kind, "patient") and capability.advertises(kind, "subject"):
        return "subject", f"Patient/{patient}"
    return "patient", patient


def _alternative(kind: Kind) -> str:
    """Return the type that tells the same as this one, if there is one."""
    return next((other.name for other in BY_NAME.values() if other.instead_of == kind.name), "")


def _length(search: Search) -> int:
    """Return how long a search usually takes: who starts last should be short."""
    long = kind_of(search).long
    return long if not search.category or search.category.endswith(("laboratory", "vital-signs")) else min(long, 1)


def _said(refused: list[str], absent: list[str], partly: list[str]) -> list[Problem]:
    problems = []
    if partly:
        text = f"This sign-in allows only a part of: {', '.join(partly)}. {AS_FAR}"
        problems.append(Problem(ProblemKind.REFUSED, text))
    if refused:
        text = f"Not asked, because this sign-in does not allow it: {', '.join(refused)}. {AS_FAR}"
        problems.append(Problem(ProblemKind.REFUSED, text))
    if absent:
        text = f"Not asked, because this server does not offer it: {', '.join(absent)}."
        problems.append(Problem(ProblemKind.MISSING, text))
    return problems
