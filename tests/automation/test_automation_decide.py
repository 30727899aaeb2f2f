"""Decide and leave: accept, edit, sign with a name, copy; the clipboard is read from outside."""

from __future__ import annotations

from tests.automation.keyboard import clipboard
from tests.automation.pages.assessment import DRAFT
from tests.automation.pages.workbench import Workbench
from tests.automation.waiting import wait_for

GCA = "giant-cell-arteritis"


def test_a_diagnosis_is_accepted_edited_signed_and_copied_under_its_label(workbench: Workbench) -> None:
    workbench.open_patient("Ruth Elisabet Lindqvist")
    workbench.differential.open(GCA)
    page = workbench.assessment
    page.accept(GCA)
    page.show()
    assert "Giant cell arteritis" in page.decisions()[GCA]
    assert "Giant cell arteritis" in page.text
    assert page.label == DRAFT
    page.copy()
    assert clipboard(workbench.program.desk).startswith(f"{DRAFT}\n\n")

    words = f"Treated today, before the biopsy.\n{page.text}"
    page.write(words)
    page.sign("Dr Ada Reviewer")
    assert page.label.startswith("Reviewed and signed by Dr Ada Reviewer, ")
    signed = page.label
    page.copy()
    copied = wait_for("the signed text", lambda: found if (found := clipboard(workbench.program.desk)) else None)
    assert copied.startswith(f"{signed}\n\nTreated today, before the biopsy.")
    assert DRAFT not in copied

    page.write("Something else.")
    wait_for("the signature to go", lambda: page.label == DRAFT)
