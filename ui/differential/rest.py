"""What follows from the list beside the next steps: whether it can be trusted, and what must not be missed."""

from __future__ import annotations

from copilot.review.review import Review
from ui.automation import Name, identify
from ui.differential.cant_miss import CantMiss
from ui.parts.boxes import Box
from ui.parts.label import label


def doubt_about(review: Review) -> Box | None:
    """Return the box that says why no list can be trusted, None where one can."""
    words = review.differential.abstention
    if not words:
        return None
    made = Box("info", margin=10)
    identify(made, Name.DIFFERENTIAL_ABSTENTION, words)
    made.body.addWidget(label("Not enough to say", "strong"))
    made.body.addWidget(label(words, "", wrap=True))
    return made


def dangers_of(review: Review) -> CantMiss | None:
    """Return what must not be missed, None where there is nothing."""
    return CantMiss(review.differential, review.pack.tests) if review.differential.cant_miss else None
