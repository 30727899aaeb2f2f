"""What the clinician holds and the list does not show: scored by the evidence of this chart, like any proposal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from copilot.differential.proposed import scored
from copilot.review.decision import Decisions
from copilot.review.review import Review


def unlisted(review: Review, decisions: Decisions) -> tuple[str, ...]:
    """Return which conditions of the packs are held though the list does not show them."""
    known, listed = review.pack.conditions, review.differential.by_id
    return tuple(one.condition for one in decisions.kept if one.condition in known and one.condition not in listed)


def with_named(review: Review, conditions: Iterable[str]) -> Review:
    """Return the review with the evidence for these."""
    return replace(review, named=scored(conditions, review.findings, review.pack))
