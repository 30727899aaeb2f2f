"""Stems are the same however many threads ask at once: the window reads a note while a model's words are checked."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from copilot.knowledge.stems import root, stem

BEGINNINGS = ("inflam", "relat", "nation", "hope", "swell", "conflat", "troubl", "vietnam")
ENDINGS = ("ization", "ational", "ness", "fulness", "ing", "ed", "ement", "iveness", "ibility", "ies")
WORDS = [begins + ends for begins in BEGINNINGS for ends in ENDINGS]


@pytest.fixture
def hurried() -> Iterator[None]:
    """Let threads take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def test_many_threads_at_once_get_what_one_gets(hurried: None) -> None:
    alone = [root(word) for word in WORDS]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda _: [root(word) for word in WORDS], range(40)))
    assert all(made == alone for made in together)


def test_words_of_one_meaning_have_one_stem() -> None:
    assert stem("dyspnea") == stem("breathless") == stem("winded")
