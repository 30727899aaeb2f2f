from __future__ import annotations

from contextlib import closing

import pytest

from copilot.training.pools import LONGEST, Pools
from copilot.training.tokenizer import BEGIN, END, SAY, learn

TOKENIZER = learn(["chest pain and chest pain and fever is supported by it"] * 9, 300)


def first(pools: Pools, number: int) -> list[tuple[list[int], int]]:
    with closing(pools.from_number(number, TOKENIZER)) as made:
        at, pool = next(made)
    assert at == number
    return pool


@pytest.mark.slow
def test_other_processes_make_the_very_same_pools() -> None:
    assert first(Pools(7, cases=3, makers=1), 5) == first(Pools(7, cases=3), 5)


def test_a_pool_holds_whole_cases_the_shortest_first() -> None:
    pool = Pools(7, cases=6, fewest=2).made(0, TOKENIZER)
    lengths = [len(tokens) for tokens, _ in pool]
    assert len(pool) == 6
    assert lengths == sorted(lengths)
    assert lengths[-1] <= LONGEST
    for tokens, start in pool:
        assert tokens[0] == TOKENIZER.special(BEGIN)
        assert tokens[start - 1] == TOKENIZER.special(SAY)
        assert tokens[-1] == TOKENIZER.special(END)


def test_every_number_and_every_seed_is_another_pool() -> None:
    made = {str(Pools(seed, cases=2).made(number, TOKENIZER)) for seed in (1, 2) for number in (0, 1)}
    assert len(made) == 4
