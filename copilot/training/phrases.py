"""The phrasings from which answers are made; every clause ends in its citation."""

from __future__ import annotations

import random
from collections.abc import Sequence

from copilot.differential.differential import Likelihood
from copilot.narrative.brief import Brief, Line, Stand

OPENINGS = {
    Likelihood.STRONG: (
        "{name} fits this record well, with",
        "{name} is strongly supported by",
        "{name} is well supported by",
        "Much in this record speaks for {name}:",
        "There is strong support for {name} in",
    ),
    Likelihood.MODERATE: (
        "{name} is moderately supported by",
        "{name} is a reasonable possibility, given",
        "{name} is partly supported by",
        "{name} could explain",
        "There is moderate support for {name} in",
    ),
    Likelihood.WEAK: (
        "{name} is only weakly supported by",
        "{name} is a weaker possibility, with",
        "{name} rests on little more than",
        "Little in this record speaks for {name} beyond",
        "There is weak support for {name} in",
    ),
}
DANGEROUS = {
    Likelihood.STRONG: (
        "{name} must not be missed and is strongly supported by",
        "{name}, which must not be missed, fits this record well, with",
    ),
    Likelihood.MODERATE: (
        "{name} must not be missed and is moderately supported by",
        "{name}, which must not be missed, is a reasonable possibility, given",
    ),
    Likelihood.WEAK: (
        "{name} must not be missed, although it is only weakly supported by",
        "{name}, which must not be missed, is a weaker possibility, with",
    ),
}
FURTHER = (
    "It is also supported by",
    "Also in favour:",
    "Further support comes from",
    "The record also shows",
    "In the same direction points",
)
AGAINST = (
    "Against it, the record notes",
    "Speaking against it:",
    "Less in keeping with it:",
    "On the other side, the record notes",
    "What makes it less likely:",
)
AGAINST_FIRST = (
    "Against {name}, the record notes",
    "Speaking against {name}:",
    "What makes {name} less likely:",
)
UNKNOWN = (
    "Not yet known and would help:",
    "Still open and worth learning:",
    "The record says nothing of",
    "It would help to know about",
    "Unknown so far:",
)
LAST = (" and", " and", ", together with", ", along with", ", as well as")


def joined(lines: Sequence[Line], rng: random.Random) -> str:
    """Return the lines as one list, each with its citation behind it."""
    said = [f" {line.text} {line.citation}" for line in lines]
    if len(said) == 1:
        return said[0]
    return ",".join(said[:-1]) + rng.choice(LAST) + said[-1]


def groups(lines: Sequence[Line], rng: random.Random) -> list[list[Line]]:
    """Return the lines in their order, one to three a sentence."""
    made: list[list[Line]] = []
    rest = list(lines)
    while rest:
        size = rng.choice((1, 2, 2, 3))
        made.append(rest[:size])
        rest = rest[size:]
    return made


def answer(brief: Brief, rng: random.Random) -> str:
    """Return sentences that say every line of the brief once, hedged by its band."""
    sides = {stand: [line for line in brief.lines if line.stand is stand] for stand in Stand}
    openings = (DANGEROUS if brief.cant_miss else OPENINGS)[brief.likelihood]
    sentences: list[str] = []
    for stand, first, other in (
        (Stand.FOR, openings, FURTHER),
        (Stand.AGAINST, AGAINST, AGAINST),
        (Stand.UNKNOWN, UNKNOWN, UNKNOWN),
    ):
        for number, group in enumerate(groups(sides[stand], rng)):
            phrase = rng.choice(other if number else first)
            if stand is Stand.AGAINST and not sentences:
                phrase = rng.choice(AGAINST_FIRST)
            sentences.append(phrase.format(name=brief.name) + joined(group, rng) + ".")
    return " ".join(sentences)
