"""The answers that the starter learns, and the plain ones that code alone would give."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence

from copilot.narrative.brief import Brief, Line, Stand
from copilot.narrative.phrases import choice, filled
from copilot.narrative.tellings import MOST_ITEMS, joined, tellings


def good(brief: Brief, rng: random.Random, said: Collection[str] = ()) -> str:
    """Return the brief told in one of the ways that the grammar allows."""
    sentences: list[str] = []
    sides = [stand for stand in Stand if any(line.stand is stand for line in brief.lines)]
    for stand in sides:
        side = [line for line in brief.lines if line.stand is stand]
        for number, saying in enumerate(rng.choice(tellings(side, stand))):
            offered = choice(brief, stand, number, first=stand is sides[0] and number == 0, said=said)
            measured = saying.measured and offered.measured
            phrase = rng.choice(offered.measured if measured else offered.any_line)
            sentences.append(_sentence(phrase, brief, saying.lines))
    return " ".join(sentences)


def plain(brief: Brief) -> str:
    """Return the brief as code alone would tell it: the lines in their order, three a sentence, the first phrase."""
    sentences: list[str] = []
    sides = [stand for stand in Stand if any(line.stand is stand for line in brief.lines)]
    for stand in sides:
        side = [line for line in brief.lines if line.stand is stand]
        for number, at in enumerate(range(0, len(side), MOST_ITEMS)):
            offered = choice(brief, stand, number, first=stand is sides[0] and number == 0)
            sentences.append(_sentence(offered.any_line[0], brief, side[at : at + MOST_ITEMS]))
    return " ".join(sentences)


def _sentence(phrase: str, brief: Brief, lines: Sequence[Line]) -> str:
    """Return a phrase with its lines as one list, each with its citation behind it."""
    said = [f"{line.text} {line.citation}" for line in lines]
    return f"{filled(phrase, brief.name)} {''.join(joined(said, lines[0].stand, lines[-1]))}."
