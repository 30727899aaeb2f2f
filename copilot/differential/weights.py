"""What one finding says for or against one condition, as a natural-log likelihood ratio."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType

from copilot.findings.finding import Presence
from copilot.knowledge.bands import FREQUENCY, STRENGTH
from copilot.knowledge.pack import Figure, FigureKind, Link, Term, TermKind

# No single line may decide alone: 100 to 1 at most for what is there, 10 to 1 against by what is not.
MOST_PRESENT = math.log(100.0)
MOST_ABSENT = math.log(10.0)
# Notes deny loosely and risk factors go unrecorded, so their absence weighs less than a measured normal value.
ABSENT_SHARE = {
    TermKind.SYMPTOM: 0.7,
    TermKind.SIGN: 0.7,
    TermKind.LABORATORY: 1.0,
    TermKind.IMAGING: 1.0,
    TermKind.HISTORY: 0.3,
    TermKind.EXPOSURE: 0.3,
}
UNCERTAIN_SHARE = 0.4
_FLOOR, _CEILING = 0.002, 0.98
# However rare a finding is elsewhere, the commonest of a condition weighs 100 to 1 and a less common one less.
LEAST_BACKGROUND = 0.0085
# Written to say that a finding speaks against the condition; however rare it is elsewhere, it does at least so much.
SPEAKS_AGAINST = MappingProxyType({"rare": -0.4, "never": -1.5})


@dataclass(frozen=True, slots=True)
class Weight:
    """The weight of a finding if present and if absent, and the figure that each rests on (None: a band)."""

    present: float
    absent: float
    present_figure: Figure | None = None
    absent_figure: Figure | None = None

    def of(self, presence: Presence) -> float:
        """Return the weight for what the chart says of the finding."""
        if presence is Presence.ABSENT:
            return self.absent
        return self.present * (UNCERTAIN_SHARE if presence is Presence.UNCERTAIN else 1.0)


def weight(link: Link, term: Term) -> Weight:
    """Return the weight of one row: how often it is there with the condition, against everybody else.

    All rows stand on one scale, the share of patients with the condition over the term's background. A
    published likelihood ratio is measured among suspected cases, where the background is higher; taken as
    it stands it would weigh less than a band for the same finding. So a pair of ratios is turned into the
    share that it implies, and a single one decides only where the row has nothing else.
    """
    share, present_figure, absent_figure = _share(link, term)
    against = SPEAKS_AGAINST.get(link.band) if present_figure is None else None
    plain = _plain(share, term.background, term.kind, against=against)
    if present_figure is None and absent_figure is None:
        return plain
    return replace(plain, present_figure=present_figure, absent_figure=absent_figure)


@lru_cache(maxsize=4096)
def _plain(share: float, background: float, kind: TermKind, *, against: float | None) -> Weight:
    """Return the weight without its figures; a few hundred combinations serve all rows."""
    present = math.log(share / max(background, LEAST_BACKGROUND))
    absent = math.log((1.0 - share) / (1.0 - background))
    if against is not None:
        present = min(present, against)
    return Weight(
        present=max(-MOST_PRESENT, min(MOST_PRESENT, present)),
        absent=max(-MOST_ABSENT, min(MOST_ABSENT, absent)) * ABSENT_SHARE[kind],
    )


def probability(link: Link, term: Term) -> float:
    """Return how often patients with the condition show the finding, 0 < p < 1."""
    return _share(link, term)[0]


def _share(link: Link, term: Term) -> tuple[float, Figure | None, Figure | None]:
    """Return the share, and the figures it comes from for a present and for an absent finding (None: a band)."""
    if link.band and not link.figures:
        return FREQUENCY[link.band], None, None
    figures = {figure.kind: figure for figure in link.figures}
    measured = figures.get(FigureKind.SENSITIVITY) or figures.get(FigureKind.FREQUENCY)
    if measured:
        return _bounded(measured.value), measured, measured
    positive, negative = figures.get(FigureKind.LR_POSITIVE), figures.get(FigureKind.LR_NEGATIVE)
    if positive and negative and positive.value > 1.0 > negative.value:
        return _bounded(sensitivity(positive.value, negative.value)), positive, negative
    if link.band:
        return FREQUENCY[link.band], None, None
    if link.strength:
        return _bounded(_from_odds(STRENGTH[link.strength], term.background)), None, None
    only = positive or negative
    ratio = positive.value if positive else 1.0
    return _bounded(_from_odds(ratio, term.background)), only, only


def sensitivity(positive: float, negative: float) -> float:
    """Return the sensitivity that LR+ and LR- imply together (from their definitions, two equations)."""
    return positive * (1.0 - negative) / (positive - negative)


def _bounded(share: float) -> float:
    return min(max(share, _FLOOR), _CEILING)


def _from_odds(ratio: float, background: float) -> float:
    background = max(background, LEAST_BACKGROUND)  # as it is weighed: a risk factor never speaks against
    odds = ratio * background / (1.0 - background)
    return odds / (1.0 + odds)


def said_as(link: Link) -> str:
    """Return the editorial band in words ("very common", "moderate risk factor"), empty beside a figure alone."""
    return link.band or (f"{link.strength} risk factor" if link.strength else "")
