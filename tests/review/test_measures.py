"""The measures of six cases, counted by hand."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from copilot.differential.rank import SOMETHING_ELSE, rank
from copilot.review.measures.answers import Answers
from copilot.review.measures.as_json import SCHEMA, as_json
from copilot.review.measures.as_text import as_text
from copilot.review.measures.measure import Seconds, age_group, measure
from copilot.review.measures.outcome import Outcome, of_failure, of_review
from copilot.review.measures.share import Share
from copilot.review.review import Review
from tests.differential.factory import chart, condition, findings, pack, term
from tests.review.outcomes import HOSTILE, MODERATE, SIX, STRONG, UNASKED, WEAK


def review() -> Review:
    """Return a review of one finding over two conditions, the second not to be missed."""
    p = pack(
        [term("CS:x"), term("CS:y")],
        [
            condition("first-one", {"CS:x": "very common"}, synonyms=("Erste",), icd10=("A01.0",)),
            condition("second", {"CS:x": "rare", "CS:y": "common"}, cant_miss="it is grave", prior="rare"),
        ],
    )
    found = findings(present=["CS:x"])
    return Review(chart(), found, rank(found, chart(), p), p, {})


@pytest.mark.parametrize(
    ("answer", "rank", "named", "cant_miss"),
    [
        ("First-one", 1, True, False),
        ("erste", 1, True, False),
        ("a01.0", 1, True, False),
        ("SECOND", 2, True, True),
        ("third", None, False, False),
        ("first", None, False, False),
        ("", None, False, False),
    ],
)
def test_the_outcome_of_a_review(answer: str, rank: int | None, *, named: bool, cant_miss: bool) -> None:
    one = review()
    outcome = of_review("c1", answer, one, Answers(one.pack), 1.5)
    assert (outcome.rank, outcome.named, outcome.cant_miss) == (rank, named, cant_miss)
    assert outcome.first == ("First-one", "Second")
    assert (outcome.age_years, outcome.sex, outcome.seconds) == (40.0, "female", 1.5)
    assert outcome.band is one.differential.hypotheses[0].likelihood


def test_the_outcome_states_the_share_of_the_first_line() -> None:
    one = review()
    shares = [h.share for h in one.differential.hypotheses if h.supporting]
    assert sum(shares) == pytest.approx(1.0 - SOMETHING_ELSE)
    assert of_review("c1", "x", one, Answers(one.pack), 0.0).share == shares[0] == max(shares)


def test_the_cant_miss_group_is_asked_for_the_answer() -> None:
    one = review()
    told = replace(one, differential=replace(one.differential, cant_miss=("second",)))
    silent = replace(one, differential=replace(one.differential, cant_miss=()))
    assert of_review("c1", "second", told, Answers(one.pack), 0.0).in_group
    assert not of_review("c1", "first-one", told, Answers(one.pack), 0.0).in_group
    assert not of_review("c1", "second", silent, Answers(one.pack), 0.0).in_group


def test_a_failed_case_keeps_what_its_answer_means() -> None:
    one = review()
    outcome = of_failure("c1", "Second", "does not exist", Answers(one.pack))
    assert outcome == Outcome("c1", "Second", named=True, cant_miss=True, failure="does not exist")


def test_top_counts_what_is_missing_or_failed_as_wrong() -> None:
    found = measure([*SIX, UNASKED])
    assert (found.cases, found.measured) == (7, 6)
    assert found.top == (Share(1, 6), Share(2, 6), Share(2, 6), Share(2, 6))
    assert [share.hits for share in found.curve] == [1, *[2] * 10, *[3] * 9]


def test_cant_miss_recall() -> None:
    """Of b (second), c (in the group), d (not listed) and f (failed): b and c."""
    assert measure(SIX).cant_miss == Share(2, 4)
    tenth, eleventh = replace(SIX[3], rank=10), replace(SIX[3], rank=11)
    assert measure([tenth]).cant_miss == Share(1, 1)
    assert measure([eleventh]).cant_miss == Share(0, 1)


def test_coverage() -> None:
    found = measure(SIX)
    assert found.coverage == Share(5, 6)
    assert found.unnamed == (HOSTILE,)


def test_bands_are_held_against_the_first_line() -> None:
    """The failed case has no first line; the case without an answer cannot be right or wrong."""
    found = measure([*SIX, UNASKED])
    assert found.bands == ((STRONG, Share(1, 2)), (MODERATE, Share(0, 1)), (WEAK, Share(0, 2)))
    assert found.abstained == Share(0, 1)


def test_stated_shares_are_held_against_the_first_line() -> None:
    """Bins: 0.05 and 0.05 (0 of 2), 0.20 (0 of 1), 0.60 and 0.64 (1 of 2)."""
    found = measure(SIX)
    assert [(b.low, b.high, pytest.approx(b.stated), b.right) for b in found.bins] == [
        (0.0, 0.1, 0.05, Share(0, 2)),
        (0.2, 0.3, 0.20, Share(0, 1)),
        (0.6, 0.7, 0.62, Share(1, 2)),
    ]
    # (|0.05·2 - 0| + |0.20·1 - 0| + |0.62·2 - 1|) / 5 = (0.10 + 0.20 + 0.24) / 5
    assert found.gap == pytest.approx(0.108)
    assert measure([replace(SIX[0], share=1.0)]).bins[0].low == 0.9


def test_groups_by_age_and_sex() -> None:
    found = measure(SIX)
    assert [(g.name, g.top[0], g.top[1]) for g in found.ages] == [
        ("under 1", Share(1, 1), Share(1, 1)),
        ("1 to 11", Share(0, 1), Share(1, 1)),
        ("12 to 17", Share(0, 1), Share(0, 1)),
        ("65 to 79", Share(0, 1), Share(0, 1)),
        ("80 and over", Share(0, 1), Share(0, 1)),
        ("unknown", Share(0, 1), Share(0, 1)),
    ]
    assert [(g.name, g.top[0]) for g in found.sexes] == [
        ("female", Share(1, 2)),
        ("male", Share(0, 2)),
        ("other", Share(0, 1)),
        ("unknown", Share(0, 1)),
    ]
    assert age_group(Outcome("x", age_years=18.0)) == "18 to 39"
    assert age_group(Outcome("x", age_years=64.99)) == "40 to 64"


def test_seconds_leave_out_what_failed() -> None:
    assert measure(SIX).seconds == Seconds(median=pytest.approx(0.3), p95=0.5, longest=0.5)
    assert measure(SIX[-1:]).seconds is None
    many = [Outcome(str(n), seconds=float(n)) for n in range(1, 101)]
    assert measure(many).seconds == Seconds(median=50.5, p95=95.0, longest=100.0)


def test_misses_begin_with_the_gravest() -> None:
    """Can't-miss first; then what was not listed; then what stood furthest down. a and b were among the first three."""
    assert [one.case for one in measure(SIX).misses] == ["d", "f", "c", HOSTILE]


def test_the_text_says_it_all() -> None:
    text = as_text(measure([*SIX, UNASKED]))
    for line in (
        "6 cases with a known answer, 1 without",
        "top-1  1/6 = 16.7 % (95 % interval 3.0-56.4)",
        "top-10 2/6 = 33.3 %",
        "Can't-miss answers in their group or among the first 10: 2/4 = 50.0 %",
        "Answers that the packs can name: 5/6 = 83.3 %",
        "strong    1/2 = 50.0 %",
        "off by 10.8 points",
        '"not enough to say": 0/1',
        "65 to 79",
        "c: Aortic dissection (can't-miss): 12; first: Gout",
        "d: Meningitis (can't-miss): not listed; first: Migraine",
        "f: Sepsis (can't-miss): not reviewed; first: nothing",
        f"{HOSTILE}: {HOSTILE}: not in the packs",
        "Could not be reviewed (1)\n  f: does not exist",
    ):
        assert line in text
    assert as_text(measure([])) == "No case names its answer: nothing to measure."


def test_the_text_does_not_let_a_case_forge_lines() -> None:
    forged = Outcome("x\n\ntop-1  9/9 = 100.0 %", "Gout", named=True)
    assert "\ntop-1  9/9" not in as_text(measure([forged]))


def test_the_text_shows_the_first_misses_and_counts_the_rest() -> None:
    text = as_text(measure([Outcome(f"case-{n}", "Gout", named=True) for n in range(25)]))
    assert "case-19" in text
    assert "case-20" not in text
    assert "… and 5 more" in text


def test_the_measures_as_json() -> None:
    told = json.loads(json.dumps(as_json(measure([*SIX, UNASKED]), "v1")))
    assert (told["schema"], told["pack"], told["cases"], told["with_answer"]) == (SCHEMA, "v1", 7, 6)
    assert told["top"]["3"] == {"hits": 2, "n": 6, "share": 0.3333, "low": 0.0968, "high": 0.7}
    assert told["cant_miss"]["hits"] == 2
    assert told["coverage"]["unnamed"] == [HOSTILE]
    assert told["calibration"]["bands"]["strong"]["share"] == 0.5
    assert told["calibration"]["shares"][0]["stated"] == 0.05
    assert told["calibration"]["mean_gap"] == 0.108
    assert told["seconds"]["longest"] == 4.0
    assert told["misses"][0] == {
        "id": "d",
        "answer": "Meningitis",
        "rank": None,
        "in_packs": True,
        "cant_miss": True,
        "first": ["Migraine"],
        "failed": False,
    }
    assert told["failed"] == [{"id": "f", "answer": "Sepsis", "error": "does not exist"}]
    nothing = as_json(measure([]), "v1")
    assert (nothing["top"]["1"]["share"], nothing["seconds"], nothing["calibration"]["mean_gap"]) == (None, None, None)
