"""Two test runs are the same: what assistive technology reads, and every byte of the screen."""

from __future__ import annotations

import time
from pathlib import Path

from tests.automation.conftest import Start
from tests.automation.pages.workbench import Workbench
from tests.automation.picture import tree
from tests.automation.waiting import wait_for

RUTH, GCA = "Ruth Elisabet Lindqvist", "giant-cell-arteritis"
QUESTION = "What was the last haemoglobin?"
STILL = 0.5  # seconds without a change: the picture is complete


def still(screen: Path) -> bytes:
    """Return the screen once it changes no more."""

    def unchanged() -> bytes | None:
        before = screen.read_bytes()
        time.sleep(STILL)
        return before if before == screen.read_bytes() else None

    return wait_for("a screen that stands still", unchanged)


def seen(workbench: Workbench) -> list[tuple[str, bytes]]:
    """Return tree and screen at four places of the same walk."""
    program = workbench.program
    workbench.wait_for_patient(RUTH)
    program.events.wait_for("narrative-settled", "complete", seconds=120)
    shown = []

    def look() -> None:
        picture = still(program.desk.screen)
        shown.append((tree(program), picture))

    look()
    workbench.differential.open(GCA)
    workbench.assessment.accept(GCA)
    look()
    workbench.assessment.show()
    workbench.assessment.sign("Dr Ada Reviewer")
    look()
    workbench.ask.ask(QUESTION)
    program.events.wait_for("question-settled", "answered")
    look()
    return shown


def test_two_runs_read_and_look_the_same(start: Start) -> None:
    runs = []
    for _ in range(2):
        workbench = start("--deterministic", "--patient", "ruth")
        runs.append(seen(workbench))
        assert workbench.program.close() == []
    first, second = runs
    for number, ((tree_1, screen_1), (tree_2, screen_2)) in enumerate(zip(first, second, strict=True), 1):
        assert tree_1 == tree_2, f"place {number}"
        assert screen_1 == screen_2, f"place {number}"
    texts = [text for text, _ in first]
    assert "Scripted model · for testing the window only" in texts[0]
    assert "Test run: the clock stands at 2026-11-20 14:00 UTC" in texts[0]
    assert "signed by Dr Ada Reviewer, 20 Nov 2026" in texts[2].replace("\n", " ")
    assert len({picture for _, picture in first}) == len(first)  # a picture does change with what is shown


def test_what_the_script_says_wrongly_is_not_supported(start: Start) -> None:
    workbench = start("--deterministic", "--patient", "ruth")
    workbench.wait_for_patient(RUTH)
    workbench.program.events.wait_for("narrative-settled", "complete", seconds=120)
    workbench.ask.ask(QUESTION)
    workbench.program.events.wait_for("question-settled", "answered")
    answer = workbench.ask.answer
    assert "11.0 g/dL" in answer
    assert "the number 9.9 g/dL is not in what it cites" in answer
