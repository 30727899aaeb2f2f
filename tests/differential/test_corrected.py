"""A ranking of corrected findings: what is paused counts for nothing, and is shown as such."""

from __future__ import annotations

from datetime import datetime

import pytest

from copilot.differential.moves import move_words, moved_words, moves
from copilot.differential.rank import rank
from copilot.findings.corrections import Correction, Says, apply
from copilot.findings.finding import Findings
from copilot.findings.recognise import recognise
from copilot.knowledge.pack import Pack
from tests.differential.factory import condition, pack, term
from tests.findings.factory import chart, note

TERMS = ("fever", "cough", "rash", "wheeze")
PACK = pack(
    (term(f"T:{name}", surface=(name,)) for name in TERMS),
    (
        condition("flu", {"T:fever": "very common", "T:cough": "common"}),
        condition("measles", {"T:rash": "always", "T:fever": "very common"}),
        condition("asthma", {"T:wheeze": "very common", "T:cough": "common"}),
    ),
)
CHART = chart(notes=(note("Fever, cough and a rash. No wheeze."),))
AT = datetime(2026, 11, 27, 15, 20)


def paused(name: str, says: Says = Says.PAUSED, of: Pack = PACK) -> Findings:
    """Return the findings of the note with one correction."""
    return apply(recognise(CHART, of), (Correction(f"T:{name}", says, AT),), of)


def test_a_paused_line_is_shown_with_its_weight_and_counts_for_nothing() -> None:
    before = rank(recognise(CHART, PACK), CHART, PACK).by_id["measles"]
    after = rank(paused("rash"), CHART, PACK).by_id["measles"]
    line = next(line for line in before.supporting if line.finding == "T:rash")
    assert after.paused == (line,)
    assert "T:rash" not in {one.finding for one in (*after.supporting, *after.unknown)}
    assert after.score == pytest.approx(sum(one.weight for one in (*after.supporting, *after.opposing, *after.parts)))


def test_a_paused_finding_is_not_called_unmentioned_and_not_asked() -> None:
    after = rank(paused("fever"), CHART, PACK)
    assert not [part for h in after.hypotheses for part in h.parts if "T:fever" in part.findings]
    assert not [step for step in after.next_steps if "T:fever" in step.findings]


def test_a_complaint_that_is_denied_or_paused_needs_no_explanation() -> None:
    for says in (Says.PAUSED, Says.ABSENT):
        parts = rank(paused("rash", says), CHART, PACK).by_id["flu"].parts
        assert not [part for part in parts if part.text.startswith("does not explain")]


def test_ranks_that_moved_say_from_where() -> None:
    before, after = rank(recognise(CHART, PACK), CHART, PACK), rank(paused("rash"), CHART, PACK)
    assert before.hypotheses[0].condition.id == "measles"
    moved = moves(before, after)
    assert moved["flu"] == 2
    assert move_words(2, 1) == "up 1 from 2"
    assert move_words(0, 3) == "new in the list"
    assert moved_words(before, after, 7).startswith("Flu up 1 from 2")
    assert moved_words(before, before, 7) == "The first 3 keep their ranks."
