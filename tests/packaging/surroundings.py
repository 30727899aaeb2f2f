"""Things that somebody could plant around a program; each leaves a mark where it is loaded or started."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "dist" / "chartside" / "chartside"
MARK = "mark"


def library(path: Path) -> Path:
    """Compile a shared library that leaves the mark beside itself as soon as it is loaded."""
    mark = path.parent / MARK
    code = f'#include <stdio.h>\n__attribute__((constructor)) static void told(void) {{ fopen("{mark}", "w"); }}\n'
    path.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["gcc", "-shared", "-fPIC", "-x", "c", "-", "-o", str(path)], input=code, text=True, check=True)
    return path


def module(path: Path) -> Path:
    """Write a Python module that leaves the mark in the planted folder as soon as it is imported."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"open({str(path.parents[0] / MARK)!r}, 'w').close()\nclass Keyring: priority = 9\n")
    return path


def script(path: Path) -> Path:
    """Write a program that leaves the mark beside itself."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n: > {path.parent / MARK}\n")
    path.chmod(0o755)
    return path


def marked(folder: Path) -> bool:
    """Return whether anything in the folder was loaded or started, and take the mark away."""
    marks = list(folder.rglob(MARK))
    for mark in marks:
        mark.unlink()
    return bool(marks)


def run(
    line: list[str], changes: Mapping[str, str], home: Path, folder: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run something with a home of its own and changed surroundings."""
    home.mkdir(exist_ok=True)
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    surroundings = {**kept, "HOME": str(home), "QT_QPA_PLATFORM": "offscreen", **changes}
    return subprocess.run(
        line, env=surroundings, cwd=folder or home, capture_output=True, text=True, check=False, timeout=240
    )


def self_test(*checks: str) -> list[str]:
    """Return the line that lets the installed program try some things."""
    return [str(PROGRAM), "--self-test", *(f"--only={check}" for check in checks)]
