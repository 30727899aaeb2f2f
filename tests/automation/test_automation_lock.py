"""The lock from outside: nothing of the patient can be read or seen, and one comes back to where one was."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from tests.automation.desk import Desk
from tests.automation.pages.workbench import Workbench
from tests.automation.picture import screenshot
from tests.automation.program import ROOT, Program
from tests.automation.reading import readable
from tests.automation.waiting import wait_for

pytestmark = [pytest.mark.automation, pytest.mark.slow]
RUTH = "Ruth Elisabet Lindqvist"
OF_HER = ("Lindqvist", "D-1001", "Combing her hair", "Penicillin")
GCA = "giant-cell-arteritis"
STEP = 5


def colours(picture: QImage, left: int, top: int, width: int, height: int) -> set[int]:
    """Return which colours stand in a part of a picture."""
    places = ((x, y) for x in range(left, left + width, STEP) for y in range(top, top + height, STEP))
    return {picture.pixel(x, y) for x, y in places}


def test_a_lock_leaves_nothing_to_read_or_see_and_leads_back(
    chartside: list[str], safe_desk: Desk, tmp_path: Path
) -> None:
    chart = str(ROOT / "resources/demo/ruth-lindqvist.json")
    command = [*chartside, chart, "--no-model", "--theme", "light", "--size", "1500x940"]
    program = Program(safe_desk, command, tmp_path / "home")
    try:
        workbench = Workbench(program)
        workbench.wait_for_patient(RUTH)
        workbench.status.wait_until_kept()
        workbench.differential.open(GCA)
        line = next(line for line in workbench.differential.evidence(GCA) if line.side == "for")
        line.element.press()
        current = wait_for("a current line", lambda: workbench.chart.current)
        tab = workbench.chart.tab
        before = readable(program)
        assert [words for words in OF_HER if words not in before] == []

        pressed = time.monotonic()
        locked = workbench.lock.close()
        seen = time.monotonic() - pressed
        after = readable(program)  # the first that can be read once the lock is there
        assert [words for words in OF_HER if words in after] == []
        print(f"locked {seen * 1000:.0f} ms after the key, xdotool and the search for the page included")

        left, top, width, height = locked.place
        screenshot(safe_desk.screen, tmp_path / "locked.png")
        picture = QImage(str(tmp_path / "locked.png"))
        assert len(colours(picture, left, top, width, height // 4)) == 1  # where the patient stood is one flat page
        workbench.lock.unlock()
        workbench.wait_for_patient(RUTH)
        wait_for("the line of before", lambda: workbench.chart.current == current)
        assert workbench.chart.tab == tab
    finally:
        wrong = program.close()
    assert wrong == []
