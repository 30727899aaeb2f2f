"""The command `chartside` as a process: help, pictures without a display, usage errors."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from copilot import places

ROOT = Path(__file__).parents[2]
DEMOS = sorted((ROOT / "resources" / "demo").glob("*.json"))


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the command without a display."""
    environment = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    environment |= {"PYTHONPATH": str(ROOT), "XDG_CONFIG_HOME": str(cwd), "HOME": str(cwd)}
    environment["XDG_CACHE_HOME"] = str(places.cache().parent)  # where the packs lie compiled already
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "ui", *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_help_names_every_command(tmp_path: Path) -> None:
    done = run("--help", cwd=tmp_path)
    assert done.returncode == 0
    for word in ("demo", "review", "evaluate", "knowledge", "models", "bench", "PATH", "--no-model"):
        assert word in done.stdout


def test_a_missing_file_is_a_usage_error(tmp_path: Path) -> None:
    done = run("nosuch.json", cwd=tmp_path)
    assert done.returncode == 2
    assert "no command or file named 'nosuch.json'" in done.stderr


def test_an_unknown_demo_patient_is_said(tmp_path: Path) -> None:
    done = run("demo", "--patient", "nobody at all", cwd=tmp_path)
    assert done.returncode == 1
    assert "No demo patient is called" in done.stderr


@pytest.mark.skipif(not DEMOS, reason="no demo patients in this checkout")
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_without_a_display_the_window_becomes_a_picture(tmp_path: Path, theme: str) -> None:
    done = run("demo", "--no-model", "--theme", theme, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "no display" in done.stdout
    assert not done.stderr
    picture = tmp_path / "chartside-demo.png"
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert picture.stat().st_size > 50_000


def test_a_note_opens_and_an_unreadable_file_is_shown_in_the_window(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("62-year-old man with chest pain. No fever.", encoding="utf-8")
    (tmp_path / "bad.json").write_text("{", encoding="utf-8")
    for name in ("note.txt", "bad.json"):
        done = run(name, "--no-model", "--screenshot", f"{name}.png", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert (tmp_path / f"{name}.png").stat().st_size > 20_000


@pytest.mark.skipif(not DEMOS, reason="no demo patients in this checkout")
def test_bench_measures_the_stalls_of_the_real_window(tmp_path: Path) -> None:
    done = run("bench", "--window-only", "--no-model", "--json", str(DEMOS[0]), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    measured = json.loads(done.stdout)["window"]
    assert 0 < measured["opening"] < 5
    assert measured["writing"] is None
