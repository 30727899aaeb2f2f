"""Which words of a text are denied, and which denial turns what is cited."""

from __future__ import annotations

import pytest

from copilot.narrative.plainly import plain
from copilot.narrative.said import turned, words_of


def _denied(text: str) -> set[str]:
    """Return the words that are surely denied."""
    return {word.text for word in words_of(text) if word.denied} - {"no", "without", "denies", "unlike"}


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("no cough, no fever, and a rash", {"cough", "fever"}),
        ("no rigidity, and the chest was clear", {"rigidity"}),
        ("denies a cough, a fever and a rash", {"a", "cough", "fever", "and", "rash"}),
        ("no allergies and takes aspirin", {"allergies", "and"}),
        ("no change in the bowels", {"change"}),
        ("no history of asthma", {"history", "of", "asthma"}),
        ("no thickening of the wall", {"thickening"}),
    ],
)
def test_a_denial_ends_where_something_new_begins(text: str, denied: set[str]) -> None:
    assert _denied(text) == denied


@pytest.mark.parametrize(
    ("said", "given", "word"),
    [
        ("no knee", "knee", "knee"),
        ("no change in the bowels", "bowel sounds heard", ""),
        ("without gallbladder wall thickening", "gallbladder wall not thickening", ""),
        ("just like her migraines", "unlike her migraines", "migraines"),
        ("no fever in recent days", "fever on recent days", "fever"),
    ],
)
def test_what_is_turned_is_named(said: str, given: str, word: str) -> None:
    assert turned(said, given) == word


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("woke at half past four", "woke at 4:30"),
        ("came at twenty to eight", "came at 7:40"),
        ("seen at 20 past 15", "seen at 20 past 15"),
    ],
)
def test_a_time_of_day_is_said_in_digits(said: str, meant: str) -> None:
    assert plain(said) == meant
