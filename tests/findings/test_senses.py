"""Words with two meanings."""

from __future__ import annotations

import pytest

from copilot.findings.notes.senses import means_something_else


@pytest.mark.parametrize(
    ("text", "phrase", "elsewhere"),
    [
        ("FIT 212", "FIT", True),
        ("FIT test positive", "FIT", True),
        ("his clothes still fit", "fit", True),
        ("clothes fit the same", "fit", True),
        ("fit and well", "fit", True),
        ("this fits with gout", "fits", True),
        ("medically fit", "fit", True),
        ("a fit 40-year-old", "fit", True),
        ("had a fit", "fit", False),
        ("no fits", "fits", False),
        ("FITS x2 today", "FITS", False),
        ("empty blister packs", "blister", True),
        ("a blister on the heel", "blister", False),
        ("ST depression in V4", "depression", True),
        ("depression for years", "depression", False),
        ("an electric shock", "shock", True),
        ("in shock", "shock", False),
        ("fell asleep", "fell", True),
        ("fell off a ladder", "fell", False),
        ("pain to the back of the left leg", "pain to the back", True),
        ("pain to the back for days", "pain to the back", False),
        ("pain at the back of the knee", "back of the knee", False),
        ("a fall in haemoglobin", "fall", True),
    ],
)
def test_senses(text: str, phrase: str, elsewhere: bool) -> None:
    start = text.index(phrase)
    assert means_something_else(text, start, start + len(phrase)) is elsewhere


@pytest.mark.parametrize(
    ("text", "phrase", "elsewhere"),
    [
        ("he falls asleep at the wheel", "falls asleep at the wheel", False),
        ("difficulty falling asleep", "difficulty falling asleep", False),
        ("empty blister packs", "empty blister packs", False),
        ("empty blister packs", "blister", True),
        ("he falls asleep", "falls", True),
    ],
)
def test_a_phrase_keeps_the_sense_that_it_spells_out(text: str, phrase: str, elsewhere: bool) -> None:
    start = text.index(phrase)
    assert means_something_else(text, start, start + len(phrase), worded=True) is elsewhere
