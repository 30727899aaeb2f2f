"""Weights: figures before bands, bounded, and absence weighed by how it was learned."""

from __future__ import annotations

import math

import pytest

from copilot.differential.weights import (
    MOST_ABSENT,
    MOST_PRESENT,
    UNCERTAIN_SHARE,
    probability,
    said_as,
    sensitivity,
    weight,
)
from copilot.findings.finding import Presence
from copilot.knowledge.pack import Figure, FigureKind, Link, TermKind
from tests.differential.factory import term


def figure(kind: FigureKind, value: float) -> Figure:
    """Return a figure about adults."""
    return Figure(kind, value, "book", "adults")


def test_a_band_against_the_background() -> None:
    weighed = weight(Link("x", band="common"), term("x", background=0.05))
    assert weighed.present == pytest.approx(math.log(0.55 / 0.05))
    assert weighed.absent == pytest.approx(0.7 * math.log(0.45 / 0.95))
    assert weighed.present_figure is None


def test_what_is_rare_in_the_condition_speaks_against_it_when_present() -> None:
    weighed = weight(Link("x", band="rare"), term("x", background=0.2))
    assert weighed.present < 0 < weighed.absent


@pytest.mark.parametrize(
    ("kind", "share"), [(TermKind.SYMPTOM, 0.7), (TermKind.LABORATORY, 1.0), (TermKind.HISTORY, 0.3)]
)
def test_absence_weighs_by_how_it_is_learned(kind: TermKind, share: float) -> None:
    weighed = weight(Link("x", band="common"), term("x", kind, 0.05))
    assert weighed.absent == pytest.approx(share * math.log(0.45 / 0.95))


def test_a_pair_of_likelihood_ratios_gives_the_sensitivity_it_implies() -> None:
    link = Link("x", band="rare", figures=(figure(FigureKind.LR_POSITIVE, 4.0), figure(FigureKind.LR_NEGATIVE, 0.5)))
    weighed = weight(link, term("x", TermKind.LABORATORY, 0.05))
    share = 4.0 * 0.5 / 3.5
    assert sensitivity(4.0, 0.5) == pytest.approx(share)
    assert weighed.present == pytest.approx(math.log(share / 0.05))
    assert weighed.absent == pytest.approx(math.log((1 - share) / 0.95))
    assert weighed.present_figure is link.figures[0]
    assert weighed.absent_figure is link.figures[1]


def test_one_likelihood_ratio_alone_does_not_outweigh_the_band() -> None:
    """It was measured among suspected cases; the band stands on the scale of all the others."""
    with_ratio = Link("x", band="common", figures=(figure(FigureKind.LR_POSITIVE, 2.4),))
    weighed = weight(with_ratio, term("x", background=0.05))
    assert weighed == weight(Link("x", band="common"), term("x", background=0.05))
    assert weighed.present_figure is None


def test_without_a_band_a_likelihood_ratio_decides() -> None:
    only = weight(Link("x", figures=(figure(FigureKind.LR_POSITIVE, 4.0),)), term("x", background=0.05))
    assert only.present == pytest.approx(math.log((0.05 * 4 / 0.95) / (1 + 0.05 * 4 / 0.95) / 0.05))
    assert only.present_figure is not None
    negative = weight(Link("x", figures=(figure(FigureKind.LR_NEGATIVE, 0.2),)), term("x"))
    assert negative.present == pytest.approx(0.0)


@pytest.mark.parametrize(("band", "least"), [("rare", -0.4), ("never", -1.5)])
def test_what_speaks_against_does_so_however_rare_the_finding_is(band: str, least: float) -> None:
    assert weight(Link("x", band=band), term("x", background=0.001)).present <= least


def test_among_rare_findings_the_commoner_one_of_a_condition_weighs_more() -> None:
    bands = ("occasional", "common", "very common")
    weights = [weight(Link("x", band=band), term("x", background=0.001)).present for band in bands]
    assert weights == sorted(set(weights))


def test_a_sensitivity_alone_stands_against_the_terms_background() -> None:
    weighed = weight(Link("x", figures=(figure(FigureKind.SENSITIVITY, 0.8),)), term("x", TermKind.SIGN, 0.1))
    assert weighed.present == pytest.approx(math.log(0.8 / 0.1))


def test_no_line_decides_alone() -> None:
    strong = weight(Link("x", band="always"), term("x", background=0.001))
    assert strong.present == pytest.approx(MOST_PRESENT)
    normal = weight(Link("x", band="always"), term("x", TermKind.LABORATORY, 0.001))
    assert normal.absent == pytest.approx(-MOST_ABSENT)
    impossible = weight(Link("x", figures=(figure(FigureKind.SENSITIVITY, 1.0),)), term("x", TermKind.LABORATORY))
    assert impossible.absent == pytest.approx(-MOST_ABSENT)


def test_a_risk_factor_is_an_odds_ratio() -> None:
    assert probability(Link("x", strength="strong"), term("x", background=0.5)) == pytest.approx(6 / 7)
    assert probability(
        Link("x", figures=(figure(FigureKind.LR_POSITIVE, 1.0),)), term("x", background=0.3)
    ) == pytest.approx(0.3)


@pytest.mark.parametrize("background", [0.001, 0.005, 0.07, 0.2])
def test_a_risk_factor_never_speaks_against(background: float) -> None:
    weights = [weight(Link("x", strength=s), term("x", background=background)).present for s in ("weak", "strong")]
    assert 0 < weights[0] < weights[1]


def test_uncertain_findings_weigh_less() -> None:
    weighed = weight(Link("x", band="common"), term("x"))
    assert weighed.of(Presence.UNCERTAIN) == pytest.approx(UNCERTAIN_SHARE * weighed.of(Presence.PRESENT))
    assert weighed.of(Presence.ABSENT) == weighed.absent


def test_how_a_row_is_said() -> None:
    assert said_as(Link("x", band="rare")) == "rare"
    assert said_as(Link("x", strength="weak")) == "weak risk factor"
    assert said_as(Link("x", figures=(figure(FigureKind.LR_POSITIVE, 2.0),))) == ""
