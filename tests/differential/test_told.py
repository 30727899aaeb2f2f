"""After a correction every condition is told what it would be told without what was worked out before."""

from __future__ import annotations

from dataclasses import replace

from copilot.differential.scores import Scores
from copilot.differential.told import touched
from copilot.differential.weighed import weighed
from copilot.findings.finding import Finding, How, Presence
from copilot.knowledge.pack import Figure, FigureKind, Link
from tests.differential.factory import condition, findings, pack, term

GENERAL, DRY, WET, RASH = "T:cough", "T:dry", "T:wet", "T:rash"
OFTEN = Figure(FigureKind.SENSITIVITY, 0.9, "book", "children")
PACK = pack(
    [term(GENERAL), term(DRY, is_a=(GENERAL,)), term(WET, is_a=(GENERAL,)), term(RASH)],
    [
        condition("croup", {}, links=tuple(Link(kind, figures=(OFTEN,)) for kind in (DRY, WET))),
        condition("measles", {RASH: "always"}),
        condition("rubella", {RASH: "very common"}),
    ],
)


def absent(identifier: str, fact: str) -> Finding:
    """Return a denied finding that rests on a fact."""
    return Finding(identifier, Presence.ABSENT, (fact,), "words", How.CODE)


def test_two_kinds_are_one_anothers_echo_only_as_long_as_the_general_finding_is_denied() -> None:
    kinds = {DRY: absent(DRY, "F2"), WET: absent(WET, "F2")}
    denied = replace(findings(), by_term={GENERAL: absent(GENERAL, "F1"), **kinds})
    paused = replace(denied, by_term=kinds, paused={GENERAL: absent(GENERAL, "F1")}, as_read=denied)
    before = Scores(denied, PACK)
    assert len(before.of("croup").lines().known) == 1
    assert len(Scores(paused, PACK, before).of("croup").lines().known) == 2


def test_a_condition_is_touched_where_one_of_its_findings_is_there_gone_or_paused() -> None:
    table = weighed(PACK)
    read = findings(present=[RASH])
    assert touched(read, findings(present=[RASH]), table) == set()
    assert touched(read, findings(), table) == {"measles", "rubella"}
    assert touched(findings(), replace(findings(), paused=read.by_term), table) == {"measles", "rubella"}


def test_what_was_worked_out_of_another_chart_is_not_taken_over() -> None:
    """The other names an illness that explains the rash already."""
    before = Scores(findings(present=[RASH]), PACK)
    known = findings(present=[RASH], known={"measles": ("F9",)})
    assert before.of("rubella").evidence > Scores(known, PACK, before).of("rubella").evidence > 0
