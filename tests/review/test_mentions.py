"""A mention in words."""

from __future__ import annotations

from copilot.findings.finding import Assertion
from copilot.review.mentions import mention_words
from tests.ui import factory


def test_a_mention_is_named_with_how_the_note_means_it() -> None:
    terms = factory.pack().terms
    by_term = {mention.term: mention for mention in factory.mentions()}
    assert mention_words(by_term["HP:0001945"], terms) == "Fever: denied"
    assert mention_words(by_term["HP:0001945"], terms, paused=True) == "Fever: denied; paused, left out of account"
    unknown = by_term["CS:breast-cancer"]
    assert unknown.assertion is Assertion.FAMILY
    assert mention_words(unknown, terms) == "CS:breast-cancer: in the family, not counted for the patient"
