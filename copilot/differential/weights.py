"""What one finding says for or against one condition, as a natural-log likelihood ratio."""

from __future__ import annotations

import math
from dataclasses import dataclass

from copilot.findings.finding import Presence
from copilot.knowledge.bands import FREQUENCY, STRENGTH
from copilot.knowledge.pack import Figure, FigureKind, Link, Term, TermKind

# No single line may decide alone: 33 to 1 at most for what is there, 10 to 1 against by what is not.
MOST_PRESENT = math.log(33.0)
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
_CEILING = 0.98


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
    """Return the weight of one row: from its figures where it has them, else from its band."""
    figures = {figure.kind: figure for figure in link.figures}
    share_figure = figures.get(FigureKind.SENSITIVITY) or figures.get(FigureKind.FREQUENCY)
    share, background = probability(link, term), term.background
    specificity = figures.get(FigureKind.SPECIFICITY)
    if specificity is not None:
        background = min(max(1.0 - specificity.value, 0.001), _CEILING)
    present, absent = math.log(share / background), math.log((1.0 - share) / (1.0 - background))
    present_figure = absent_figure = share_figure or specificity
    if FigureKind.LR_POSITIVE in figures:
        present_figure = figures[FigureKind.LR_POSITIVE]
        present = math.log(max(present_figure.value, 0.01))
    if FigureKind.LR_NEGATIVE in figures:
        absent_figure = figures[FigureKind.LR_NEGATIVE]
        absent = math.log(max(absent_figure.value, 0.01))
    return Weight(
        present=max(-MOST_PRESENT, min(MOST_PRESENT, present)),
        absent=max(-MOST_ABSENT, min(MOST_ABSENT, absent)) * ABSENT_SHARE[term.kind],
        present_figure=present_figure,
        absent_figure=absent_figure,
    )


def probability(link: Link, term: Term) -> float:
    """Return how often patients with the condition show the finding, 0 < p < 1."""
    for figure in link.figures:
        if figure.kind in (FigureKind.SENSITIVITY, FigureKind.FREQUENCY):
            return min(max(figure.value, 0.002), _CEILING)
    if link.band:
        return FREQUENCY[link.band]
    ratios = [figure.value for figure in link.figures if figure.kind is FigureKind.LR_POSITIVE]
    ratio = ratios[0] if ratios else STRENGTH.get(link.strength, 1.0)
    return min(_from_odds(ratio, term.background), _CEILING)


def _from_odds(ratio: float, background: float) -> float:
    odds = ratio * background / (1.0 - background)
    return odds / (1.0 + odds)


def said_as(link: Link) -> str:
    """Return the editorial band in words ("very common", "moderate risk factor"), empty beside a figure alone."""
    return link.band or (f"{link.strength} risk factor" if link.strength else "")
