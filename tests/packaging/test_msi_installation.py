"""The installer run: silently, with policy, upgraded, refused and removed, by Wine's Windows Installer."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.packaging import windows_tree
from windows import msi
from windows.commands import MAKING, missing

WINE = shutil.which("wine") or shutil.which("wine64")
LACKING = missing(MAKING)
pytestmark = [
    pytest.mark.release,
    pytest.mark.skipif(WINE is None, reason="Wine is not here (apt-get install wine wine64)"),
    pytest.mark.skipif(bool(LACKING), reason=f"{', '.join(LACKING)}: python packaging/set_up.py --release brings them"),
]
OLD, NEW = "1.2.3", "1.3.0"
REFUSED = 1603 & 0xFF  # Windows Installer's code, of which a Unix process keeps the lower byte


@dataclass(frozen=True)
class Computer:
    """A Windows computer of this test's own."""

    folder: Path

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a program of Windows."""
        surroundings = {**os.environ, "WINEPREFIX": str(self.folder), "WINEDEBUG": "-all", "WINEARCH": "win64"}
        surroundings.pop("DISPLAY", None)
        command = [str(WINE), *words]
        return subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False, timeout=240)

    def install(self, package: Path, *properties: str) -> int:
        """Install silently; return msiexec's code."""
        return self.run("msiexec", "/i", str(package), "/qn", "/norestart", *properties).returncode

    def policy(self) -> dict[str, str]:
        """Return the policy in the registry, as `section.key` and what the registry's own tool shows."""
        found: dict[str, str] = {}
        section = ""
        for line in self.run("reg", "query", r"HKLM\Software\Policies\Chartside", "/s").stdout.splitlines():
            if line.startswith("HKEY"):
                section = line.strip().rpartition("\\")[2]
            elif section and line.strip():
                name, _, value = line.split(maxsplit=2)
                found[f"{section}.{name}"] = value.strip()
        return found

    @property
    def program(self) -> Path:
        """Where the program goes."""
        return self.folder / "drive_c" / "Program Files" / "Chartside"


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Two versions; the later one lacks a file and has another."""
    out = tmp_path_factory.mktemp("packages")
    tree = windows_tree.make(out / "tree")
    made = {OLD: msi.make(tree, out, OLD)}
    (tree / "_internal" / "resources" / "models" / "card.md").unlink()
    (tree / "new.txt").write_text("new\n")
    return {**made, NEW: msi.make(tree, out, NEW)}


@pytest.fixture(scope="module")
def computer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Computer]:
    """A fresh computer; it ends with the tests."""
    made = Computer(tmp_path_factory.mktemp("computer") / "prefix")
    made.run("wineboot", "-i")
    made.run("winecfg", "-v", "win10")
    yield made
    made.run("wineboot", "--kill")


@pytest.mark.parametrize("wrong", ["LOCK_IDLE_MINUTES=99", "STORE_KEEP=yes", "STORE_WITHOUT_KEYRING=cloud"])
def test_a_policy_that_would_not_be_understood_is_refused(
    computer: Computer, packages: dict[str, Path], wrong: str
) -> None:
    assert computer.install(packages[OLD], wrong) == REFUSED
    assert not computer.program.exists()
    assert computer.policy() == {}


def test_it_is_installed_upgraded_and_removed_silently_and_policy_stays(
    computer: Computer, packages: dict[str, Path]
) -> None:
    assert computer.install(packages[OLD], "LOCK_IDLE_MINUTES=5", "STORE_KEEP=0") == 0
    assert (computer.program / "_internal" / "resources" / "models" / "card.md").is_file()
    assert computer.policy() == {"lock.idle_minutes": "0x5", "store.keep": "0x0"}

    assert computer.install(packages[NEW], "STORE_DAYS=30") == 0
    assert (computer.program / "new.txt").is_file()
    assert not (computer.program / "_internal" / "resources" / "models" / "card.md").exists()
    assert computer.policy() == {"lock.idle_minutes": "0x5", "store.keep": "0x0", "store.days": "0x1e"}

    assert computer.install(packages[OLD]) == REFUSED, "an older version does not replace a newer one"
    assert (computer.program / "new.txt").is_file()

    assert computer.run("msiexec", "/x", str(packages[NEW]), "/qn").returncode == 0
    assert not computer.program.exists()
    assert computer.policy() == {"lock.idle_minutes": "0x5", "store.keep": "0x0", "store.days": "0x1e"}
    assert computer.install(packages[OLD]) == 0, "once the newer version is removed, the older one can be installed"
    assert (computer.program / "chartside.exe").is_file()
