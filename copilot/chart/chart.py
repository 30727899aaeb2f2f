"""`Chart`: everything the record says about one patient, in reading order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from copilot.chart.fact import Fact, Kind, Source, When
from copilot.chart.results import Results
from copilot.fhir.pull import Json


class UnknownKind(StrEnum):
    """What a good answer would need and the chart does not give, by reason."""

    MISSING = "missing"
    STALE = "stale"
    CONFLICTING = "conflicting"
    IMPLAUSIBLE = "implausible"
    UNREADABLE = "unreadable"
    REFUSED = "refused"
    TRUNCATED = "truncated"


@dataclass(frozen=True, slots=True)
class Unknown:
    """One unknown, said for a person; `resource` is the reference it stands in, where there is one."""

    kind: UnknownKind
    text: str
    resource: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Who the chart is about. `age_years` counts from the chart's as-of date; None where not known.

    `sex` is FHIR's administrative gender: "male", "female", "other", "unknown".
    """

    id: str
    name: str
    sex: str
    birth_date: str = ""
    age_years: float | None = None
    identifiers: tuple[str, ...] = ()
    deceased: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A note as plain text; `fact_id` is the fact (kind NOTE) that stands for it, `source` its element.

    `instructions` are the passages that read like an instruction to a program; `hidden` says that characters
    which nobody would see were taken out.
    """

    fact_id: str
    title: str
    text: str
    source: Source
    when: When | None = None
    instructions: tuple[tuple[int, int], ...] = ()
    hidden: bool = False


@dataclass(frozen=True)
class Chart:
    """All facts of one patient; ids ("F1", "F2" …) follow a fixed order, whatever the order of the files.

    `as_of` is the Bundle's timestamp, else the latest date in the chart, as given; `as_of_date` its day.
    `instructed` are the ids of the facts that hold text which reads like an instruction to a program (`trusted`).
    `raw` maps `Type/id` (and the versioned reference) to the raw JSON, for showing.
    """

    source: str
    person: Person
    facts: tuple[Fact, ...]
    notes: tuple[Note, ...] = ()
    unknowns: tuple[Unknown, ...] = ()
    as_of: str = ""
    as_of_date: date | None = None
    fhir_version: str = "R4"
    resource_count: int = 0
    instructed: frozenset[str] = frozenset()
    raw: Mapping[str, Json] = field(default_factory=dict)

    @cached_property
    def by_id(self) -> Mapping[str, Fact]:
        """Return the facts by id."""
        return {fact.id: fact for fact in self.facts}

    @cached_property
    def results(self) -> Results:
        """Return the results by code and by name."""
        return Results(self.facts)

    def of(self, *kinds: Kind) -> tuple[Fact, ...]:
        """Return the facts of these kinds, in chart order."""
        return tuple(fact for fact in self.facts if fact.kind in kinds)
