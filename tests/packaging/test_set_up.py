"""What a checkout needs of the system is asked for in one line, and before anything is compiled."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import set_up
from linux import needs
from tests.packaging.surroundings import PROGRAM

SCRIPT = Path(set_up.__file__)
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="asks Debian's packages")


def test_whoever_may_not_install_reads_the_one_line_that_does(tmp_path: Path) -> None:
    command = [sys.executable, str(SCRIPT), "--release"]
    done = subprocess.run(command, env={"PATH": str(tmp_path)}, check=False, capture_output=True, text=True)
    assert done.returncode == 1
    (line,) = (line for line in done.stderr.splitlines() if "apt-get" in line)
    assert set(set_up.RELEASE_TOOLS.values()) <= set(line.split())


def test_only_what_is_lacking_is_named() -> None:
    assert set_up._missing({"sh": "dash", "/etc/passwd": "base-passwd", "no-such-tool": "somewhere"}) == ["somewhere"]


@pytest.mark.parametrize("target", ["release", "tree", "test-release", "test-install", "test-automation"])
def test_system_packages_come_before_anything_is_compiled(target: str) -> None:
    told = subprocess.run(
        ["make", "--dry-run", "--always-make", target],
        cwd=SCRIPT.parents[1],
        check=True,
        capture_output=True,
        text=True,
    )
    lines = [line for line in told.stdout.splitlines() if ".py" in line or "python" in line]
    assert "set_up.py --" in lines[0]


@pytest.mark.release
def test_what_the_built_program_asks_of_debian_is_what_is_installed_for_a_release() -> None:
    asked = {package.partition(" ")[0] for package in needs.packages(PROGRAM.parent)}
    # What every Debian has, and what the others of the list bring with them.
    assert asked - {*set_up.QT_LIBRARIES.values(), *needs.DATA} == {needs.LIBC, "libxcb1"}
