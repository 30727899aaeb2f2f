"""The review as text: what is left out is counted by what the check found."""

from __future__ import annotations

from dataclasses import replace

from copilot.narrative.answer import Answer, Outcome
from copilot.narrative.narrative import Sentence, Support
from copilot.review.as_text import as_text
from tests.ui import factory


def test_an_answer_says_why_its_sentences_are_left_out() -> None:
    sentences = (
        Sentence("She has never smoked.", "", ("F3",), (), Support.SUPPORTED),
        Sentence("She smokes.", "", ("F3",), (), Support.CONTRADICTED, "why"),
    )
    answer = Answer("Does she smoke?", Outcome.ANSWERED, sentences)
    told = as_text(replace(factory.review(), answers=(answer,)))
    assert "She has never smoked. [F3]" in told
    assert "She smokes." not in told
    assert "(1 sentence(s) left out by the check: 1 contradicted by what it cites)" in told
