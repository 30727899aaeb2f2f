"""How one side of a brief may be told: which lines share a sentence and in which order, the good ways only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from copilot.narrative.brief import Line, Stand
from copilot.narrative.phrases import AND, joins, most_sentences

MOST_ITEMS = 3  # in one sentence
LONG, LONG_UNKNOWN = 170, 240  # characters of words in one sentence, citations left out
MOST_WAYS = 4
MARGIN = 0.7  # how much worse than the best a way may be
# Editorial weights of what makes a telling worse.
TOO_LONG, ALONE, MIXED, OUT_OF_ORDER, STRONGEST_MOVED, ONE_MORE = 0.03, 1.0, 0.8, 0.4, 0.8, 0.3


@dataclass(frozen=True, slots=True)
class Saying:
    """One sentence to be: the lines in their order, and whether its phrase speaks of measurements."""

    lines: tuple[Line, ...]
    measured: bool = False


Telling = tuple[Saying, ...]


def tellings(side: Sequence[Line], stand: Stand) -> Sequence[Telling]:
    """Return the few best ways to tell one side, the best first."""
    ways = sorted(_ways(side, stand), key=lambda way: faults(way, side))
    best = faults(ways[0], side)
    return [way for way in ways if faults(way, side) <= best + MARGIN][:MOST_WAYS]


def faults(telling: Telling, side: Sequence[Line]) -> float:
    """Return how much is wrong with a telling: length, a line left alone, mixtures, another order."""
    place = {line: n for n, line in enumerate(side)}
    most = LONG_UNKNOWN if side[0].stand is Stand.UNKNOWN else LONG
    wrong = ONE_MORE * (len(telling) - 1)
    values = sum(line.measured for line in side)
    for number, saying in enumerate(telling):
        only_value = saying.measured and values == 1
        wrong += TOO_LONG * max(0, sum(len(line.text) for line in saying.lines) - most)
        wrong += ALONE * (len(saying.lines) == 1 and number > 0 and not only_value)
        wrong += MIXED * (len({line.measured for line in saying.lines}) > 1)
    order = [place[line] for saying in telling for line in saying.lines]
    return wrong + OUT_OF_ORDER * sum(one > other for one, other in pairwise(order)) + STRONGEST_MOVED * (order[0] > 0)


def joined(items: Sequence[str], stand: Stand, last: Line) -> Sequence[str]:
    """Return the items with what stands between them; "and" does not join what has one itself."""
    join = joins(stand)[0]
    if join == AND[0] and " and " in last.text:
        join = AND[1]
    between = [", "] * (len(items) - 2) + [f"{join} "] if len(items) > 1 else []
    return [part for pair in zip(items, [*between, ""], strict=True) for part in pair if part]


def _ways(side: Sequence[Line], stand: Stand) -> Iterator[Telling]:
    """Yield the ways to part one side into sentences, in its order and with what was measured last."""
    for order in dict.fromkeys((tuple(side), tuple(sorted(side, key=lambda line: line.measured)))):
        for sizes in _sizes(len(order), most_sentences(stand)):
            ends = [sum(sizes[: n + 1]) for n in range(len(sizes))]
            parts = (order[end - size : end] for end, size in zip(ends, sizes, strict=True))
            yield tuple(Saying(lines, _speaks_of_values(lines, stand, n)) for n, lines in enumerate(parts))


def _speaks_of_values(lines: Sequence[Line], stand: Stand, number: int) -> bool:
    """Return whether a sentence may begin with the measurements; the first of all names the condition instead."""
    first = stand is Stand.FOR and number == 0
    return stand in (Stand.FOR, Stand.AGAINST) and not first and all(line.measured for line in lines)


def _sizes(count: int, sentences: int) -> Iterator[tuple[int, ...]]:
    """Yield how many lines each sentence may take."""
    if count == 0:
        yield ()
        return
    for size in range(1, min(MOST_ITEMS, count) + 1):
        if count - size <= (sentences - 1) * MOST_ITEMS:
            yield from ((size, *rest) for rest in _sizes(count - size, sentences - 1))
