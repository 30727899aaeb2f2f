"""The clipboard as another program of the desktop reads it: what was copied is there, and gone after IT's time."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tests.automation.desk import Desk
from tests.automation.pages.workbench import Workbench
from tests.automation.program import Program
from tests.automation.waiting import wait_for

pytestmark = [pytest.mark.automation, pytest.mark.slow]
RUTH, GCA = "Ruth Elisabet Lindqvist", "giant-cell-arteritis"
SECONDS = 10  # the least that a policy may set


def on(desk: Desk, board: str) -> str:
    """Return what another program finds on a clipboard, "" for nothing."""
    with suppress(subprocess.CalledProcessError):
        return desk.run("xclip", "-selection", board, "-out")
    return ""


def test_what_was_copied_and_selected_is_gone_after_the_time_that_it_set(desk: Desk, tmp_path: Path) -> None:
    by_it = tmp_path / "by-it"
    by_it.mkdir(mode=0o755)
    (by_it / "policy.json").write_text(json.dumps({"lock": {"clipboard_seconds": SECONDS}}), "utf-8")
    command = [
        sys.executable,
        "-m",
        "tests.automation.with_policy",
        str(by_it),
        "demo",
        "--no-model",
        "--theme",
        "light",
        "--patient",
        "ruth",
    ]
    program = Program(desk, command, tmp_path / "home")
    try:
        workbench = Workbench(program)
        workbench.wait_for_patient(RUTH)
        workbench.differential.open(GCA)
        workbench.assessment.accept(GCA)
        workbench.assessment.show()
        workbench.find("assessment.text").focus()
        workbench.keyboard.press("ctrl+a")  # selects, which X11 copies as well
        wait_for("the selection", lambda: "Giant cell arteritis" in on(desk, "primary"))
        workbench.assessment.copy()
        wait_for("what was copied", lambda: "Giant cell arteritis" in on(desk, "clipboard"))
        wait_for("an empty clipboard", lambda: not on(desk, "clipboard"), 90)
        wait_for("an empty selection", lambda: not on(desk, "primary"), 90)
    finally:
        wrong = program.close()
    assert wrong == []
