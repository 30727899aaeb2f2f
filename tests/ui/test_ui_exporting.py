"""What leaves the window says whose it is and whether it was reviewed, on every page and in every kind of file."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from copilot.review.assessment import DRAFT, Assessment
from copilot.store.audit import Action
from tests.ui import factory
from ui.assessment.paper import Paper, as_pdf
from ui.window.exporting import Leaving, content
from ui.window.window import MainWindow

Open = Callable[..., MainWindow]
AT = datetime(2026, 11, 27, 15, 30, tzinfo=UTC)
LONG = "\n".join(["Working differential", *(f"{n}. Condition {n} (engine: number {n})" for n in range(1, 160))])
needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not here")


def pages(pdf: bytes, folder: Path) -> list[str]:
    """Return the text of every page."""
    file = folder / "made.pdf"
    file.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, check=True)
    return done.stdout.decode().split("\f")[:-1]


@needs_poppler
@pytest.mark.parametrize("signed", [False, True])
def test_every_page_names_the_patient_the_label_and_its_number(qapp: object, tmp_path: Path, *, signed: bool) -> None:
    made = Assessment().written_anew(LONG)
    made = made.signed("Ada Byron", AT) if signed else made
    found = pages(as_pdf(Paper(made, "Eve Example · 50 y · female", "Chartside")), tmp_path)
    assert len(found) > 2
    for number, page in enumerate(found, 1):
        assert "Eve Example · 50 y · female" in page
        assert made.label in page
        assert f"Page {number} of {len(found)}" in page
    assert "Condition 1 " in found[0]
    assert [n for n in range(1, 160) if sum(f"Condition {n} " in page for page in found) != 1] == []


@needs_poppler
def test_the_line_at_the_head_is_not_said_twice(qapp: object, tmp_path: Path) -> None:
    made = Assessment().written_anew("Eve Example\n\nSomething")
    assert pages(as_pdf(Paper(made, "Eve Example", "Chartside")), tmp_path)[0].count("Eve Example") == 1


@pytest.mark.parametrize("suffix", [".txt", ".md", ".json"])
def test_every_kind_of_file_carries_the_label(suffix: str) -> None:
    leaving = Leaving(Assessment().written_anew("Words"), factory.review())
    made = content(leaving, suffix, AT).decode()
    assert DRAFT in made
    if suffix == ".json":
        assert json.loads(made)["entry"][0]["resource"]["status"] == "preliminary"


def test_it_is_saved_under_a_name_without_the_patient(
    open_window: Open, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    qtbot.keyClick(window.differential.rows["multiple-myeloma"].toggle, Qt.Key.Key_A)
    suggested: list[str] = []

    def choose(_parent: object, _title: str, name: str, _filters: str, **_options: object) -> tuple[str, str]:
        suggested.append(name)
        return str(tmp_path / "chosen"), "Markdown (*.md)"

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    window.commands.run("assessment.save")
    qtbot.waitUntil(lambda: window.assessment.note.text() == "Saved as chosen.md.")
    assert (tmp_path / "chosen.md").read_text("utf-8").startswith(f"**{DRAFT}**")
    assert "kafor" not in suggested[0].casefold()


def test_a_file_that_cannot_be_written_is_said_in_place(open_window: Open, qtbot: QtBot, tmp_path: Path) -> None:
    window = open_window()
    (tmp_path / "file").write_text("")
    leaving = Leaving(Assessment().written_anew("Words"), factory.review())
    done: list[Action] = []
    window.assessing.done.connect(done.append)
    window.assessing.exporting.write(leaving, tmp_path / "file" / "below.txt")
    qtbot.waitUntil(lambda: "could not be saved" in window.assessment.note.text())
    assert done == []  # the audit trail speaks of what happened
    window.assessing.exporting.write(leaving, tmp_path / "whole.txt")
    qtbot.waitUntil(lambda: done == [Action.EXPORT])


def test_nothing_is_saved_or_printed_while_the_ehr_shows_another_patient(
    open_window: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    qtbot.keyClick(window.differential.rows["multiple-myeloma"].toggle, Qt.Key.Key_A)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **_more: pytest.fail("asked for a file"))
    window.holding.hold("The EHR shows another patient.")
    for command, words in (("assessment.save", "Not saved."), ("assessment.print", "Not printed.")):
        window.commands.run(command)
        assert window.assessment.note.text() == f"{words} The EHR shows another patient."
