"""The answers that the starter learns: every line of a brief once, in the phrases of the narrative."""

from __future__ import annotations

import random
from collections.abc import Sequence

from copilot.narrative.brief import Brief, Line, Stand
from copilot.narrative.phrases import LAST, beginnings


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
    sentences: list[str] = []
    for stand in Stand:
        side = [line for line in brief.lines if line.stand is stand]
        for number, group in enumerate(groups(side, rng)):
            opens = not sentences or (stand is Stand.FOR and number == 0)
            phrase = rng.choice(beginnings(stand, brief.likelihood, brief.cant_miss, first=opens))
            sentences.append(phrase.replace("{name}", brief.name) + joined(group, rng) + ".")
    return " ".join(sentences)
