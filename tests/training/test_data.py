from __future__ import annotations

import random

from copilot.narrative.brief import MOST_LINES, Stand
from copilot.narrative.untrusted import harmless
from copilot.training.data import case, invented_brief
from copilot.training.words import invented, pack_words


def test_an_answer_says_every_line_with_its_ids() -> None:
    rng = random.Random(1)
    for _ in range(300):
        made = case(rng)
        for line in made.brief.lines:
            assert f"{line.text} {line.citation}" in made.answer


def test_briefs_keep_the_bounds_of_real_ones() -> None:
    rng = random.Random(2)
    for _ in range(300):
        brief = invented_brief(rng)
        for stand in Stand:
            assert sum(line.stand is stand for line in brief.lines) <= MOST_LINES[stand.value]
        for line in brief.lines:
            assert harmless(line.text) == line.text
            assert line.ids
        facts = [fact for line in brief.lines for fact in line.facts]
        assert len(facts) == len(set(facts))


def test_the_same_seed_makes_the_same_case() -> None:
    assert case(random.Random(3)) == case(random.Random(3))


def test_invented_words_hardly_ever_repeat() -> None:
    rng = random.Random(4)
    assert len({invented(rng) for _ in range(2000)}) > 1700


def test_the_packs_words_are_used() -> None:
    conditions, findings, _ = pack_words()
    assert conditions
    assert findings
