"""The phrases that may stand before the brief's lines: every one of them read and agreed to by a person.

The grammar lets a model choose among them and nothing else; the starter is trained on the same lists. What
stands here must pass `check` for every brief that it is meant for.
"""

from __future__ import annotations

from collections.abc import Sequence

from copilot.differential.differential import Likelihood
from copilot.narrative.brief import Stand

OPENINGS = {
    Likelihood.STRONG: (
        "{name} fits this record well, with",
        "{name} is strongly supported by",
        "{name} is well supported by",
        "Much in this record speaks for {name}:",
        "There is strong support for {name} in",
    ),
    Likelihood.MODERATE: (
        "{name} is moderately supported by",
        "{name} is a reasonable possibility, given",
        "{name} is partly supported by",
        "{name} could explain",
        "There is moderate support for {name} in",
    ),
    Likelihood.WEAK: (
        "{name} is only weakly supported by",
        "{name} is a weaker possibility, with",
        "{name} rests on little more than",
        "Little in this record speaks for {name} beyond",
        "There is weak support for {name} in",
    ),
}
DANGEROUS = {
    Likelihood.STRONG: (
        "{name} must not be missed and is strongly supported by",
        "{name}, which must not be missed, fits this record well, with",
    ),
    Likelihood.MODERATE: (
        "{name} must not be missed and is moderately supported by",
        "{name}, which must not be missed, is a reasonable possibility, given",
    ),
    Likelihood.WEAK: (
        "{name} must not be missed, although it is only weakly supported by",
        "{name}, which must not be missed, is a weaker possibility, with",
    ),
}
FURTHER = (
    "It is also supported by",
    "Also in favour:",
    "Further support comes from",
    "The record also shows",
    "In the same direction points",
)
AGAINST = (
    "Against it, the record notes",
    "Speaking against it:",
    "Less in keeping with it:",
    "On the other side, the record notes",
    "What makes it less likely:",
)
AGAINST_FIRST = (
    "Against {name}, the record notes",
    "Speaking against {name}:",
    "What makes {name} less likely:",
)
UNKNOWN = (
    "Not yet known and would help:",
    "Still open and worth learning:",
    "The record says nothing of",
    "It would help to know about",
    "Unknown so far:",
)
UNKNOWN_FIRST = (
    "Not yet known for {name} and would help:",
    "It would help to know, for {name}, about",
)
LAST = (" and", " and", ", together with", ", along with", ", as well as")


def beginnings(stand: Stand, likelihood: Likelihood, cant_miss: bool, *, first: bool) -> Sequence[str]:
    """Return how a sentence on this side may begin; `first` is the first of all, which names the condition."""
    if stand is Stand.FOR:
        return (DANGEROUS if cant_miss else OPENINGS)[likelihood] if first else FURTHER
    if stand is Stand.AGAINST:
        return AGAINST_FIRST if first else AGAINST
    return UNKNOWN_FIRST if first else UNKNOWN
