"""A desktop session without a keyring, from outside: a store is begun and opened with a passphrase, by keyboard."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.automation.conftest import KEPT
from tests.automation.desk import Desk, missing
from tests.automation.pages.workbench import Workbench
from tests.automation.program import ROOT, Program
from tests.automation.reading import readable

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


def with_passphrase(command: list[str], desk: Desk, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command with the passphrase on its standard input."""
    return subprocess.run(
        [*command, *arguments, "--passphrase-fd", "0"],
        cwd=ROOT,
        env={**desk.environment, "HOME": str(home)},
        input=f"{WORDS}\n",
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_reviews_are_kept_behind_a_passphrase_where_there_is_no_keyring(
    chartside: list[str], bare_desk: Desk, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    chart = str(ROOT / "resources/demo/ruth-lindqvist.json")
    command = [*chartside, chart, "--no-model", "--theme", "light", "--size", "1500x940"]
    first = Program(bare_desk, command, home)
    try:
        workbench = Workbench(first)
        workbench.wait_for_patient(RUTH)
        workbench.status.wait_until_kept("Nothing is kept")
        workbench.find("status.keep-reviews").focus()
        workbench.keyboard.press("space")
        page = workbench.passphrase
        assert "no keyring" in page.words()
        page.enter("short", "short")
        page.wait_for_refusal("10 characters")
        page.enter(WORDS)
        workbench.keyboard.type(WORDS)
        assert WORDS not in readable(first)
        workbench.keyboard.press("Tab")
        assert workbench.focused == "passphrase.enter"
        workbench.keyboard.press("space")
        workbench.status.wait_until_kept("Kept here, encrypted")
        assert workbench.look("status.keep-reviews") is None
    finally:
        wrong = first.close()
    assert wrong == []

    listed = with_passphrase(chartside, bare_desk, home, "reviews")
    assert listed.returncode == 0, listed.stderr
    identifier = listed.stdout.split()[0]
    assert "the chain is whole" in with_passphrase(chartside, bare_desk, home, "audit", "verify").stdout
    assert "The answer is the same" in with_passphrase(chartside, bare_desk, home, "replay", identifier).stdout


def test_a_wrong_passphrase_is_said_and_one_may_go_on_without(
    chartside: list[str], bare_desk: Desk, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    chart = str(ROOT / "resources/demo/ruth-lindqvist.json")
    assert with_passphrase(chartside, bare_desk, home, "review", chart, "--no-model", "--keep").returncode == 0
    command = [*chartside, chart, "--no-model", "--theme", "light", "--size", "1500x940"]
    program = Program(bare_desk, command, home)
    try:
        workbench = Workbench(program)
        workbench.passphrase.enter("another one, sorry")
        workbench.passphrase.wait_for_refusal("not the passphrase")
        workbench.passphrase.enter(WORDS)
        workbench.wait_for_patient(RUTH)
        workbench.status.wait_until_kept("Kept here, encrypted")

        workbench.lock.close()
        workbench.press("lock.unlock")
        workbench.find("passphrase")
        assert [words for words in OF_HER if words in readable(program)] == []
        workbench.passphrase.keep_nothing()
        workbench.status.wait_until_kept("Nothing is kept")
        assert [words for words in OF_HER if words in readable(program)] == []
    finally:
        wrong = program.close()
    assert wrong == []
