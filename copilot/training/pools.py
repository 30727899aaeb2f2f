"""Pools of synthetic cases as tokens, each from a seed of its own, made ahead by other processes where a card waits."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import count
from multiprocessing import get_context

from copilot.training.data import case
from copilot.training.tokenizer import BEGIN, END, SAY, Tokenizer

LONGEST = 960
MOST = 12  # lines of a brief
# A case as tokens, and where its answer begins.
Row = tuple[list[int], int]


@dataclass(frozen=True)
class Pools:
    """What pools hold: `cases` each, of at most `fewest` lines at first and one more every `grow` pools.

    Short briefs teach copying sooner. With `makers` other processes the same pools come in the same order.
    """

    seed: int
    cases: int = 128
    fewest: int = 3
    grow: int = 1
    makers: int = 0

    def from_number(self, first: int, tokenizer: Tokenizer) -> Iterator[tuple[int, list[Row]]]:
        """Yield pool after pool with its number, for ever."""
        if not self.makers:
            yield from ((number, self.made(number, tokenizer)) for number in count(first))
            return
        makers = ProcessPoolExecutor(self.makers, get_context("spawn"))
        ahead: deque[tuple[int, Future[list[Row]]]] = deque()
        try:
            for number in count(first):
                ahead.append((number, makers.submit(_made_elsewhere, self, number, tokenizer.merges)))
                if len(ahead) > 2 * self.makers:
                    ready, pool = ahead.popleft()
                    yield ready, pool.result()
        finally:
            makers.shutdown(cancel_futures=True)

    def made(self, number: int, tokenizer: Tokenizer) -> list[Row]:
        """Return one pool, the shortest case first."""
        rng = random.Random(f"{self.seed}/{number}")
        most = min(MOST, self.fewest + number // self.grow)
        pool: list[Row] = []
        while len(pool) < self.cases:
            made = case(rng, most=most)
            row = encoded(tokenizer, made.brief.text, made.answer)
            if len(row[0]) <= LONGEST:
                pool.append(row)
        return sorted(pool, key=lambda row: len(row[0]))


def encoded(tokenizer: Tokenizer, brief: str, answer: str) -> Row:
    """Return the tokens of one case and where its answer begins."""
    prompt = [tokenizer.special(BEGIN), *tokenizer.encode(brief), tokenizer.special(SAY)]
    return [*prompt, *tokenizer.encode(answer), tokenizer.special(END)], len(prompt)


_tokenizers: dict[int, Tokenizer] = {}


def _made_elsewhere(pools: Pools, number: int, merges: list[tuple[str, str]]) -> list[Row]:
    """Make one pool in a process that keeps its tokenizer, with the words that it has spelled already."""
    tokenizer = _tokenizers.setdefault(len(merges), Tokenizer(merges))
    return pools.made(number, tokenizer)
