"""The rows of a pack: what is implied by special findings, and backgrounds that the pack itself raises."""

from __future__ import annotations

import math

import pytest

from copilot.differential.rank import rank
from copilot.differential.weighed import IMPLIED_SHARE, MOST_BACKGROUND, TIMES_MEAN, UNLISTED, Weighed
from tests.differential.factory import chart, condition, findings, pack, term

GENERAL, SPECIAL, OTHER = "CS:deaf", "CS:deaf-one-ear", "CS:other"


def terms(background: float = 0.02) -> list[object]:
    return [term(GENERAL, background=background), term(SPECIAL, background=0.005, is_a=(GENERAL,)), term(OTHER)]


def test_who_lists_the_special_finding_is_supported_by_the_general_one() -> None:
    p = pack(terms(), [condition("meniere", {SPECIAL: "very common"}), condition("cold", {OTHER: "common"})])  # type: ignore[arg-type]
    (row,) = Weighed(p).of_finding(GENERAL)
    assert row.condition == "meniere"
    assert row.weight.present == pytest.approx(IMPLIED_SHARE * math.log(0.85 / 0.02))
    assert row.weight.absent == 0.0
    first = rank(findings(present=[GENERAL]), chart(), p).hypotheses[0]
    assert first.condition.id == "meniere"
    assert [line.finding for line in first.supporting] == [GENERAL]  # what counted is shown


def test_a_row_of_its_own_goes_before_what_is_implied() -> None:
    p = pack(terms(), [condition("meniere", {SPECIAL: "very common", GENERAL: "common"})])  # type: ignore[arg-type]
    (row,) = Weighed(p).of_finding(GENERAL)
    assert row.link.band == "common"
    assert row.weight.absent < 0


def test_what_is_rare_in_a_special_form_implies_nothing_of_the_general_one() -> None:
    p = pack(terms(), [condition("noise", {SPECIAL: "never"})])  # type: ignore[arg-type]
    assert Weighed(p).of_finding(GENERAL) == ()


def test_the_background_is_at_least_what_the_conditions_add_up_to() -> None:
    everybody = [condition(f"c{n}", {OTHER: "always"}, prior="very common") for n in range(100)]
    listed = Weighed(pack([term(OTHER, background=0.001)], everybody)).of_finding(OTHER)
    assert {row.term.background for row in listed} == {MOST_BACKGROUND}  # nearly all show it
    ten = [*everybody[:5], *(condition(f"d{n}", {}, prior="very common") for n in range(95))]
    mean = TIMES_MEAN * 5 * 0.12 * 0.97 / (100 * 0.12 + UNLISTED)
    for editorial, expected in ((0.001, mean), (0.2, 0.2)):
        row = Weighed(pack([term(OTHER, background=editorial)], ten)).of_finding(OTHER)[0]
        assert row.term.background == pytest.approx(expected)
