"""Load the annotated notes, and measure recognition on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from copilot.findings.finding import Assertion, Findings, How, Presence
from copilot.knowledge.pack import Pack

FOLDER = Path(__file__).parent / "notes"
OTHER_READER = "other_reader"  # files that begin so were annotated by someone who had not read the reader's code
VOCABULARY = Path(__file__).parents[2] / "resources" / "knowledge" / "findings"


@dataclass(frozen=True)
class Annotated:
    """One note with what a reader found in it: term ids."""

    id: str
    text: str
    present: frozenset[str]
    absent: frozenset[str]
    other: frozenset[str]
    independent: bool


@dataclass
class Tally:
    """Hits and misses of one kind of statement."""

    right: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + len(self.wrong))

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + len(self.missed))

    def add(self, note: str, expected: frozenset[str], found: frozenset[str]) -> None:
        self.right += len(expected & found)
        self.missed += [f"{note}: {term}" for term in sorted(expected - found)]
        self.wrong += [f"{note}: {term}" for term in sorted(found - expected)]


def load_notes(pack: Pack) -> list[Annotated]:
    """Return all annotated notes; terms are given by id or by name."""
    by_name = {term.name: term.id for term in pack.terms.values()}

    def ids(names: Iterable[str]) -> frozenset[str]:
        found = {by_name.get(name, name) for name in names}
        assert all(name.startswith(("HP:", "CS:")) for name in found), found
        return frozenset(found & pack.terms.keys())  # terms of single complaints come and go

    return [
        Annotated(
            raw["id"],
            raw["text"],
            ids(raw.get("present", ())),
            ids(raw.get("absent", ())),
            ids(raw.get("other", ())),
            path.stem.startswith(OTHER_READER),
        )
        for path in sorted(FOLDER.glob("*.yaml"))
        for raw in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]


_SAYS = {
    Presence.PRESENT: (Assertion.AFFIRMED, Assertion.PAST),
    Presence.ABSENT: (Assertion.DENIED,),
}


def own(findings: Findings, presence: Presence, kinds: tuple[How, ...] = tuple(How)) -> frozenset[str]:
    """Return the terms of which the note itself speaks, without what follows from more special or general ones."""
    named = {mention.term for mention in findings.mentions if mention.assertion in _SAYS[presence]}
    return frozenset(term for term in named if _is(findings, term, presence) and findings.by_term[term].how in kinds)


def _is(findings: Findings, term: str, presence: Presence) -> bool:
    return term in findings.by_term and findings.by_term[term].presence is presence


def shared_terms() -> frozenset[str]:
    """Return the ids of the vocabulary that all complaints share."""
    files = (VOCABULARY / f"{name}.yaml" for name in ("general", "vitals", "labs"))
    return frozenset(raw["id"] for file in files for raw in yaml.safe_load(file.read_text(encoding="utf-8")))


def leaks(note: Annotated, found: Findings) -> list[str]:
    """Return what somebody else has, or what may come, and yet was found present in this patient."""
    return [f"{note.id}: {term}" for term in sorted(note.other) if _is(found, term, Presence.PRESENT)]


def tally(notes: Iterable[Annotated], recognised: Mapping[str, Findings], pack: Pack) -> tuple[Tally, Tally]:
    """Return the tallies of what is present and what is absent.

    Counted are the shared terms and those that any note of the set lists: a complaint's file may gain a term that
    the notes speak of, which is no mistake.

    What follows from a finding (dyspnoea from orthopnoea, no rigors from no chills, a measured value that is
    normal) is right where a reader noted it and does not count where the reader did not.
    """
    present, absent = Tally(), Tally()
    notes = list(notes)
    watched = shared_terms().union(*(note.present | note.absent for note in notes))
    for note in notes:
        found = recognised[note.id]
        implied = {term for term in note.present if _is(found, term, Presence.PRESENT)}
        general = {parent for term in note.present for parent in pack.ancestors[term]} - note.present
        present.add(note.id, note.present, own(found, Presence.PRESENT) & watched - general | implied)
        implied = {term for term in note.absent if _is(found, term, Presence.ABSENT)}
        absent.add(note.id, note.absent, own(found, Presence.ABSENT, (How.TEXT,)) & watched | implied)
    return present, absent
