"""Agreement: the same question asked several times, its lines in another order each time; "in k of N"."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

RUNS = 5
SEED = 20261127
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class InRuns:
    """In how many of how many runs something was said."""

    said: int
    runs: int

    def __str__(self) -> str:
        """Return it as a person reads it."""
        return f"in {self.said} of {self.runs}"


def orders(items: Sequence[Item], runs: int, seed: int = SEED) -> Iterator[tuple[Item, ...]]:
    """Yield the items as they stand, then shuffled, `runs` times in all; the same seed gives the same orders."""
    chance = random.Random(seed)  # noqa: S311 - an order, no secret
    yield tuple(items)
    for _ in range(runs - 1):
        yield tuple(chance.sample(items, len(items)))


def agreement(runs: Sequence[Iterable[str]]) -> dict[str, InRuns]:
    """Return for everything said in any run in how many it was, the most often first; a run counts once."""
    counted = Counter(said for run in runs for said in dict.fromkeys(run))
    return {said: InRuns(count, len(runs)) for said, count in counted.most_common()}
