"""The ranking: order, bands, can't-miss, abstention, and independence of order."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.differential.differential import Likelihood
from copilot.differential.rank import SOMETHING_ELSE, posterior, rank
from copilot.findings.finding import Findings, Patient
from copilot.knowledge.pack import Condition, Pack
from tests.differential.factory import chart, condition, findings, pack, term

TERMS = [f"CS:t{n}" for n in range(8)]


def three() -> Pack:
    """Return a pack in which a, b and c share some findings."""
    return pack(
        [term(t) for t in TERMS],
        [
            condition("a", {TERMS[0]: "very common", TERMS[1]: "common", TERMS[2]: "common"}),
            condition("b", {TERMS[0]: "common", TERMS[3]: "very common"}, cant_miss="It kills.", prior="rare"),
            condition("c", {TERMS[4]: "very common", TERMS[0]: "rare"}),
        ],
    )


def test_the_condition_that_explains_more_comes_first() -> None:
    result = rank(findings(present=TERMS[:3]), chart(), three())
    assert result.hypotheses[0].condition.id == "a"
    assert [h.rank for h in result.hypotheses] == [1, 2, 3]
    assert result.hypotheses[0].likelihood is Likelihood.STRONG
    assert not result.abstention


def test_what_nothing_supports_stands_last_however_common_it_is() -> None:
    p = pack(
        [term(TERMS[0]), term(TERMS[1])],
        [
            condition("seen", {TERMS[0]: "common"}, prior="very rare"),
            condition("unseen", {TERMS[1]: "common"}, prior="very common"),
        ],
    )
    result = rank(findings(present=[TERMS[0]]), chart(), p)
    assert [h.condition.id for h in result.hypotheses] == ["seen", "unseen"]


def crowd(*more: Condition) -> Pack:
    """Return a pack with 25 common conditions that explain the first finding, and `more`."""
    common = [condition(f"a{n}", {TERMS[0]: "always"}, prior="very common") for n in range(25)]
    return pack([term(TERMS[0], background=0.001), term(TERMS[1], background=0.001)], [*common, *more])


def test_cant_miss_is_a_group_of_its_own_and_always_in_the_list() -> None:
    dangerous = condition("killer", {TERMS[0]: "common"}, prior="uncommon", cant_miss="It kills.")
    two = condition("killer-too", {TERMS[0]: "common", TERMS[1]: "common"}, prior="uncommon", cant_miss="It kills.")
    result = rank(findings(present=TERMS[:1]), chart(), crowd(dangerous))
    assert result.cant_miss == ()
    result = rank(findings(present=TERMS[:2]), chart(), crowd(two))
    assert result.cant_miss == ("killer-too",)


def test_a_cant_miss_condition_beyond_the_list_is_shown_all_the_same() -> None:
    dangerous = condition("z-killer", {TERMS[0]: "always"}, prior="very common", cant_miss="It kills.")
    result = rank(findings(present=TERMS[:1]), chart(), crowd(dangerous))
    assert result.cant_miss == ("z-killer",)
    assert "z-killer" in result.by_id
    assert len(result.hypotheses) == 21


def test_a_slow_condition_must_come_near_the_best() -> None:
    slow = condition("slow", {TERMS[0]: "always"}, prior="very common", cant_miss="It spreads.", course="chronic")
    best = condition("best", {TERMS[0]: "always", TERMS[1]: "always", TERMS[2]: "always"})
    terms = [term(t, background=0.001) for t in TERMS[:3]]
    near = rank(findings(present=TERMS[:1]), chart(), pack(terms, [slow, best]))
    assert near.cant_miss == ("slow",)
    far = rank(findings(present=TERMS[:3]), chart(), pack(terms, [slow, best]))
    assert far.cant_miss == ()


def test_a_cant_miss_condition_that_the_evidence_opposes_is_not_in_the_group() -> None:
    c = condition("killer", {TERMS[0]: "common", TERMS[1]: "always", TERMS[2]: "always"}, cant_miss="It kills.")
    result = rank(findings(present=[TERMS[0]], absent=TERMS[1:3]), chart(), pack([term(t) for t in TERMS[:3]], [c]))
    assert result.cant_miss == ()


def test_a_usual_symptom_that_the_note_does_not_mention_counts_a_little() -> None:
    usual = condition("usual", {TERMS[0]: "common", TERMS[1]: "always"})
    other = condition("other", {TERMS[0]: "common", TERMS[1]: "common"})
    p = pack([term(t) for t in TERMS[:2]], [usual, other])
    silent = rank(findings(present=TERMS[:1]), chart(), p)
    denied = rank(findings(present=TERMS[:1], absent=TERMS[1:2]), chart(), p)
    assert silent.by_id["usual"].score < silent.by_id["other"].score
    assert denied.by_id["usual"].score < silent.by_id["usual"].score


def test_too_thin_a_chart_is_said_to_be_so() -> None:
    empty = rank(findings(), chart(), three())
    assert empty.abstention.startswith("Not enough to say")
    assert all(h.likelihood is Likelihood.WEAK for h in empty.hypotheses)


def test_one_line_alone_never_makes_it_strong() -> None:
    p = pack([term(TERMS[0], background=0.001)], [condition("only", {TERMS[0]: "always"})])
    assert rank(findings(present=[TERMS[0]]), chart(), p).hypotheses[0].likelihood is not Likelihood.STRONG


def test_what_the_chart_already_names_is_marked() -> None:
    result = rank(findings(present=TERMS[:1], known={"a": ("F9",)}), chart(), three())
    assert result.by_id["a"].already_known == ("F9",)


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.floats(-30, 30), min_size=1, max_size=20))
def test_shares_keep_the_order_and_leave_room_for_something_else(scores: dict[str, float]) -> None:
    shares = posterior(scores)
    assert sum(shares.values()) == pytest.approx(1 - SOMETHING_ELSE)
    by_score = sorted(scores, key=lambda key: scores[key])
    assert all(shares[a] <= shares[b] for a, b in pairwise(by_score))


def test_no_scores_no_shares() -> None:
    assert posterior({}) == {}


@given(st.permutations(TERMS), st.integers(0, 8))
def test_the_order_of_the_findings_does_not_matter(order: list[str], split: int) -> None:
    one = rank(findings(present=order[:split], absent=order[split:]), chart(), three())
    shuffled = list(order[:split])
    random.Random(split).shuffle(shuffled)
    two = rank(findings(present=shuffled, absent=sorted(order[split:])), chart(), three())
    assert [h.condition.id for h in one.hypotheses] == [h.condition.id for h in two.hypotheses]
    assert [h.score for h in one.hypotheses] == pytest.approx([h.score for h in two.hypotheses])


def test_age_and_sex_move_the_list() -> None:
    p = pack(
        [term(TERMS[0])],
        [condition("women", {TERMS[0]: "common"}, female=1.0), condition("men", {TERMS[0]: "common"}, female=0.0)],
    )
    woman: Findings = findings(present=[TERMS[0]], patient=Patient(30.0, "female"))
    man: Findings = findings(present=[TERMS[0]], patient=Patient(30.0, "male"))
    assert rank(woman, chart(), p).hypotheses[0].condition.id == "women"
    assert rank(man, chart(), p).hypotheses[0].condition.id == "men"
