from __future__ import annotations

import random
from pathlib import Path

import pytest

from copilot.model.catalogue import starter
from copilot.training.data import case
from copilot.training.evaluate import Score, evaluate


def test_a_perfect_answer_is_faultless() -> None:
    rng = random.Random(1)
    score = Score()
    for _ in range(50):
        made = case(rng)
        score.add(made.brief, made.answer)
    assert score.faultless == score.briefs == 50
    assert score.lines_right == score.lines
    assert score.supported == score.sentences


def test_what_is_wrong_is_counted() -> None:
    made = case(random.Random(2))
    score = Score()
    score.add(made.brief, made.answer.replace("[", "[F999] ["))
    assert score.faultless == 0
    assert score.supported == 0
    assert sum(score.reasons.values()) == score.sentences
    assert "0.0 %" in str(score)


@pytest.mark.slow
def test_the_bundled_starter_is_as_good_as_its_card_says() -> None:
    path = starter()
    assert isinstance(path, Path)
    score = evaluate(path, 12)
    assert score.lines_right == score.lines
    assert score.supported >= 0.95 * score.sentences
