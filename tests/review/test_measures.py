"""Measures: shares with intervals, and whether an answer is in the list."""

from __future__ import annotations

import pytest

from copilot.differential.rank import rank
from copilot.review.measures import measures, rank_of, wilson
from copilot.review.review import Review
from tests.differential.factory import chart, condition, findings, pack, term


def review() -> Review:
    """Return a review of one finding over two conditions."""
    p = pack(
        [term("CS:x"), term("CS:y")],
        [
            condition("first-one", {"CS:x": "very common"}, synonyms=("Erste",), icd10=("A01.0",)),
            condition("second", {"CS:y": "common"}),
        ],
    )
    found = findings(present=["CS:x"])
    return Review(chart(), found, rank(found, chart(), p), p, {})


@pytest.mark.parametrize(
    ("answer", "expected"),
    [("First-one", 1), ("erste", 1), ("a01.0", 1), ("SECOND", 2), ("third", None), ("first", None)],
)
def test_rank_of(answer: str, expected: int | None) -> None:
    assert rank_of(review(), answer) == expected


def test_wilson_known_values() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
    low, high = wilson(8, 10)
    assert (round(low, 3), round(high, 3)) == (0.490, 0.943)


def test_measures_count_what_is_missing_as_wrong() -> None:
    text = measures([1, 2, None, 7])
    assert "4 cases" in text
    assert "top-1  1/4 = 25.0 %" in text
    assert "top-10 3/4 = 75.0 %" in text
    assert measures([]) == "No case names its answer: nothing to measure."
