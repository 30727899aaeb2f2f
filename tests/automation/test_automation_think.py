"""The thinking tools from outside: what a finding is worth, and what else could be there."""

from __future__ import annotations

from tests.automation.pages.workbench import Workbench
from tests.automation.waiting import wait_for

AMARA = "Amara Nwosu"
CLOT, D_DIMER = "deep-vein-thrombosis", "HP:0033106"


def test_a_finding_is_paused_the_order_changes_and_it_is_put_back(workbench: Workbench) -> None:
    workbench.open_patient(AMARA)
    page = workbench.differential
    before = page.order()
    place = before.index(CLOT)
    page.open(CLOT)
    assert page.line(CLOT, D_DIMER).side == "for"
    page.pause(CLOT, D_DIMER)
    after = wait_for("another order", lambda: now if (now := page.order()) != before else None)
    assert after.index(CLOT) > place
    assert "paused" in page.line(CLOT, D_DIMER).element.name
    assert "D-dimer" in page.corrections()[D_DIMER]
    page.put_back(D_DIMER)
    wait_for("the order as it was", lambda: page.order() == before)


def test_findings_are_added_by_typing_present_and_denied(workbench: Workbench) -> None:
    workbench.open_patient(AMARA)
    page = workbench.differential
    before = [row.counts for row in page.hypotheses()]
    assert page.add_finding("fever") == "Fever"
    [added] = wait_for("the finding", lambda: list(page.corrections().values()))
    assert "fever" in added
    wait_for("the list to be ranked again", lambda: [row.counts for row in page.hypotheses()] != before)
    assert page.add_finding("no haemopt") == "No haemoptysis"
    both = wait_for("both", lambda: found if len(found := page.corrections()) == 2 else None)
    assert any("no haemoptysis" in words for words in both.values())
    page.put_all_back()
    wait_for("the list as it was", lambda: [row.counts for row in page.hypotheses()] == before)


def test_what_assistive_technology_writes_into_a_field_is_completed_too(workbench: Workbench) -> None:
    workbench.open_patient(AMARA)
    page = workbench.differential
    workbench.find("corrections.add").fill("fever")
    assert "Fever" in wait_for("what it may mean", page.suggestions)
    workbench.find("corrections.add").fill("")
    wait_for("nothing to be offered", lambda: not page.suggestions())
    workbench.own_list.show()
    workbench.find("own-list.field").fill("pulmonary embol")
    offered = wait_for("what it may mean", lambda: workbench.look("own-list.suggestions"))
    assert any("Pulmonary embolism" in line.name for line in offered.children)
    workbench.assessment.show()
    workbench.find("assessment.own").focus()
    workbench.find("assessment.own").fill("pulmonary embol")
    offered = wait_for("names with these words", lambda: workbench.look("assessment.own.names"))
    assert any("Pulmonary embolism" in line.name for line in offered.children)


def test_a_condition_of_ones_own_carries_the_evidence_of_the_chart(workbench: Workbench) -> None:
    workbench.open_patient(AMARA)
    workbench.assessment.show()
    workbench.assessment.add("Gout")
    wait_for("it among the decisions", lambda: "gout" in workbench.assessment.decisions())
    assert "engine: below the list" in workbench.assessment.decisions()["gout"]
    workbench.show_side("Differential")
    workbench.differential.open("gout")
    assert {line.side for line in workbench.differential.evidence("gout")} >= {"for", "unknown"}


def test_two_explanations_are_compared_by_what_tells_them_apart(workbench: Workbench) -> None:
    workbench.open_patient(AMARA)
    first, second, *_ = workbench.differential.hypotheses()
    page = workbench.compare
    page.choose(first.id, second.id)
    page.show()
    assert page.columns()[-2:] == [first.name, second.name]
    rows = page.table()
    assert len(rows) > 3
    told_apart = [cells for cells in rows if all(cells)]
    assert told_apart
    assert any(cells[-1] != cells[-2] for cells in told_apart)


def test_my_list_comes_first_and_is_held_against_the_other(workbench: Workbench) -> None:
    workbench.open_patient(AMARA)
    page = workbench.own_list
    page.show()
    page.name("pulmonary embol")
    page.name("gout")
    assert [name.partition(". ")[2] for name in page.named()] == ["Pulmonary embolism", "Gout"]
    said = page.hold_against()
    both, mine, theirs = (
        said.index(f"On {whose} list{s}") for whose, s in (("both", "s"), ("my", " only"), ("Chartside's", " only"))
    )
    assert "Pulmonary embolism" in said[both:mine]
    assert any("Gout" in words for words in said[mine:theirs])
