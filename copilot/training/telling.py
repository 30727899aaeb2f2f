"""How a brief is told: what shares a sentence, in which order, by which phrase; the best telling by a rule of ours."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from copilot.narrative.brief import Brief, Line, Stand
from copilot.narrative.phrases import AND, choice, filled, joins, most_sentences

MOST_ITEMS = 3
LONG, LONG_UNKNOWN = 170, 240  # characters of words in one sentence, citations left out
SHORT = 45
# Editorial weights of what makes a telling worse.
TOO_LONG, TOO_SHORT, MIXED, OUT_OF_ORDER, LIKE_ITS_NEIGHBOUR, LEFT_ALONE, WAVER = 0.03, 0.02, 1.2, 0.5, 0.3, 0.8, 0.25


@dataclass(frozen=True, slots=True)
class Saying:
    """One sentence to be: the lines in their order, and whether its phrase speaks of measurements."""

    lines: tuple[Line, ...]
    measured: bool = False


def best(brief: Brief, rng: random.Random, said: Collection[str] = ()) -> str:
    """Return the brief told as well as the rule knows; what the rule leaves open, chance decides."""
    sentences: list[str] = []
    sides = [stand for stand in Stand if any(line.stand is stand for line in brief.lines)]
    for stand in sides:
        side = [line for line in brief.lines if line.stand is stand]
        tellings = list(_tellings(side, stand))
        waver = {n: rng.random() * WAVER for n in range(len(tellings))}
        chosen = min(range(len(tellings)), key=lambda n: faults(tellings[n], side) + waver[n])
        for number, saying in enumerate(tellings[chosen]):
            offered = choice(brief, stand, number, first=stand is sides[0] and number == 0, said=said)
            measured = saying.measured and bool(offered.measured)
            phrase = rng.choice(offered.measured if measured else offered.any_line)
            sentences.append(f"{filled(phrase, brief.name)} {joined(saying.lines, stand)}.")
    return " ".join(sentences)


def plain(brief: Brief) -> str:
    """Return the brief as code alone would tell it: the lines in their order, three a sentence, the first phrase."""
    sentences: list[str] = []
    sides = [stand for stand in Stand if any(line.stand is stand for line in brief.lines)]
    for stand in sides:
        side = [line for line in brief.lines if line.stand is stand]
        for number, at in enumerate(range(0, len(side), MOST_ITEMS)):
            offered = choice(brief, stand, number, first=stand is sides[0] and number == 0)
            said = [f"{line.text} {line.citation}" for line in side[at : at + MOST_ITEMS]]
            listed = joins(stand)[0].join((", ".join(said[:-1]), f" {said[-1]}")) if len(said) > 1 else said[0]
            sentences.append(f"{filled(offered.any_line[0], brief.name)} {listed}.")
    return " ".join(sentences)


def joined(lines: Sequence[Line], stand: Stand) -> str:
    """Return the lines as one list, each with its citation behind it; "and" joins no line that has one itself."""
    said = [f"{line.text} {line.citation}" for line in lines]
    if len(said) == 1:
        return said[0]
    join = joins(stand)[0]
    if join == AND[0] and " and " in lines[-1].text:
        join = AND[1]
    return f"{', '.join(said[:-1])}{join} {said[-1]}"


def faults(telling: Sequence[Saying], side: Sequence[Line]) -> float:
    """Return how much is wrong with a telling of one side: lengths, mixtures, order, sameness."""
    place = {line: n for n, line in enumerate(side)}
    most = LONG_UNKNOWN if side[0].stand is Stand.UNKNOWN else LONG
    lengths = [sum(len(line.text) for line in saying.lines) for saying in telling]
    wrong = sum(TOO_LONG * max(0, length - most) + TOO_SHORT * max(0, SHORT - length) for length in lengths)
    for saying in telling:
        kinds = {line.measured for line in saying.lines}
        wrong += MIXED * (len(kinds) > 1) + LEFT_ALONE * (kinds == {True} and not saying.measured and len(telling) > 1)
    order = [place[line] for saying in telling for line in saying.lines]
    wrong += OUT_OF_ORDER * sum(before > after for before, after in pairwise(order))
    sizes = [len(saying.lines) for saying in telling]
    return wrong + LIKE_ITS_NEIGHBOUR * sum(one == other == 1 for one, other in pairwise(sizes))


def _tellings(side: Sequence[Line], stand: Stand) -> Iterator[list[Saying]]:
    """Yield the ways to part one side into sentences, in its order and with what was measured last."""
    orders = {tuple(side), tuple(sorted(side, key=lambda line: line.measured))}
    for order in sorted(orders, key=lambda order: [side.index(line) for line in order]):
        for sizes in _parts(len(order), most_sentences(stand)):
            telling, at = [], 0
            for number, size in enumerate(sizes):
                lines = order[at : at + size]
                measured = all(line.measured for line in lines) and not (stand is Stand.FOR and number == 0)
                telling.append(Saying(tuple(lines), measured and stand in (Stand.FOR, Stand.AGAINST)))
                at += size
            yield telling


def _parts(count: int, sentences: int) -> Iterator[tuple[int, ...]]:
    """Yield how many lines each sentence may take."""
    if count == 0:
        yield ()
        return
    for size in range(1, min(MOST_ITEMS, count) + 1):
        if count - size <= (sentences - 1) * MOST_ITEMS:
            yield from ((size, *rest) for rest in _parts(count - size, sentences - 1))
