"""What the clinician decides is kept as decided, beside what the engine said then, and can be taken back."""

from __future__ import annotations

import json

import pytest

from copilot.review.decision import (
    Decisions,
    Reason,
    Verdict,
    accepted,
    decisions_as_json,
    decisions_from_json,
    own,
    rejected,
)
from tests.ui import factory

FIRST, SECOND = factory.hypotheses(2)


def test_nothing_is_decided_before_somebody_decides() -> None:
    assert not Decisions()
    assert Decisions().kept == Decisions().rejected == ()


def test_a_decision_keeps_what_the_engine_said_then() -> None:
    decision = accepted(FIRST, "2f9c01d4")
    assert decision.engine is not None
    assert (decision.engine.rank, decision.engine.likelihood, decision.engine.pack) == (1, "strong", "2f9c01d4")
    assert decision.engine.words == "engine: number 1, strong, 4 for, 1 against"


def test_another_decision_takes_the_place_of_the_first_and_can_be_taken_back() -> None:
    decided = Decisions().deciding(accepted(FIRST, "p")).deciding(accepted(SECOND, "p"))
    changed = decided.deciding(rejected(FIRST, "p", Reason.COURSE, "no fever"))
    assert [d.verdict for d in changed] == [Verdict.REJECTED, Verdict.ACCEPTED]
    assert changed.rejected[0].why == "does not fit the course: no fever"
    assert [d.verdict for d in decided] == [Verdict.ACCEPTED, Verdict.ACCEPTED]
    assert FIRST.condition.id not in changed.without(FIRST.condition.id).by_condition


def test_no_reason_is_needed() -> None:
    assert rejected(FIRST, "p").why == ""


def test_other_words_leave_the_name_and_can_be_taken_back() -> None:
    identifier = FIRST.condition.id
    worded = Decisions().deciding(accepted(FIRST, "p")).worded(identifier, "Myeloma, likely light chain")
    assert worded.kept[0].shown == "Myeloma, likely light chain"
    assert worded.kept[0].name == "Multiple myeloma"
    assert worded.worded(identifier, "").kept[0].shown == "Multiple myeloma"
    assert worded.worded(identifier, "Multiple myeloma").kept[0].wording == ""
    assert worded.worded("nobody", "x") is worded


def test_ones_own_stands_beside_the_engines_list() -> None:
    decided = Decisions().deciding(own("Plasma cell leukaemia")).deciding(own("Amyloidosis", "al-amyloidosis"))
    assert [d.condition for d in decided.kept] == ["own:plasma cell leukaemia", "al-amyloidosis"]
    assert all(d.engine is None for d in decided)


def test_decisions_survive_being_stored() -> None:
    decided = (
        Decisions()
        .deciding(accepted(FIRST, "p"))
        .worded(FIRST.condition.id, "Myeloma")
        .deciding(rejected(SECOND, "p", Reason.OTHER, "seen on CT"))
        .deciding(own("Something else"))
    )
    stored = json.loads(json.dumps(decisions_as_json(decided)))
    assert decisions_from_json(stored) == decided


@pytest.mark.parametrize(
    "stored",
    [{}, {"schema": "chartside.decisions/0"}, {"schema": "chartside.decisions/1", "decisions": [{"verdict": "maybe"}]}],
)
def test_what_is_no_decision_is_refused(stored: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        decisions_from_json(stored)
