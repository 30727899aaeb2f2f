"""`Findings`: the chart in the vocabulary of the pack, every entry resting on facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from copilot.chart.chart import Unknown
from copilot.chart.fact import Fact, When

if TYPE_CHECKING:  # both speak of findings themselves
    from copilot.findings.clue import Clue
    from copilot.findings.corrections import Correction


class Presence(StrEnum):
    """What the chart says of a finding; what it does not mention is not in `Findings` at all."""

    PRESENT = "present"
    ABSENT = "absent"
    UNCERTAIN = "uncertain"  # "possible", "?": shown, weighs little


class Assertion(StrEnum):
    """What a note says about something it mentions."""

    AFFIRMED = "affirmed"
    DENIED = "denied"
    UNCERTAIN = "uncertain"
    FAMILY = "family"
    PAST = "past"
    HYPOTHETICAL = "hypothetical"  # "return if", "to rule out", "risk of"


class How(StrEnum):
    """How a finding was recognised."""

    CODE = "code"
    VALUE = "value"
    TEXT = "text"
    PARAPHRASE = "paraphrase"  # in a note, in other words or another order than the vocabulary's
    STATED = "stated"  # by the clinician, beside the chart


@dataclass(frozen=True, slots=True)
class Mention:
    """One place in a note where a term is named: character span, and what the note says of it.

    `fact` is the id of the mention's own fact ("F30.2": the second mention in note F30). `unread` is how many
    characters before it do not count, for they read like an instruction to a program.
    """

    term: str
    note: str
    span: tuple[int, int]
    assertion: Assertion
    fact: str
    unread: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding of this patient; `text` is the chart's own words for it, `facts` what it rests on."""

    term: str
    presence: Presence
    facts: tuple[str, ...]
    text: str
    how: How
    when: When | None = None


@dataclass(frozen=True, slots=True)
class Patient:
    """What the ranking needs of the person; each with the facts it rests on (empty: not known).

    `age_years` and `sex` come from the Patient resource, else from the words of a note.
    """

    age_years: float | None = None
    sex: str = "unknown"
    pregnant: bool | None = None
    facts: tuple[str, ...] = ()

    @property
    def who(self) -> str:
        """Return whose limits hold for measured values: the sex, or "pregnant"."""
        return "pregnant" if self.pregnant else self.sex


@dataclass(frozen=True)
class Findings:
    """All findings of one chart: one `Finding` per term, and every mention in the notes for showing.

    `facts` are the facts made here, one per mention in a note (their source carries the span).
    `known_conditions` maps ids of pack conditions that the chart already names to the facts that name them.
    `clues` are what was merged. After `corrections` of the clinician, `as_read` holds what the chart alone shows, and
    `paused` what of it is left out of account: neither there, nor missing.
    """

    patient: Patient
    by_term: Mapping[str, Finding]
    mentions: tuple[Mention, ...] = ()
    facts: tuple[Fact, ...] = ()
    known_conditions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unknowns: tuple[Unknown, ...] = ()
    clues: tuple[Clue, ...] = ()
    corrections: tuple[Correction, ...] = ()
    paused: Mapping[str, Finding] = field(default_factory=dict)
    as_read: Findings | None = None

    @cached_property
    def sharing(self) -> Mapping[str, frozenset[str]]:
        """Return for each finding all that rest on one of its facts, itself among them."""
        by_fact: dict[str, list[str]] = {}
        for term, finding in self.by_term.items():
            for fact in finding.facts:
                by_fact.setdefault(fact, []).append(term)
        return {
            term: frozenset().union(*(by_fact[fact] for fact in finding.facts))
            for term, finding in self.by_term.items()
        }

    @cached_property
    def present(self) -> tuple[Finding, ...]:
        """Return the findings that are there, in a fixed order."""
        return tuple(f for f in self.by_term.values() if f.presence is Presence.PRESENT)
