"""From opening a patient to the chart line behind an argument, and back."""

from __future__ import annotations

from tests.automation.pages.workbench import Workbench
from tests.automation.waiting import wait_for

RUTH = "Ruth Elisabet Lindqvist"


def test_a_patient_is_opened_and_the_first_three_hypotheses_are_read_with_their_evidence(workbench: Workbench) -> None:
    assert any(line.startswith(RUTH) for line in workbench.patients())
    workbench.open_patient(RUTH)
    assert workbench.patient == RUTH
    assert "74 y" in workbench.banner.details
    assert workbench.banner.allergies == "Allergy: Penicillin (Rash)"

    rows = workbench.differential.hypotheses()
    assert [row.rank for row in rows[:3]] == [1, 2, 3]
    assert rows[0].name == "Giant cell arteritis"
    assert len(rows) == 7
    for row in rows[:3]:
        workbench.differential.open(row.id)
        lines = workbench.differential.evidence(row.id)
        assert {line.side for line in lines} >= {"for", "unknown"}
        assert all(line.words and line.weight and line.source for line in lines)
        assert "R" in workbench.differential.sources(row.id)
    arteritis = workbench.differential.evidence("giant-cell-arteritis")
    assert any("editorial: " in line.source for line in arteritis)
    assert any("n = " in line.source for line in arteritis)


def test_what_must_not_be_missed_what_to_do_next_and_what_is_unknown_are_read(workbench: Workbench) -> None:
    workbench.open_patient(RUTH)
    danger = workbench.differential.cant_miss()
    assert "Giant cell arteritis" in danger
    assert any(words.startswith("Confirmed or excluded by: ") for words in danger)
    assert "Ultrasound of the temporal arteries" in workbench.differential.next_steps()
    assert workbench.differential.unknowns()


def test_a_line_of_evidence_leads_to_its_line_in_the_chart_and_back(workbench: Workbench) -> None:
    workbench.open_patient(RUTH)
    workbench.differential.open("giant-cell-arteritis")
    before = workbench.chart.tab
    assert not workbench.chart.can_go_back()
    for line in workbench.differential.evidence("giant-cell-arteritis"):
        if line.side == "for":
            line.element.press()
            wait_for("a current line", lambda: workbench.chart.current)
            break
    assert "Combing her hair hurts" in workbench.chart.current
    assert workbench.chart.can_go_back()
    workbench.chart.back()
    wait_for("no current line", lambda: not workbench.chart.current)
    assert workbench.chart.tab == before
