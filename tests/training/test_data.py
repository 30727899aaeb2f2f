from __future__ import annotations

import random

from copilot.narrative.brief import MOST_LINES, Stand
from copilot.narrative.nouns import noun
from copilot.narrative.untrusted import harmless
from copilot.training import words
from copilot.training.data import case, invented_brief
from copilot.training.words import invented


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
            assert harmless(line.text, 400) == line.text
            assert line.ids
        facts = [fact for line in brief.lines for fact in line.facts]
        assert len(facts) == len(set(facts))


def test_the_same_seed_makes_the_same_case() -> None:
    assert case(random.Random(3)) == case(random.Random(3))


def test_invented_words_hardly_ever_repeat() -> None:
    rng = random.Random(4)
    assert len({invented(rng) for _ in range(2000)}) > 1700


def test_conditions_findings_and_tests_of_the_pack_are_told() -> None:
    rng = random.Random(5)
    made = [invented_brief(rng) for _ in range(60)]
    conditions = {name for name, _ in words.conditions()}
    tests = {noun(name) for name in words.tests()}
    findings = {noun(name) for name in words.findings()}
    assert sum(brief.name in conditions for brief in made) > 20
    assert any(line.text in tests for brief in made for line in brief.lines if line.stand is Stand.NEXT)
    unknown = [line.text for brief in made for line in brief.lines if line.stand is Stand.UNKNOWN]
    assert sum(text in findings for text in unknown) > len(unknown) / 4


def test_values_stand_behind_the_findings_that_they_show() -> None:
    rng = random.Random(6)
    measured = [line for _ in range(60) for line in invented_brief(rng).lines if line.measured]
    measured = [line for line in measured if not line.text.startswith("possible")]
    assert measured
    assert all(line.text.endswith(")") and any(letter.isdigit() for letter in line.text) for line in measured)
