"""The assessment leaves through the real dialogs: a PDF, a FHIR document, a text, and a page printed into a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.automation.pages.workbench import Workbench

RUTH, GCA = "Ruth Elisabet Lindqvist", "giant-cell-arteritis"
LABEL = "AI-assisted draft, not reviewed"


@pytest.fixture
def decided(workbench: Workbench) -> Workbench:
    """A patient with one decision, the assessment in sight."""
    workbench.open_patient(RUTH)
    workbench.differential.open(GCA)
    workbench.assessment.accept(GCA)
    workbench.assessment.show()
    return workbench


def test_it_is_saved_as_a_pdf_as_fhir_and_as_a_text(decided: Workbench, tmp_path: Path) -> None:
    files = {ending: tmp_path / f"assessment.{ending}" for ending in ("pdf", "json", "txt")}
    for file in files.values():
        decided.keyboard.press("ctrl+s")
        decided.dialogs.save_as(file)
        assert decided.assessment.note == f"Saved as {file.name}."
    assert files["pdf"].read_bytes().startswith(b"%PDF-")
    assert files["pdf"].read_bytes().rstrip().endswith(b"%%EOF")
    bundle = json.loads(files["json"].read_bytes())
    assert (bundle["resourceType"], bundle["type"]) == ("Bundle", "document")
    assert "Giant cell arteritis" in json.dumps(bundle)
    assert files["txt"].read_text("utf-8").startswith(LABEL)


def test_a_dialog_that_is_left_writes_nothing(decided: Workbench, tmp_path: Path) -> None:
    since = decided.program.events.mark
    decided.assessment.press("assessment.save")
    decided.dialogs.leave("Save the assessment")
    decided.assessment.press("assessment.print")
    decided.dialogs.leave("Print")
    assert [line for line in decided.program.events.all()[since:] if line["event"] == "assessment"] == []


def test_it_is_printed_into_a_file(decided: Workbench, tmp_path: Path) -> None:
    file = tmp_path / "printed.pdf"
    decided.keyboard.press("ctrl+shift+p")
    decided.dialogs.print_to(file)
    assert decided.assessment.note == "Sent to the printer."
    assert file.read_bytes().startswith(b"%PDF-")
