"""Shares with their Wilson intervals, against values worked out by hand."""

from __future__ import annotations

import pytest

from copilot.review.measures.share import Share, share_of, wilson


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [
        # 0 of 10: low 0; high z²/(n + z²) = 3.8416/13.8416
        (0, 10, 0.0, 0.2775),
        # 5 of 10 lies in the middle: half width = z·sqrt(1/40 + z²/400)/(1 + z²/10) = 1.96·0.18604/1.38416
        (5, 10, 0.2366, 0.7634),
        # Newcombe 1998, table I, method 3 (Wilson): 81 of 263
        (81, 263, 0.2553, 0.3662),
        (10, 10, 0.7225, 1.0),
        (0, 0, 0.0, 1.0),
    ],
)
def test_wilson_by_hand(hits: int, n: int, low: float, high: float) -> None:
    assert wilson(hits, n) == pytest.approx((low, high), abs=5e-5)


def test_a_share_of_nothing_is_no_number() -> None:
    assert Share(0, 0).value is None
    assert share_of([True, False, True, True]) == Share(3, 4)
    assert share_of([True, False, True, True]).value == 0.75
