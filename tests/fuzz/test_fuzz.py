"""A bounded, seeded run of every target; `make fuzz` runs 200,000 inputs."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from copilot.errors import KnownError
from tests.fuzz import run
from tests.fuzz.mutate import changed
from tests.fuzz.run import inputs, tried
from tests.fuzz.targets import BY_NAME, TARGETS, Target

ROOT = Path(__file__).parents[2]
SLOW = frozenset(("fhir", "note", "pack"))


@pytest.mark.long
@pytest.mark.parametrize("name", BY_NAME)
def test_a_reader_reads_or_refuses(name: str) -> None:
    amount = "150" if name in SLOW else "1000"
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz.run", name, "--inputs", amount],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    assert f"{name}: {amount} inputs, 0 faults" in done.stdout


def test_the_same_seed_makes_the_same_inputs() -> None:
    target = BY_NAME["message"]
    first, again, other = (list(inputs(target, 50, seed)) for seed in (3, 3, 4))
    assert first == again
    assert first != other


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_seeds_are_read_and_not_refused(target: Target, tmp_path: Path) -> None:
    """A seed that is refused at the door lets nothing of the reader be tried."""
    read = 0
    for seed in target.seeds():
        try:
            target.run(seed, tmp_path)
        except target.refusals:
            continue
        read += 1
    assert read > 0


@pytest.mark.parametrize("path", sorted(run.FOUND.iterdir()), ids=lambda path: path.name)
@pytest.mark.usefixtures("watched")
def test_what_was_found_once_is_read_or_refused(path: Path, tmp_path: Path) -> None:
    target = BY_NAME[path.name.partition("-")[0]]
    assert tried(target, path.read_bytes(), str(tmp_path)) == ""


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """Let what is found be kept in a folder of the test's own."""
    before = signal.signal(signal.SIGPROF, run._too_slow)
    monkeypatch.setattr(run, "ROOT", tmp_path)
    monkeypatch.setattr(run, "SECONDS", 0.2)
    yield tmp_path / "build" / "fuzz"
    signal.signal(signal.SIGPROF, before)


def _crash(data: bytes, _folder: Path) -> None:
    if b"!" in data:
        raise IndexError
    raise KnownError("refused")


def _hang(_data: bytes, _folder: Path) -> None:
    while True:
        pass


def test_a_crash_is_found_and_kept(watched: Path, tmp_path: Path) -> None:
    target = Target("crash", lambda: (b"a",), _crash)
    assert tried(target, b"quiet", str(tmp_path)) == ""
    assert tried(target, b"loud!", str(tmp_path)).startswith("IndexError at test_fuzz.py:")
    (kept,) = watched.iterdir()
    assert kept.read_bytes() == b"loud!"


def test_a_hang_is_found(watched: Path, tmp_path: Path) -> None:
    target = Target("hang", lambda: (b"a",), _hang)
    assert tried(target, b"x", str(tmp_path)).startswith("took more than 0.2 s")
    assert len(list(watched.iterdir())) == 1


def test_changes_change() -> None:
    import random

    chance = random.Random(1)
    made = {changed(b'{"resourceType": "Patient"}', (b"abc",), chance, 100) for _ in range(200)}
    assert len(made) > 150
    assert max(len(one) for one in made) <= 100
