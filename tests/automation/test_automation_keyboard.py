"""The same half-minute by keyboard alone: keys go in through the display, what comes of them is read outside."""

from __future__ import annotations

from tests.automation.keyboard import clipboard
from tests.automation.pages.workbench import Workbench
from tests.automation.waiting import wait_for

GCA = "giant-cell-arteritis"
RUTH = "Ruth Elisabet Lindqvist"


def open_ruth(workbench: Workbench) -> None:
    """Open a patient: Ctrl+P, a part of the name, Enter."""
    workbench.patients()
    workbench.keyboard.press("ctrl+p")
    wait_for("the filter", lambda: workbench.focused == "picker.filter")
    workbench.keyboard.type("lindq")
    workbench.keyboard.press("Return")
    workbench.wait_for_patient(RUTH)


def run(workbench: Workbench, command: str) -> None:
    """Run a command from the palette: Ctrl+K, its words, Enter."""
    workbench.keyboard.press("ctrl+k")
    wait_for("the palette", lambda: workbench.focused == "palette.field")
    workbench.keyboard.type(command)
    workbench.keyboard.press("Return")
    wait_for("the palette to go", lambda: workbench.look("palette.field") is None)


def to_differential(workbench: Workbench) -> None:
    """Go to the differential's column by F6."""
    while workbench.focused != "side.tabs":
        workbench.step("F6")


def test_evidence_is_reached_followed_into_the_chart_and_returned_from(workbench: Workbench) -> None:
    open_ruth(workbench)
    to_differential(workbench)
    first = workbench.walk_to("differential.hypothesis.toggle")
    second = workbench.walk_to("differential.hypothesis.toggle")
    third = workbench.walk_to("differential.hypothesis.toggle")
    assert [row.id for row in workbench.differential.hypotheses()[:3]] == [
        identifier.rpartition(".")[2] for identifier in (first, second, third)
    ]
    workbench.keyboard.press("space")
    opened = third.rpartition(".")[2]
    wait_for("its evidence", lambda: workbench.differential.evidence(opened))
    line = workbench.walk_to("differential.evidence")
    workbench.keyboard.press("Return")
    wait_for("a current line", lambda: workbench.chart.current)
    assert workbench.focused == line  # the chart shows it, the keyboard stays where one reads
    workbench.keyboard.press("alt+Left")
    wait_for("no current line", lambda: not workbench.chart.current)
    assert workbench.step("Down").startswith("differential.evidence.")


def test_the_sources_of_an_explanation_are_reached_by_tab(workbench: Workbench) -> None:
    open_ruth(workbench)
    to_differential(workbench)
    opened = workbench.walk_to("differential.hypothesis.toggle").rpartition(".")[2]
    workbench.keyboard.press("space")
    wait_for("its evidence", lambda: workbench.differential.evidence(opened))
    assert workbench.walk_to("differential.references").rpartition(".")[2] == opened
    workbench.keyboard.press("ctrl+a", "ctrl+c")
    wait_for("the sources on the clipboard", lambda: "Sources" in clipboard(workbench.program.desk))


def test_tab_comes_round_without_being_caught(workbench: Workbench) -> None:
    open_ruth(workbench)
    seen = [workbench.focused]
    while (reached := workbench.step()) != seen[0] and len(seen) < 100:
        seen.append(reached)
    parts = {identifier.partition(".")[0] for identifier in seen}
    assert parts >= {"banner", "messages", "picker", "chart", "side", "differential", "status"}
    assert len(seen) == len(set(seen)) < 100


def test_a_diagnosis_is_accepted_signed_and_copied(workbench: Workbench) -> None:
    open_ruth(workbench)
    to_differential(workbench)
    workbench.walk_to("differential.hypothesis.toggle")
    workbench.keyboard.press("a")
    run(workbench, "Sign the assessment")
    wait_for("the field for the name", lambda: workbench.focused == "assessment.name")
    workbench.keyboard.type("Dr Ada Reviewer")
    workbench.keyboard.press("Return")
    wait_for("the signature", lambda: workbench.assessment.label.startswith("Reviewed and signed by Dr Ada Reviewer, "))
    workbench.keyboard.press("ctrl+shift+c")
    wait_for("word of it", lambda: "Copied" in workbench.assessment.note)
    copied = clipboard(workbench.program.desk)
    assert copied.startswith("Reviewed and signed by Dr Ada Reviewer, ")
    assert "Giant cell arteritis" in copied


def test_a_finding_is_paused_and_put_back(workbench: Workbench) -> None:
    open_ruth(workbench)
    to_differential(workbench)
    workbench.walk_to("differential.hypothesis.toggle")
    workbench.keyboard.press("space")
    line = workbench.walk_to("differential.evidence")
    finding = line.rpartition(".")[2]
    workbench.keyboard.press("p")
    wait_for("the correction", lambda: finding in workbench.differential.corrections())
    assert workbench.focused == line  # the keyboard stays where the clinician thinks
    workbench.keyboard.press("ctrl+z")
    wait_for("it to be put back", lambda: not workbench.differential.corrections())


def test_two_explanations_are_chosen_and_compared(workbench: Workbench) -> None:
    open_ruth(workbench)
    to_differential(workbench)
    first, second, *_ = workbench.differential.hypotheses()
    for _ in range(2):
        workbench.walk_to("differential.hypothesis.toggle")
        workbench.keyboard.press("c")
    workbench.keyboard.press("ctrl+m")
    assert wait_for("both columns", workbench.compare.columns)[-2:] == [first.name, second.name]
