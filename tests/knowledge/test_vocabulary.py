"""What may be meant while somebody types: any words that begin so, the name before other ways to write it."""

from __future__ import annotations

import pytest

from copilot.knowledge.vocabulary import of_conditions, of_findings, split_denial
from tests.findings.factory import small_pack

FINDINGS = of_findings(small_pack())


def names(typed: str) -> list[str]:
    """Return the names that are suggested."""
    return [one.name for one in FINDINGS.find(typed)]


def test_the_words_may_be_begun_and_in_any_order() -> None:
    assert names("ch pa")[0] == "Chest pain"
    assert names("pain ch")[0] == "Chest pain"
    assert names("exer") == ["Chest pain on exertion"]


def test_a_name_comes_before_other_ways_to_write_it_and_each_finding_once() -> None:
    assert names("chest pain") == ["Chest pain", "Chest pain on exertion"]
    assert len(names("p")) == 0  # one letter says nothing
    assert len(set(names("pa"))) == len(names("pa"))


def test_an_abbreviation_says_what_it_stands_for() -> None:
    found = FINDINGS.find("sob")[0]
    assert (found.name, found.form) == ("Dyspnoea", "sob")


@pytest.mark.parametrize("typed", ["anae", "anaemi", "anemia", "ANAEMIA"])
def test_british_and_american_spelling_are_one_and_half_a_word_is_neither(typed: str) -> None:
    assert names(typed)[0] == "Anaemia"


def test_a_form_that_denies_by_itself_says_so() -> None:
    found = FINDINGS.find("afeb")[0]
    assert (found.name, found.denies) == ("Fever", True)


@pytest.mark.parametrize(
    ("typed", "words"),
    [("no fever", "fever"), ("-fever", "fever"), ("denies chest pain", "chest pain"), ("without rash", "rash")],
)
def test_a_denial_is_taken_off(typed: str, words: str) -> None:
    assert split_denial(typed) == (words, True)


@pytest.mark.parametrize("typed", ["nocturia", "notalgia", "no"])
def test_a_word_that_only_begins_so_is_no_denial(typed: str) -> None:
    assert split_denial(typed) == (typed, False)


def test_conditions_are_found_by_their_synonyms() -> None:
    found = of_conditions(small_pack().conditions.values()).find("lung inf")
    assert [(one.id, one.form) for one in found] == [("pneumonia", "lung infection")]
