"""The complaint with which a note begins has to be explained."""

from __future__ import annotations

from dataclasses import replace

import pytest

from copilot.differential.differential import PartKind
from copilot.differential.parts import COMPLAINT_OPEN, COMPLAINT_SPAN
from copilot.differential.rank import rank
from copilot.findings.finding import Assertion, Findings, Mention
from tests.differential.factory import chart, condition, findings, pack, term

PAIN, BACK, ITCH = "CS:pain", "CS:back-pain", "CS:itch"
PACK = pack(
    [term(PAIN), term(BACK, is_a=(PAIN,)), term(ITCH)],
    [condition("disc", {BACK: "common"}), condition("ache", {PAIN: "common"}), condition("eczema", {ITCH: "common"})],
)


def said(at: int, assertion: Assertion = Assertion.AFFIRMED) -> Findings:
    """Return back pain (and pain) and itch, the back pain mentioned at this character."""
    plain = findings(present=[BACK, PAIN, ITCH])
    return replace(plain, mentions=(Mention(BACK, "F1", (at, at + 9), assertion, "F1.1"),))


def scores(found: Findings) -> dict[str, float]:
    return {h.condition.id: h.score for h in rank(found, chart(), PACK).hypotheses}


def test_what_does_not_explain_the_complaint_pays() -> None:
    free, bound = scores(findings(present=[BACK, PAIN, ITCH])), scores(said(0))
    assert bound["eczema"] == pytest.approx(free["eczema"] - COMPLAINT_OPEN)
    assert bound["disc"] == pytest.approx(free["disc"])
    assert bound["ache"] == pytest.approx(free["ache"])  # explains the more general form


@pytest.mark.parametrize("found", [said(COMPLAINT_SPAN), said(0, Assertion.DENIED)])
def test_what_comes_later_or_is_denied_is_no_complaint(found: Findings) -> None:
    assert scores(found) == pytest.approx(scores(findings(present=[BACK, PAIN, ITCH])))


def test_of_several_complaints_each_left_open_pays_its_share() -> None:
    said_both = replace(
        findings(present=[BACK, PAIN, ITCH]),
        mentions=tuple(
            Mention(t, "F1", (at, at + 4), Assertion.AFFIRMED, f"F1.{at}") for at, t in enumerate([BACK, PAIN, ITCH])
        ),
    )
    free, bound = scores(findings(present=[BACK, PAIN, ITCH])), scores(said_both)
    # Back pain is pain: two complaints, and each condition leaves one of them open.
    assert {name: bound[name] - free[name] for name in free} == pytest.approx(dict.fromkeys(free, -COMPLAINT_OPEN / 2))


def test_what_is_left_open_is_told() -> None:
    eczema = rank(said(0), chart(), PACK).by_id["eczema"]
    [part] = [part for part in eczema.parts if part.kind is PartKind.COMPLAINT]
    assert (part.text, part.weight, part.findings) == ("does not explain: back-pain", -COMPLAINT_OPEN, (BACK,))
