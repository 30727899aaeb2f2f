"""Short ids ("R3") for the references that one review shows, in the order in which they are met."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from copilot.differential.differential import Hypothesis
from copilot.review.review import Review


def short_ids(review: Review) -> Mapping[str, str]:
    """Return the short id of every reference that any line of the differential shows."""
    short: dict[str, str] = {}
    for hypothesis in review.differential.hypotheses:
        for reference in _shown(hypothesis):
            short.setdefault(reference, f"R{len(short) + 1}")
    return short


def _shown(hypothesis: Hypothesis) -> Iterator[str]:
    for line in hypothesis.lines:
        yield from line.references
    yield from hypothesis.condition.references
