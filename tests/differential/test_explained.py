"""More than one disease at once: what a known illness explains counts less for a new one."""

from __future__ import annotations

import pytest

from copilot.differential.evidence import EXPLAINED_SHARE
from copilot.differential.rank import rank
from tests.differential.factory import chart, condition, findings, pack, term

WHEEZE, FEVER = "CS:wheeze", "CS:fever"
PACK = pack(
    [term(WHEEZE), term(FEVER)],
    [condition("asthma", {WHEEZE: "very common"}), condition("flu", {WHEEZE: "common", FEVER: "common"})],
)


def test_what_a_known_illness_explains_counts_half_for_a_new_one() -> None:
    free = rank(findings(present=[WHEEZE, FEVER]), chart(), PACK).by_id["flu"]
    known = rank(findings(present=[WHEEZE, FEVER], known={"asthma": ("F1",)}), chart(), PACK).by_id["flu"]
    before, after = ({line.finding: line for line in h.supporting} for h in (free, known))
    assert after[WHEEZE].weight == pytest.approx(EXPLAINED_SHARE * before[WHEEZE].weight)
    assert after[WHEEZE].explained_by == ("Asthma",)
    assert after[FEVER].weight == before[FEVER].weight
    assert after[FEVER].explained_by == ()


def test_the_known_illness_itself_counts_whole() -> None:
    known = rank(findings(present=[WHEEZE], known={"asthma": ("F1",)}), chart(), PACK).by_id["asthma"]
    free = rank(findings(present=[WHEEZE]), chart(), PACK).by_id["asthma"]
    assert [line.weight for line in known.supporting] == [line.weight for line in free.supporting]


def test_what_it_seldom_shows_is_not_explained() -> None:
    p = pack([term(WHEEZE)], [condition("gout", {WHEEZE: "occasional"}), condition("flu", {WHEEZE: "common"})])
    known = rank(findings(present=[WHEEZE], known={"gout": ("F1",)}), chart(), p).by_id["flu"]
    assert known.supporting[0].explained_by == ()
