"""`Cited`: what one id stands for, as far as a sentence that cites it can be checked against it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from copilot.chart.fact import Fact, Kind, Standing, When
from copilot.knowledge.pack import Reference
from copilot.narrative.plainly import plain

# Facts whose time is a beginning: what they tell of went on from there, until it is said to have ended.
LASTING = frozenset((Kind.PROBLEM, Kind.MEDICATION, Kind.ALLERGY))
_DENIED = frozenset((Standing.REFUTED, Standing.NONE_KNOWN))


@dataclass(frozen=True, slots=True)
class Cited:
    """One fact or reference.

    `label` names it, `words` are the texts that a sentence may draw on. `whose` is the relative it is said of,
    empty for the patient; `lasting` says that `when` is a beginning; `loinc` allows mass to be said as amount.
    """

    id: str
    label: str
    words: tuple[str, ...]
    denied: bool = False
    past: bool = False
    doubted: bool = False
    whose: str = ""
    loinc: tuple[str, ...] = ()
    when: When | None = None
    until: When | None = None
    lasting: bool = False
    chart: bool = True

    @property
    def statement(self) -> str:
        """Return what may be said of it by its name alone."""
        name = f"{self.whose}: {self.label}" if self.whose else self.label
        return f"no {name}" if self.denied else f"possible {name}" if self.doubted else name


def in_plain_words(one: Cited) -> Cited:
    """Return the same in the one spelling in which a sentence is held against it."""
    return replace(one, label=plain(one.label), words=tuple(map(plain, one.words)), whose=plain(one.whose))


def cited_fact(fact: Fact) -> Cited:
    """Return what a sentence that cites this fact may say."""
    words = [fact.text, fact.detail if fact.kind is not Kind.NOTE else ""]
    if fact.range is not None:
        words.append(f"{fact.text} (range {fact.range})")
    return Cited(
        fact.id,
        fact.label,
        tuple(word for word in words if word),
        fact.standing in _DENIED,
        fact.kind in LASTING and fact.standing is Standing.PAST,
        fact.standing is Standing.UNCERTAIN,
        fact.category if fact.kind is Kind.FAMILY or fact.category == "family" else "",
        tuple(coding.code for coding in fact.codes),
        fact.when,
        fact.until,
        fact.kind in LASTING,
    )


def cited_reference(reference: Reference, short: str, said: tuple[str, ...] = ()) -> Cited:
    """Return what a sentence that cites this reference may say: its title and year, and what it is `said` to state."""
    year = str(reference.year) if reference.year else ""
    return Cited(short, reference.title, (f"{reference.title} {reference.publisher} {year}", *said), chart=False)
