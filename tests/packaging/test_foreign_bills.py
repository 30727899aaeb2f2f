"""The bill of a build for Windows or macOS, written from that build's own folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from supply import versions
from supply.built import Tree
from supply.errors import UnknownPartError
from tests.packaging import foreign_tree

SHARED = {"cpython", "openssl-in-python", "qt", "pcre2-qt", "libpng", "harfbuzz-qt", "orjson", "chartside-knowledge"}


def written(tree: Path, out: Path) -> subprocess.CompletedProcess[str]:
    """Write a bill as `build.ps1` and `build.sh` do."""
    environment = {**os.environ, "PYTHONPATH": f"{foreign_tree.ROOT}{os.pathsep}{foreign_tree.ROOT / 'packaging'}"}
    command = [sys.executable, "-m", "supply.sbom", str(tree), str(out)]
    return subprocess.run(command, env=environment, check=False, capture_output=True, text=True)


def parts(bill: Path) -> dict[str, dict[str, Any]]:
    """Return the parts in a bill by their names."""
    return {part["name"]: part for part in json.loads(bill.read_text("utf-8"))["components"]}


@pytest.mark.parametrize(
    ("system", "files", "own"),
    [
        ("windows", foreign_tree.WINDOWS, {"libffi-in-python", "msvc-runtime"}),
        ("macos", foreign_tree.MACOS, {"gcc-runtime-in-numpy"}),
    ],
)
def test_a_build_has_a_bill_of_its_own(system: str, files: dict[str, bytes], own: set[str], tmp_path: Path) -> None:
    tree = foreign_tree.make(files, tmp_path / "chartside")
    assert Tree(tree).system == system
    done = written(tree, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    found = parts(next(tmp_path.glob(f"chartside-*-{system}.cdx.json")))
    assert set(found) >= SHARED | own
    owned = {place["location"] for part in found.values() for place in part.get("evidence", {}).get("occurrences", ())}
    assert owned == set(files)
    assert found["libpng"]["version"] == "1.6.59"
    assert found["pcre2-qt"]["version"] == "10.49"


def test_what_windows_libraries_tell_is_read(tmp_path: Path) -> None:
    tree = foreign_tree.make(foreign_tree.WINDOWS, tmp_path / "chartside")
    written(tree, tmp_path)
    found = parts(next(tmp_path.glob("*.cdx.json")))
    assert found["msvc-runtime"]["version"] == "14.38.33135.0"
    assert found["libffi-in-python"]["version"] == "8"
    assert found["harfbuzz-qt"]["version"].startswith("as-in-qt-")


def test_a_library_of_nobody_makes_no_bill(tmp_path: Path) -> None:
    strange = {**foreign_tree.WINDOWS, "_internal/strange.dll": b"MZ"}
    done = written(foreign_tree.make(strange, tmp_path / "chartside"), tmp_path)
    assert done.returncode == 1
    assert "strange.dll" in done.stderr
    assert not list(tmp_path.glob("*.cdx.json"))


def test_a_library_that_tells_no_version_is_said(tmp_path: Path) -> None:
    silent = tmp_path / "strange.dll"
    silent.write_bytes(b"MZ")
    for read in versions.OF_A_FILE.values():
        with pytest.raises(UnknownPartError, match=silent.name):
            read(silent)


@pytest.mark.parametrize(
    ("name", "version"), [("libgfortran-0a1b.so.5.0.0", "5.0.0"), ("libgcc_s.1.1.dylib", "1.1"), ("libffi-8.dll", "8")]
)
def test_a_version_is_read_in_a_name(name: str, version: str) -> None:
    assert versions.of_its_name(Path(name)) == version
