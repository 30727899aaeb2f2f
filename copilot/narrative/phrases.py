"""The phrases that may stand before the brief's lines: every one of them read and agreed to by a person.

The grammar lets a model choose among them and nothing else; the starter is trained on the same lists. What
stands here must pass `check` for every brief that it is meant for. The first, second and third sentence of a side
draw on lists of their own, so that no two sentences about a condition begin alike.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from copilot.differential.differential import Likelihood
from copilot.narrative.brief import Brief, Line, Stand
from copilot.narrative.nouns import within

OPENINGS = {
    Likelihood.STRONG: (
        "{name} is strongly supported by",
        "{name} fits this record well, with",
        "{name} is well supported by",
        "There is strong support for {name} in",
        "Much in this record points to {name}:",
    ),
    Likelihood.MODERATE: (
        "{name} is moderately supported by",
        "{name} is a reasonable possibility, given",
        "{name} is partly supported by",
        "There is moderate support for {name} in",
        "A reasonable possibility is {name}, with",
    ),
    Likelihood.WEAK: (
        "{name} is only weakly supported by",
        "{name} is a weaker possibility, with",
        "There is only weak support for {name} in",
        "A weaker possibility is {name}, given",
        "{name} has weaker support, from",
    ),
}
DANGEROUS = {
    Likelihood.STRONG: (
        "{name} must not be missed and is strongly supported by",
        "{name}, which must not be missed, fits this record well, with",
        "{name}, which must not be missed, is well supported by",
        "Much in this record points to {name}, which must not be missed:",
    ),
    Likelihood.MODERATE: (
        "{name} must not be missed and is moderately supported by",
        "{name}, which must not be missed, is a reasonable possibility, given",
        "{name}, which must not be missed, is partly supported by",
        "{name} must not be missed, and there is moderate support for it in",
    ),
    Likelihood.WEAK: (
        "{name} must not be missed, although it is only weakly supported by",
        "{name}, which must not be missed, is a weaker possibility, with",
        "Support for {name} is weak, but it must not be missed, given",
        "A weaker possibility, but one that must not be missed, is {name}, with",
        "{name} is a weaker possibility that must not be missed, with",
    ),
}
FURTHER = (
    (
        "It is also supported by",
        "It would also explain",
        "The record also shows",
        "Also in keeping with it, the record shows",
        "It is supported as well by",
    ),
    (
        "Further support comes from",
        "To this the record adds",
        "Beyond this, the record shows",
    ),
)
FURTHER_MEASURED = (
    ("The measurements also fit, with", "In its favour, the measurements show"),
    ("The measurements add", "In the same direction, the measurements show"),
)
AGAINST = (
    (
        "Against it, the record notes",
        "Speaking against it, the record has",
        "On the other side, the record shows",
        "Less in keeping with it, the record notes",
        "It is made less likely by",
    ),
    ("Also against it, the record has", "Against it, too, the record shows", "It is less likely, too, given"),
)
AGAINST_MEASURED = (
    ("Against it, the measurements show", "Less in keeping with it, the measurements show"),
    ("Also against it, the measurements show", "Against it, too, the measurements show"),
)
AGAINST_FIRST = (
    "Against {name}, the record notes",
    "Speaking against {name}, the record has",
    "Less in keeping with {name}, the record shows",
)
UNKNOWN = (
    (
        "It is not yet known whether the patient has",
        "It would help to know whether the patient has",
        "The record does not mention",
        "The record says nothing of",
        "Still unknown is whether the patient has",
        "It would help to look for",
    ),
)
UNKNOWN_FIRST = (
    "It is not yet known for {name} whether the patient has",
    "It would help to know, for {name}, whether the patient has",
)
NEXT = (
    "The next test that would help is",
    "What would help next is",
    "As a next test, it would help to have",
    "To take this further, it would help to have",
    "Next, it would help most to have",
)
NEXT_FIRST = ("For {name}, the next test that would help is", "To take {name} further, it would help to have")

AND = (" and", ", along with")
OR = (" or",)

# Phrases that some lines do not go with.
_EXPLAINS = re.compile(r"\bexplain\b")
_OF_A_THING = re.compile(r"\bmade less likely by$|\bdoes not mention$|\bnothing (?:of|is)\b|^Nothing is|\blook for$")
_NO_EFFECT = re.compile(
    r"^(?:no|normal|known|former|earlier|previous|recent|never|long)\b|"
    r"\b(?:history|family|father|mother|use|smok\w+|travel|contact|exposure|operation|surgery|vaccin\w+|pregnan\w+|"
    r"takes|taking|taken|sex|age|diet|work|illness)\b",
    re.IGNORECASE,
)
_NOTHING = re.compile(r"^(?:no|normal|never|without)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a sentence may begin with: `any_line` before all lines, `measured` only before those that a value shows."""

    any_line: Sequence[str]
    measured: Sequence[str] = ()


def choice(brief: Brief, stand: Stand, number: int, *, first: bool, said: Collection[str] = ()) -> Choice:
    """Return how the sentence with this number on its side may begin, for the lines of this brief.

    `first` is the first of all, which names the condition; `said` are phrases that the narrative used already,
    which come again only where nothing else is left.
    """
    lines = [line for line in brief.lines if line.stand is stand]
    everything = beginnings(stand, brief.likelihood, brief.cant_miss, number, first=first)
    fitting = [phrase for phrase in everything if _goes_with(phrase, lines)] or everything[:1]
    own = () if first else _MEASURED.get(stand, ())
    measured = own[number] if number < len(own) else ()
    return Choice(
        [phrase for phrase in fitting if phrase not in said] or fitting,
        [phrase for phrase in measured if phrase not in said] or measured,
    )


def beginnings(stand: Stand, likelihood: Likelihood, cant_miss: bool, number: int = 0, *, first: bool) -> Sequence[str]:
    """Return all agreed beginnings of the sentence with this number on its side, whatever the lines."""
    if stand is Stand.FOR:
        return FURTHER[number - 1] if number else (DANGEROUS if cant_miss else OPENINGS)[likelihood]
    if first:
        return {Stand.AGAINST: AGAINST_FIRST, Stand.UNKNOWN: UNKNOWN_FIRST, Stand.NEXT: NEXT_FIRST}[stand]
    return {Stand.AGAINST: AGAINST, Stand.UNKNOWN: UNKNOWN, Stand.NEXT: (NEXT,)}[stand][number]


def most_sentences(stand: Stand) -> int:
    """Return how many sentences a side may take."""
    return {Stand.FOR: 1 + len(FURTHER), Stand.AGAINST: len(AGAINST), Stand.UNKNOWN: len(UNKNOWN), Stand.NEXT: 1}[stand]


def joins(stand: Stand) -> Sequence[str]:
    """Return what may stand before the last line of a sentence."""
    return OR if stand is Stand.UNKNOWN else AND


def filled(phrase: str, name: str) -> str:
    """Return the phrase with the condition's name, which has its capital at the beginning only."""
    return phrase.replace("{name}", name if phrase.startswith("{name}") else within(name))


def phrases_of(text: str, brief: Brief) -> Collection[str]:
    """Return the agreed phrases with which a sentence begins."""
    found: set[str] = set()
    for stand in Stand:
        lists: list[Sequence[str]] = [*_MEASURED.get(stand, ())]
        for first in (True, False):
            numbers = range(most_sentences(stand) if not first else 1)
            lists += [beginnings(stand, brief.likelihood, brief.cant_miss, n, first=first) for n in numbers]
        found.update(p for phrases in lists for p in phrases if text.startswith(f"{filled(p, brief.name)} "))
    return found


def _goes_with(phrase: str, lines: Sequence[Line]) -> bool:
    """Return whether a phrase goes with every one of these lines: no illness explains that there is no fever."""
    if _EXPLAINS.search(phrase):
        return not any(line.risk or _NO_EFFECT.search(line.text) for line in lines)
    return not (_OF_A_THING.search(phrase) and any(_NOTHING.match(line.text) for line in lines))


_MEASURED = {Stand.FOR: ((), *FURTHER_MEASURED), Stand.AGAINST: AGAINST_MEASURED}
