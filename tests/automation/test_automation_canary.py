"""A patient's words are on the screen and in the encrypted file, and nowhere else on the computer."""

from __future__ import annotations

import json
import subprocess
import zlib
from contextlib import suppress
from pathlib import Path

import pytest

from tests.automation import canary
from tests.automation.desk import Desk
from tests.automation.pages.workbench import Workbench
from tests.automation.program import ROOT, Program
from tests.automation.reading import readable
from tests.automation.waiting import wait_for

pytestmark = [pytest.mark.automation, pytest.mark.slow]
GCA = "giant-cell-arteritis"
STORE = Path(".local/share/chartside/store")


def on_clipboards(desk: Desk) -> str:
    """Return the words on both clipboards."""
    said = ""
    for board in ("clipboard", "primary"):
        with suppress(subprocess.CalledProcessError):  # nothing there
            said += desk.run("xclip", "-selection", board, "-out")
    return said


def titles(desk: Desk) -> str:
    """Return the titles of all windows."""
    return desk.run("xdotool", "search", "--name", "", "getwindowname", "%@")


def test_a_patients_words_are_nowhere_but_on_the_screen_and_in_the_encrypted_file(
    chartside: list[str], safe_desk: Desk, tmp_path: Path
) -> None:
    desk = safe_desk
    given = tmp_path / "given"
    given.mkdir()
    chart = canary.write(ROOT / "resources/demo/ruth-lindqvist.json", given / "record.json")
    assert {canary.NAME, canary.NUMBER} <= set(canary.found_in(chart.read_bytes()))  # the search finds what is there
    home, cache = tmp_path / "home", Path(desk.environment["XDG_CACHE_HOME"])
    places = {"home": home, "desk": desk.folder, "temporary": tmp_path / "temporary", "cache": cache}
    shown = frozenset((desk.screen,))

    program = Program(desk, [*chartside, str(chart), "--theme", "light", "--size", "1500x940"], home)
    try:
        workbench = Workbench(program)
        workbench.wait_for_patient(canary.NAME)
        assert canary.NUMBER in readable(program)
        workbench.status.wait_until_kept()
        program.events.wait_for("narrative-settled", "complete", seconds=120)
        assert workbench.ask.words
        for tab in workbench.chart.tabs():
            tab.press()
        workbench.differential.open(GCA)
        workbench.assessment.accept(GCA)
        workbench.assessment.show()
        workbench.assessment.copy()
        assert "Giant cell arteritis" in on_clipboards(desk)
        assert "secret" in desk.run("xclip", "-selection", "clipboard", "-target", "x-kde-passwordManagerHint", "-out")
        assert canary.found_in(titles(desk).encode()) == []
        assert canary.processes() == []
        assert canary.leaks(places, shown) == []

        workbench.lock.close()
        assert canary.found_in(readable(program).encode()) == []
        wait_for("an empty clipboard", lambda: "Giant cell arteritis" not in on_clipboards(desk))
        assert canary.leaks(places, shown) == []
    finally:
        wrong = program.close()
    assert wrong == []

    command = [*chartside, "review", "--keep", "--no-model", str(chart)]
    environment = {**desk.environment, "HOME": str(home)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=120, check=False)
    assert done.returncode in (0, 4), done.stderr
    assert b"kept as" in done.stderr
    assert canary.found_in(done.stderr) == []
    assert (home / STORE / "store.db").stat().st_size > 4096
    assert canary.leaks(places, shown) == []
    held = canary.items(desk.environment["DBUS_SESSION_BUS_ADDRESS"])
    assert held
    assert canary.found_in("\n".join(held).encode()) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_the_search_finds_a_word_in_the_middle_of_anything(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "plain").write_bytes(b"\x00\xff" + f"of {canary.NAME}.".encode(encoding) + b"\x00")
    packed = zlib.compress(json.dumps({"note": canary.NOTE}).encode())
    (tmp_path / "packed").write_bytes(b"head" + packed + b"tail")
    (tmp_path / f"{canary.NUMBER}.txt").write_bytes(b"")
    found = canary.leaks({"here": tmp_path}, frozenset())
    assert [line.partition(" holds ")[2] for line in found] == [canary.NUMBER, "Quetzalina", canary.NOTE, canary.NAME]
    assert canary.leaks({"here": tmp_path}, frozenset(tmp_path.iterdir())) == []
