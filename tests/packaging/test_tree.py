"""The program's folder: the same bytes twice, small, quick to start, whole by its own account."""

from __future__ import annotations

import hashlib
import json
import shutil
import stat
import sys
import time
from pathlib import Path

import pytest

import stamp
import tree
from copilot import __version__
from tests.packaging.surroundings import PROGRAM, run, self_test

pytestmark = [
    pytest.mark.release,
    pytest.mark.skipif(sys.platform != "linux", reason="the tree of Linux"),
    pytest.mark.timeout(1800),
]
FOLDER = PROGRAM.parent
MOST_BYTES = 350_000_000
MOST_SECONDS = 20.0


def contents(folder: Path) -> dict[str, tuple[object, ...]]:
    """Return everything that is in a folder: contents, modes, times, links."""
    found: dict[str, tuple[object, ...]] = {}
    for path in sorted(folder.rglob("*")):
        status = path.lstat()
        if path.is_symlink():
            held = str(path.readlink())
        else:
            held = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        found[path.relative_to(folder).as_posix()] = (held, stat.S_IMODE(status.st_mode), int(status.st_mtime))
    return found


@pytest.fixture(autouse=True)
def _built() -> None:
    assert PROGRAM.is_file(), "make tree builds it"


def test_a_second_build_has_the_same_bytes(tmp_path: Path) -> None:
    first, second = tree.make(tmp_path / "first"), tree.make(tmp_path / "second")
    assert contents(first) == contents(second)


def test_it_is_small_and_nobody_but_its_owner_writes_it() -> None:
    sizes = [path.lstat().st_size for path in FOLDER.rglob("*") if path.is_file() and not path.is_symlink()]
    assert sum(sizes) <= MOST_BYTES
    assert all(not path.stat().st_mode & (stat.S_IWGRP | stat.S_IWOTH) for path in FOLDER.rglob("*"))


def test_it_bears_its_stamp(tmp_path: Path) -> None:
    told = json.loads((FOLDER / "_internal" / "resources" / "stamp.json").read_text("utf-8"))
    assert told["version"] == __version__
    assert len(told["commit"]) == 40
    done = run([str(PROGRAM), "--version"], {}, tmp_path)
    assert done.stdout.startswith(f"chartside {__version__} (commit {told['commit'][:8]}")


def test_llama_cpp_is_there_once_with_builds_from_avx2_up() -> None:
    folder = FOLDER / "_internal" / "llama_cpp" / "lib"
    names = {path.name for path in folder.iterdir()}
    assert {"libllama.so", "libggml-cpu-haswell.so", "libggml-cpu-zen4.so"} <= names
    assert "libggml-cpu-sse42.so" not in names
    files = [hashlib.sha256(path.read_bytes()).digest() for path in folder.iterdir() if not path.is_symlink()]
    assert len(files) == len(set(files))


def test_nothing_of_gtk_or_of_qt_s_network_is_in_it() -> None:
    names = [path.name for path in FOLDER.rglob("*")]
    for unwanted in ("libgtk", "libQt6Network", "libQt6Qml", "libQt6Quick", "libQt6Pdf", "libqgtk3", "hypothesis"):
        assert not [name for name in names if name.startswith(unwanted)]


def test_it_finds_itself_whole_in_time(tmp_path: Path) -> None:
    start = time.monotonic()
    done = run([str(PROGRAM), "--self-test", "--json"], {}, tmp_path)
    assert done.returncode == 0, done.stdout
    checks = {one["check"]: one["verdict"] for one in json.loads(done.stdout)["checks"]}
    assert checks.pop("keyring") in ("fine", "warning")
    assert set(checks.values()) == {"fine"}, checks
    assert time.monotonic() - start < 6 * MOST_SECONDS  # a busy machine; the guide has the figure of a quiet one


@pytest.mark.parametrize(
    ("broken", "check"),
    [
        ("knowledge.json", "packs"),
        ("models/*.gguf", "model"),
        ("demo/helen-ward.json", "patient"),
        ("stamp.json", "build"),
    ],
)
def test_a_copy_with_one_broken_file_finds_it(broken: str, check: str, tmp_path: Path) -> None:
    copy = tmp_path / "chartside"
    shutil.copytree(FOLDER, copy, symlinks=True)
    path = next((copy / "_internal" / "resources").glob(broken))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    line = [str(copy / "chartside"), *self_test("files", check)[1:]]
    done = run(line, {}, tmp_path / "home")
    assert done.returncode == 1
    assert f"failed   {check}" in done.stdout
    assert "failed   files" in done.stdout
    assert broken != stamp.FILE or "stamp" in done.stdout


def test_on_a_processor_without_avx2_the_model_says_so_and_looks_nowhere_else(tmp_path: Path) -> None:
    copy = tmp_path / "chartside"
    shutil.copytree(FOLDER, copy, symlinks=True)
    builds = sorted((copy / "_internal" / "llama_cpp" / "lib").glob("libggml-cpu-*.so"))
    home = tmp_path / "home"
    home.mkdir()
    for build in builds:
        build.rename(home / build.name)  # the folder in which the program is started
    done = run([str(copy / "chartside"), *self_test("model")[1:]], {}, home)
    assert done.returncode == 1
    assert "AVX2" in " ".join(done.stdout.split())
