"""The page that IT files: whole, in plain text or JSON, with an exit code that a script can trust."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from copilot.self_test.checks import CHECKS, LAST
from copilot.self_test.finding import Finding, Verdict
from copilot.self_test.page import as_json, as_text, fine

ROOT = Path(__file__).resolve().parents[2]
FINDINGS = (
    Finding("build", Verdict.FINE, "Chartside 0.1.0", 0.1),
    Finding("keyring", Verdict.WARNING, "There is no keyring in this session.", 0.2),
)
BROKEN = Finding("packs", Verdict.FAILED, "knowledge.json: is not the file that was shipped. " * 3, 1.0)


def asked(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the self-test of this checkout."""
    line = [sys.executable, "-m", "ui", "--self-test", *arguments]
    surroundings = {**os.environ, **environment}
    return subprocess.run(line, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False)


def test_a_warning_is_no_fault() -> None:
    assert fine(FINDINGS)
    assert as_text(FINDINGS).endswith("Result: fine, with 1 to note (0.3 s).")


def test_one_fault_is_the_result() -> None:
    assert not fine((*FINDINGS, BROKEN))
    page = as_text((*FINDINGS, BROKEN))
    assert "failed   packs       knowledge.json" in page
    assert page.endswith("Result: 1 of 3 checks failed (1.3 s).")
    assert max(len(line) for line in page.splitlines()) <= 100


def test_a_machine_reads_the_same() -> None:
    told = as_json((*FINDINGS, BROKEN))
    assert told["fine"] is False
    assert [one["verdict"] for one in told["checks"]] == ["fine", "warning", "failed"]


@pytest.mark.slow
def test_the_whole_page_of_this_checkout_is_fine() -> None:
    done = asked("--json")
    told = json.loads(done.stdout)
    assert done.returncode == 0, done.stdout
    assert [one["check"] for one in told["checks"]] == [*CHECKS, "fonts", "screen", *LAST]


@pytest.mark.slow
def test_where_qt_cannot_draw_the_page_is_there_and_says_so() -> None:
    done = asked(QT_QPA_PLATFORM="cannot-be-there")
    assert done.returncode == 1
    assert "failed   screen" in done.stdout
    assert "Qt cannot draw here" in done.stdout
    assert "fine     network" in done.stdout


def test_without_a_font_the_check_fails(tmp_path: Path) -> None:
    nothing = tmp_path / "fonts.conf"
    nothing.write_text('<?xml version="1.0"?><fontconfig></fontconfig>')
    done = asked("--only", "fonts", FONTCONFIG_FILE=str(nothing))
    assert done.returncode == 1
    assert "No font is installed." in done.stdout


def test_an_unknown_check_is_a_wrong_use() -> None:
    assert asked("--only", "coffee").returncode == 2
