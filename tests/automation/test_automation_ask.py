"""A question is asked and stopped: a real model process, with a random model that is slow enough to be stopped."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.automation.conftest import Start
from tests.automation.waiting import wait_for
from tests.model.tiny_families import FAMILIES


@pytest.fixture
def slow(tmp_path: Path) -> Path:
    """A model that can be asked and needs some seconds to read a chart."""
    tiny = FAMILIES["llama-3"]
    changes = {**tiny.changes, "llama__context_length": 8192}
    return replace(tiny, width=512, layers=12, changes=changes).write(tmp_path / "slow.gguf")


def test_a_question_is_asked_and_stopped(start: Start, slow: Path) -> None:
    workbench = start("--model", str(slow))
    workbench.open_patient("Ruth Elisabet Lindqvist")
    page = workbench.ask
    page.wait_until_it_can_be_asked()
    if page.writes():
        page.stop_writing()
    page.ask("What was the last haemoglobin?")
    wait_for("the model to read", lambda: page.note == "The model reads the chart.")
    page.stop()
    wait_for("what is said of it", lambda: page.note.startswith("Incomplete, do not use: "))
    assert "enabled" in page.find("ask.question").states
    assert workbench.differential.hypotheses()


def test_a_question_is_asked_and_stopped_by_keyboard_alone(start: Start, slow: Path) -> None:
    workbench = start("--model", str(slow), "--patient", "ruth")
    workbench.wait_for_patient("Ruth Elisabet Lindqvist")
    workbench.ask.wait_until_it_can_be_asked()
    while workbench.ask.writes():
        workbench.keyboard.press("Escape")
    workbench.walk_to("ask.question", key="shift+Tab")
    workbench.keyboard.type("What was the last haemoglobin?")
    workbench.keyboard.press("Return")
    wait_for("the model to read", lambda: workbench.ask.note == "The model reads the chart.")
    workbench.keyboard.press("Escape")
    wait_for("what is said of it", lambda: workbench.ask.note.startswith("Incomplete, do not use: "))
    assert "enabled" in workbench.find("ask.question").states
