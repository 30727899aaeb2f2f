"""A desktop session without a keyring, from outside: a store is begun and opened with a passphrase, by keyboard."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.automation.conftest import KEPT
from tests.automation.desk import Desk, missing
from tests.automation.pages.workbench import Workbench
from tests.automation.program import ROOT, Program
from tests.automation.reading import readable
from tests.automation.waiting import wait_for

pytestmark = [pytest.mark.automation, pytest.mark.slow]
RUTH = "Ruth Elisabet Lindqvist"
OF_HER = ("D-1001", "Penicillin")
WORDS = "four plain words here"


@pytest.fixture
def bare_desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk whose session has no keyring, and none that could be started."""
    if missing():
        pytest.skip(f"{', '.join(missing())} not found")
    made = Desk(tmp_path / "desk", KEPT / "cache", offers=("org.a11y.Bus",))
    yield made
    assert made.close() == []


def chartside(desk: Desk, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command with the passphrase on its standard input."""
    return subprocess.run(
        [sys.executable, "-m", "copilot", *arguments, "--passphrase-fd", "0"],
        cwd=ROOT,
        env={**desk.environment, "HOME": str(home)},
        input=f"{WORDS}\n",
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def keeping(workbench: Workbench, words: str) -> None:
    """Wait until the status line says how things are kept."""
    wait_for(words, lambda: words in workbench.find("status.keeping").name)


def test_reviews_are_kept_behind_a_passphrase_where_there_is_no_keyring(bare_desk: Desk, tmp_path: Path) -> None:
    home = tmp_path / "home"
    chart = str(ROOT / "resources/demo/ruth-lindqvist.json")
    command = [sys.executable, "-m", "ui", chart, "--no-model", "--theme", "light", "--size", "1500x940"]
    first = Program(bare_desk, command, home)
    try:
        workbench = Workbench(first)
        workbench.wait_for_patient(RUTH)
        keeping(workbench, "Nothing is kept")
        workbench.find("status.keep-reviews").focus()
        workbench.keyboard.press("space")
        page = workbench.find("passphrase")
        assert "no keyring" in " ".join(element.name for element in page.within())
        wait_for("the keyboard in the field", lambda: workbench.focused == "passphrase.field")
        workbench.keyboard.type("short")
        workbench.keyboard.press("Return")
        workbench.keyboard.type("short")
        workbench.keyboard.press("Return")
        wait_for("what is wrong", lambda: "10 characters" in workbench.find("passphrase.said").name)
        wait_for("the keyboard in the field again", lambda: workbench.focused == "passphrase.field")
        workbench.keyboard.type(WORDS)
        workbench.keyboard.press("Return")
        workbench.keyboard.type(WORDS)
        assert WORDS not in readable(first)
        workbench.keyboard.press("Tab")
        assert workbench.focused == "passphrase.enter"
        workbench.keyboard.press("space")
        keeping(workbench, "Kept here, encrypted")
        assert workbench.look("status.keep-reviews") is None
    finally:
        wrong = first.close()
    assert wrong == []

    listed = chartside(bare_desk, home, "reviews")
    assert listed.returncode == 0, listed.stderr
    identifier = listed.stdout.split()[0]
    assert "the chain is whole" in chartside(bare_desk, home, "audit", "verify").stdout
    assert "The answer is the same" in chartside(bare_desk, home, "replay", identifier).stdout


def test_a_wrong_passphrase_is_said_and_one_may_go_on_without(bare_desk: Desk, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    chart = str(ROOT / "resources/demo/ruth-lindqvist.json")
    assert chartside(bare_desk, home, "review", chart, "--no-model", "--keep").returncode == 0
    command = [sys.executable, "-m", "ui", chart, "--no-model", "--theme", "light", "--size", "1500x940"]
    program = Program(bare_desk, command, home)
    try:
        workbench = Workbench(program)
        workbench.find("passphrase")
        wait_for("the keyboard in the field", lambda: workbench.focused == "passphrase.field")
        workbench.keyboard.type("another one, sorry")
        workbench.keyboard.press("Return")
        wait_for("what is wrong", lambda: "not the passphrase" in workbench.find("passphrase.said").name)
        wait_for("the keyboard in the field again", lambda: workbench.focused == "passphrase.field")
        workbench.keyboard.type(WORDS)
        workbench.keyboard.press("Return")
        workbench.wait_for_patient(RUTH)
        keeping(workbench, "Kept here, encrypted")

        workbench.keyboard.press("ctrl+l")
        workbench.press("lock.unlock")
        workbench.find("passphrase")
        assert [words for words in OF_HER if words in readable(program)] == []
        workbench.press("passphrase.keep-nothing")
        keeping(workbench, "Nothing is kept")
        assert [words for words in OF_HER if words in readable(program)] == []
    finally:
        wrong = program.close()
    assert wrong == []
