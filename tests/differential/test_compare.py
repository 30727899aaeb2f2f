"""What tells two conditions apart comes first, what they share is left out, and nothing is said that no row says."""

from __future__ import annotations

import pytest

from copilot.differential.compare import bits, compare
from copilot.differential.rank import rank
from copilot.findings.finding import Findings, Presence
from copilot.knowledge.pack import Figure, FigureKind, Link
from copilot.review.comparison_words import cell_words, chart_words, row_detail, row_words
from tests.differential.factory import chart, condition, findings, pack, term

SENSITIVITY = Figure(FigureKind.SENSITIVITY, 0.9, "book", "suspected cases", n=120)
PACK = pack(
    (term(f"T:{name}") for name in ("fever", "rash", "wheeze", "spots", "cough")),
    (
        condition("measles", {"T:fever": "common", "T:rash": "always", "T:spots": "common", "T:cough": "common"}),
        condition("flu", {"T:fever": "common", "T:cough": "very common", "T:rash": "rare"}),
        condition("asthma", {}, links=(Link("T:wheeze", figures=(SENSITIVITY,)), Link("T:cough", band="common"))),
    ),
)


def side_by_side(found: Findings, *names: str) -> object:
    """Return the comparison of these conditions."""
    by_id = rank(found, chart(), PACK).by_id
    return compare([by_id[name] for name in names], found, PACK)


def test_what_the_chart_says_differently_comes_first_and_what_is_alike_is_left_out() -> None:
    made = side_by_side(findings(present=("T:rash", "T:fever"), absent=("T:wheeze",)), "measles", "flu")
    assert [row.term for row in made.decided] == ["T:rash"]
    assert made.decided[0].favours == 0
    assert [row.term for row in made.open] == ["T:spots", "T:cough"]
    assert made.open[0].apart > made.open[1].apart


def test_three_can_be_compared_and_one_or_four_cannot() -> None:
    found = findings(present=("T:cough", "T:rash", "T:wheeze"))
    assert len(side_by_side(found, "measles", "flu", "asthma").decided[0].cells) == 3
    with pytest.raises(ValueError, match="1 conditions"):
        side_by_side(found, "flu")


def test_a_figure_is_told_from_a_band_and_from_what_is_not_listed() -> None:
    found = findings(present=("T:wheeze", "T:fever"))
    made = side_by_side(found, "asthma", "flu")
    wheeze = next(row for row in made.decided if row.term == "T:wheeze")
    assert [cell_words(cell) for cell in wheeze.cells] == ["sens. 90 %, n = 120", "not listed"]
    assert wheeze.cells[0].references == ("book",)
    assert row_words(wheeze, made).endswith("Favours Asthma")
    detail = row_detail(wheeze, made, PACK.references)
    assert "Chart: present. words for T:wheeze" in detail
    assert "Book. CDC, 2020. https://www.cdc.gov/book" in detail
    assert "Flu: the packs do not list it; that does not exclude it." in detail


def test_what_is_denied_weighs_as_denied() -> None:
    made = side_by_side(findings(present=("T:fever",), absent=("T:rash",)), "measles", "flu")
    rash = made.decided[0]
    assert rash.finding is not None
    assert (rash.finding.presence, chart_words(rash), rash.favours) == (Presence.ABSENT, "absent", 1)


def test_an_answer_tells_most_where_one_always_has_it_and_the_other_never() -> None:
    assert bits([1.0, 0.0]) == pytest.approx(1.0)
    assert bits([0.5, 0.5]) == pytest.approx(0.0)
    assert bits([0.85, 0.02]) > bits([0.85, 0.5]) > bits([0.85, 0.8])
